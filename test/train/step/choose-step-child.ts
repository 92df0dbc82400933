import type { DevicePreference, DeviceReport } from '../../../src/runtime/device.ts';
import { startModel } from '../../../src/train/start/start-model.ts';
import { chooseStep } from '../../../src/train/step/choose-step.ts';

/** What this process reports to the test that started it. */
export interface ChoiceReport {
  readonly wanted: DeviceReport;
  readonly auto: DeviceReport;
  /** Of a model whose losses are no numbers. */
  readonly broken: DeviceReport;
  /** Whether each chosen step began with the model's weights and without moments. */
  readonly fresh: readonly boolean[];
}

const [folder = ''] = process.argv.slice(2);
const fresh: boolean[] = [];

async function choose(preference: DevicePreference, factor = 1): Promise<DeviceReport> {
  const heads = [{ name: 'Gene' }, { name: 'General' }];
  const { model, settings } = await startModel({ folder, seed: 5, heads, objective: 'heads' });
  for (const values of model.weights.values())
    for (const [index, value] of values.entries()) values[index] = factor * value;
  const before = new Map([...model.weights].map(([name, values]) => [name, values.slice()]));
  const step = await chooseStep(model, settings, preference, 1);
  const weights = await step.weights();
  const { firstMoments, secondMoments, updates } = await step.optimizerState();
  const zero = [firstMoments, secondMoments].every((map) => [...map.values()].every((values) => !values.some(Boolean)));
  const same = [...before].every(([name, values]) => String(values) === String(weights.get(name)));
  fresh.push(same && zero && [...updates.values()].every((count) => count === 0));
  await step.dispose();
  return step.device;
}

const report: ChoiceReport = {
  wanted: await choose('webgpu'),
  auto: await choose('auto'),
  broken: await choose('webgpu', Number.NaN),
  fresh,
};
process.stdout.write(JSON.stringify(report));
