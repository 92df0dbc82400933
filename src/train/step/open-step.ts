import type { DevicePreference } from '../../runtime/device.ts';
import { type StartOptions, startModel } from '../start/start-model.ts';
import type { TrainedModel, TrainingSettings } from '../start/trained-model.ts';
import { chooseStep } from './choose-step.ts';
import type { TrainingStep } from './step.ts';

/** A model to train and where to train it. */
export interface OpenStepOptions extends StartOptions {
  readonly device: DevicePreference;
  /** On the CPU; one a processor, eight at most, unless given. The same number gives the same run, bit for bit. */
  readonly threads?: number;
}

/** A model under training, with what was read of it. */
export interface OpenedStep {
  readonly step: TrainingStep;
  /** Its weights are the step's: read them by `step.weights()`. */
  readonly model: TrainedModel;
  readonly settings: TrainingSettings;
}

/**
 * Reads a base model, puts heads on it and makes it ready to be trained.
 * @throws UserError if the base or an option is wrong; see `startModel`.
 */
export async function openTrainingStep(options: OpenStepOptions): Promise<OpenedStep> {
  const { model, settings } = await startModel(options);
  return { step: await chooseStep(model, settings, options.device, options.threads ?? 0), model, settings };
}
