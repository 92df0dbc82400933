import { errorMessage } from '../../core/errors.ts';
import { acceleratorsFor } from '../../runtime/choose.ts';
import type { Device, DeviceAttempt, DevicePreference } from '../../runtime/device.ts';
import { noAcceleratorReason } from '../../runtime/platform.ts';
import { deviceNames, failureReason } from '../../runtime/reasons.ts';
import type { TrainingBatch } from '../batch.ts';
import type { TrainedModel, TrainingSettings } from '../start/trained-model.ts';
import { DeviceStep } from './device-step.ts';
import { HostStep } from './host-step.ts';
import { probeTraining } from './probe.ts';
import type { TrainingStep } from './step.ts';

/** How far a device's loss may be from the CPU's, and its norm of the gradients, relative to the CPU's. */
const tolerance = { loss: 1e-3, norm: 1e-2 };

/** A device this many times slower than the CPU on the small batch is not timed on the large one. */
const hopeless = 20;

/** No update yet. */
const noState = { firstMoments: new Map(), secondMoments: new Map(), updates: new Map() };

/** A step on made-up data that changes nothing. */
interface Trial {
  readonly loss: number;
  readonly norm: number;
  /** Of the second time: a device's first run of a shape compiles its programs. */
  readonly milliseconds: number;
}

/**
 * The step that trains a model: on the device that the user prefers if its first step agrees with the CPU's, else on the
 * CPU. `auto` takes the first accelerator of the platform that agrees and is faster. WebGPU keeps weights and optimizer
 * in its memory; CUDA and DirectML give gradients back, since their tensors cannot be held in Node.
 * @param model on the CPU, CUDA and DirectML its weights are changed in place from now on.
 * @throws Error if it cannot be trained on the CPU either.
 */
export async function chooseStep(
  model: TrainedModel,
  settings: TrainingSettings,
  preference: DevicePreference,
  threads: number,
): Promise<TrainingStep> {
  const attempts: DeviceAttempt[] = [];
  // All of them share the list, which is complete when this function is done.
  const open = (device: Device): Promise<TrainingStep> => {
    const report = { preference, device, attempts };
    return device === 'webgpu'
      ? DeviceStep.open(model, settings, report)
      : HostStep.open(model, settings, report, threads);
  };
  const cpu = new Reference(model, () => open('cpu'));
  try {
    const pointless = preference === 'auto' ? noAcceleratorReason() : undefined;
    for (const device of acceleratorsFor(preference)) {
      const unfit = pointless ?? (device === 'coreml' ? 'it has not the operations of training' : undefined);
      if (unfit !== undefined) {
        attempts.push({ device, accepted: false, reason: `${deviceNames[device]} was not tried: ${unfit}` });
        continue;
      }
      const { attempt, step } = await tryDevice(device, () => open(device), model, cpu, preference === 'auto');
      attempts.push(attempt);
      if (step) return step;
    }
    const reason = preference === 'cpu' ? 'chosen in the settings' : 'used because no other device was accepted';
    attempts.push({ device: 'cpu', accepted: true, reason });
    return await cpu.take();
  } finally {
    await cpu.dispose();
  }
}

async function tryDevice(
  device: Device,
  open: () => Promise<TrainingStep>,
  model: TrainedModel,
  cpu: Reference,
  mustBeFaster: boolean,
): Promise<{ readonly attempt: DeviceAttempt; readonly step?: TrainingStep }> {
  let step: TrainingStep | undefined;
  try {
    step = await open();
    const judgement = await judge(device, step, model, cpu, mustBeFaster);
    if (judgement.accepted) {
      await step.restore(model.weights, noState);
      return { attempt: { device, ...judgement }, step };
    }
    await step.dispose();
    return { attempt: { device, ...judgement } };
  } catch (thrown) {
    await step?.dispose();
    return { attempt: { device, accepted: false, reason: failureReason(device, errorMessage(thrown)) } };
  }
}

async function judge(
  device: Device,
  step: TrainingStep,
  model: TrainedModel,
  cpu: Reference,
  mustBeFaster: boolean,
): Promise<Omit<DeviceAttempt, 'device'>> {
  const name = deviceNames[device];
  const expected = await cpu.run('small');
  const found = await tryStep(step, batches.small(model));
  const loss = Math.abs(found.loss / expected.loss - 1);
  const norm = Math.abs(found.norm / expected.norm - 1);
  if (!(loss <= tolerance.loss && norm <= tolerance.norm)) {
    const [what, by, most] =
      loss <= tolerance.loss ? ['norm of the gradients', norm, tolerance.norm] : ['loss', loss, tolerance.loss];
    const far = Number.isNaN(by) ? 'is no number' : `differs from the CPU's by a factor of ${by.toPrecision(2)}`;
    return {
      accepted: false,
      reason: `${name} was refused: the ${what} of its first step ${far} (at most ${most} is accepted)`,
    };
  }
  const agrees = `${name} agrees with the CPU within ${Math.max(loss, norm).toExponential(0)}`;
  if (!mustBeFaster) return { accepted: true, reason: agrees };

  let [own, reference] = [found.milliseconds, expected.milliseconds];
  if (own <= hopeless * reference) {
    reference = (await cpu.run('large')).milliseconds;
    own = (await tryStep(step, batches.large(model))).milliseconds;
  }
  const times = `${own.toFixed(0)} ms against ${reference.toFixed(0)} ms a step`;
  return own > reference
    ? { accepted: false, reason: `${agrees} but is slower than it (${times}; a software adapter?)` }
    : { accepted: true, reason: `${agrees} and is faster (${times})` };
}

/** A few tokens, to compare results, and a usual batch, to compare speeds. */
const batches = {
  small: (model: TrainedModel) => probeTraining(model, 2, 16),
  large: (model: TrainedModel) => probeTraining(model, 8, 64),
};

/** Two steps of a learning rate of zero, which leaves the weights as they are. */
async function tryStep(step: TrainingStep, batch: TrainingBatch): Promise<Trial> {
  const scale = 1 / batch.positions.length;
  let trial: Trial | undefined;
  for (let turn = 0; turn < 2; turn++) {
    const start = performance.now();
    const losses = await step.accumulate(batch, { scale, randomKeys: ['probe'] });
    const { gradientNorm: norm } = await step.update(0);
    const loss = [...losses.values()].reduce((sum, part) => sum + part, 0);
    trial = { loss, norm, milliseconds: performance.now() - start };
  }
  if (!trial) throw new Error('no step was tried');
  return trial;
}

/** The CPU's step, opened when something must be compared with it. */
class Reference {
  private readonly model: TrainedModel;
  private readonly open: () => Promise<TrainingStep>;
  private step: Promise<TrainingStep> | undefined;
  private readonly trials = new Map<string, Promise<Trial>>();

  constructor(model: TrainedModel, open: () => Promise<TrainingStep>) {
    this.model = model;
    this.open = open;
  }

  run(batch: keyof typeof batches): Promise<Trial> {
    this.step ??= this.open();
    const trial = this.trials.get(batch) ?? this.step.then((step) => tryStep(step, batches[batch](this.model)));
    this.trials.set(batch, trial);
    return trial;
  }

  /** The step as if nothing had been tried; the caller's to dispose of from now on. */
  async take(): Promise<TrainingStep> {
    const step = await (this.step ?? this.open());
    this.step = undefined;
    if (this.trials.size > 0) await step.restore(this.model.weights, noState);
    return step;
  }

  async dispose(): Promise<void> {
    const step = await this.step;
    this.step = undefined;
    await step?.dispose();
  }
}
