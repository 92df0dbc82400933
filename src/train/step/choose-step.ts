import type { DevicePreference, DeviceReport } from '../../runtime/device.ts';
import type { TrainedModel, TrainingSettings } from '../start/trained-model.ts';
import { HostStep } from './host-step.ts';
import type { TrainingStep } from './step.ts';

/** Finds the device that trains a model. */
export async function chooseStep(
  model: TrainedModel,
  settings: TrainingSettings,
  preference: DevicePreference,
  threads: number,
): Promise<TrainingStep> {
  const report: DeviceReport = {
    preference,
    device: 'cpu',
    attempts: [{ device: 'cpu', accepted: true, reason: 'the device that trains' }],
  };
  return HostStep.open(model, settings, report, threads);
}
