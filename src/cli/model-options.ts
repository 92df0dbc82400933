import type { EngineOptions } from '../engine.ts';
import { devices } from '../runtime/device.ts';
import type { Arguments, OptionSpecs } from './arguments.ts';

export const deviceOption: OptionSpecs = {
  device: { kind: 'value', placeholder: 'D', help: `where the model runs: auto, ${devices.join(', ')}` },
};

/** The options of every command that runs a model. */
export const modelOptions: OptionSpecs = {
  model: { kind: 'value', placeholder: 'M', help: 'a name that "gerbera models" lists, or a folder' },
  ...deviceOption,
};

/** @throws UsageError if the device is none. */
export function engineOptions(given: Arguments): EngineOptions {
  const model = given.value('model');
  const device = given.choice('device', ['auto', ...devices]);
  return { ...(model === undefined ? {} : { model }), ...(device === undefined ? {} : { device }) };
}
