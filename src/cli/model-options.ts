import { type Engine, type EngineOptions, openEngine } from '../engine.ts';
import { devices } from '../runtime/device.ts';
import type { Arguments, OptionSpecs } from './arguments.ts';
import { type Terminal, tell } from './terminal.ts';

export const deviceOption: OptionSpecs = {
  device: { kind: 'value', placeholder: 'D', help: `where the model runs: auto, ${devices.join(', ')}` },
};

/** The options of every command that runs a model. */
export const modelOptions: OptionSpecs = {
  model: { kind: 'value', placeholder: 'M', help: 'a name that "gerbera models" lists, or a folder' },
  ...deviceOption,
};

/**
 * Opens the model and device that are asked for; tells the user if it is another device.
 * @throws UsageError if the device is none, UserError if the model does not load.
 */
export async function openGivenEngine(
  given: Arguments,
  { stderr }: Terminal,
  more: Pick<EngineOptions, 'model' | 'heads' | 'threads'> = {},
): Promise<Engine> {
  const model = more.model ?? given.value('model');
  const preference = given.choice('device', ['auto', ...devices]) ?? 'auto';
  const engine = await openEngine({ ...more, ...(model === undefined ? {} : { model }), device: preference });
  const { device, attempts } = engine.info.device;
  if (preference !== 'auto' && device !== preference) {
    const reason = attempts.find((attempt) => attempt.device === preference)?.reason ?? `${preference} cannot be used`;
    tell(stderr, `gerbera: ${reason}; running on ${device}\n`);
  }
  return engine;
}
