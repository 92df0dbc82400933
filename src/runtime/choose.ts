import { errorMessage, UserError } from '../core/errors.ts';
import type { SessionModel } from './create.ts';
import { type Device, type DeviceAttempt, type DevicePreference, type DeviceReport, devices } from './device.ts';
import { acceleratorsOf, noAcceleratorReason } from './platform.ts';
import { deviceNames, failureReason, saysOutOfMemory } from './reasons.ts';
import { type Feeds, ModelSession, type Results } from './session.ts';

/** How far a device's logits may be from the CPU's before it is refused. */
const tolerance = 1e-2;

/** A device this many times slower than the CPU on the small batch is not timed on the large one. */
const hopeless = 20;

/** A model that has yet to find its device. */
export interface Placement {
  /** The model as it suits a device. */
  readonly model: (device: Device) => SessionModel;
  /** A few tokens, to compare a device's results with the CPU's. */
  readonly smallBatch: Feeds;
  /** A usual batch, to compare speeds. */
  readonly largeBatch: Feeds;
  /** Threads on the CPU; 0 for one a processor, eight at most. */
  readonly threads: number;
}

/** A model on the device that was chosen for it. */
export interface Placed {
  readonly session: ModelSession;
  readonly report: DeviceReport;
}

/**
 * Loads a model on the device that the user prefers, or on the CPU where that fails or its results are wrong. `auto`
 * takes the first accelerator of the platform that agrees with the CPU and is faster than it.
 * @throws UserError if the model does not fit into memory.
 */
export async function place(placement: Placement, preference: DevicePreference): Promise<Placed> {
  const attempts: DeviceAttempt[] = [];
  const cpu = new CpuReference(placement);
  try {
    const pointless = preference === 'auto' ? noAcceleratorReason() : undefined;
    for (const device of acceleratorsFor(preference)) {
      if (pointless) {
        attempts.push({ device, accepted: false, reason: `${deviceNames[device]} was not tried: ${pointless}` });
        continue;
      }
      const { attempt, session } = await tryDevice(device, placement, cpu, preference === 'auto');
      attempts.push(attempt);
      if (session) return { session, report: { preference, device, attempts } };
    }
    const reason = preference === 'cpu' ? 'chosen in the settings' : 'used because no other device was accepted';
    attempts.push({ device: 'cpu', accepted: true, reason });
    return { session: await cpu.take(), report: { preference, device: 'cpu', attempts } };
  } finally {
    await cpu.release();
  }
}

/** Tries a model on every device there is, for a report; keeps none. */
export async function probeDevices(placement: Placement): Promise<DeviceAttempt[]> {
  const attempts: DeviceAttempt[] = [];
  const cpu = new CpuReference(placement);
  try {
    for (const device of devices) {
      if (device === 'cpu') continue;
      const { attempt, session } = await tryDevice(device, placement, cpu, true);
      attempts.push(attempt);
      await session?.release();
    }
    const { milliseconds } = await cpu.run('largeBatch');
    attempts.push({ device: 'cpu', accepted: true, reason: `works: ${shown(milliseconds)} a batch` });
    return attempts;
  } finally {
    await cpu.release();
  }
}

/** The devices to try before the CPU, in this order. */
export function acceleratorsFor(preference: DevicePreference): readonly Device[] {
  if (preference === 'auto') return acceleratorsOf(process.platform);
  return preference === 'cpu' ? [] : [preference];
}

/** A session only if the device is accepted. */
interface Trial {
  readonly attempt: DeviceAttempt;
  readonly session?: ModelSession;
}

async function tryDevice(
  device: Device,
  placement: Placement,
  cpu: CpuReference,
  mustBeFaster: boolean,
): Promise<Trial> {
  let session: ModelSession | undefined;
  try {
    session = await ModelSession.open(placement.model(device), device, placement.threads);
    const refusal = await judge(session, placement, cpu, mustBeFaster);
    if (refusal.accepted) return { attempt: { device, ...refusal }, session };
    await session.release();
    return { attempt: { device, ...refusal } };
  } catch (thrown) {
    await session?.release();
    return { attempt: { device, accepted: false, reason: failureReason(device, errorMessage(thrown)) } };
  }
}

async function judge(
  session: ModelSession,
  { smallBatch, largeBatch }: Placement,
  cpu: CpuReference,
  mustBeFaster: boolean,
): Promise<Omit<DeviceAttempt, 'device'>> {
  const name = deviceNames[session.device];
  const expected = await cpu.run('smallBatch');
  const found = await timed(session, smallBatch);
  const difference = largestDifference(expected.results, found.results);
  if (!(difference <= tolerance)) {
    const far = Number.isNaN(difference)
      ? 'are not numbers'
      : `differ from the CPU's by up to ${difference.toPrecision(2)}`;
    return { accepted: false, reason: `${name} was refused: its results ${far} (at most ${tolerance} is accepted)` };
  }
  const agrees = `agrees with the CPU within ${difference.toExponential(0)}`;
  if (!mustBeFaster) return { accepted: true, reason: `${name} ${agrees}` };

  const slower = (device: number, reference: number) =>
    `${name} ${agrees} but is slower than it (${shown(device)} against ${shown(reference)} a batch; a software adapter?)`;
  if (found.milliseconds > hopeless * expected.milliseconds) {
    return { accepted: false, reason: slower(found.milliseconds, expected.milliseconds) };
  }
  const reference = await cpu.run('largeBatch');
  const { milliseconds } = await timed(session, largeBatch);
  if (milliseconds > reference.milliseconds) {
    return { accepted: false, reason: slower(milliseconds, reference.milliseconds) };
  }
  return {
    accepted: true,
    reason: `${name} ${agrees} and is faster (${shown(milliseconds)} against ${shown(reference.milliseconds)} a batch)`,
  };
}

interface Timed {
  readonly results: Results;
  /** Of the second run: a device's first run of a shape compiles its programs. */
  readonly milliseconds: number;
}

async function timed(session: ModelSession, feeds: Feeds): Promise<Timed> {
  await session.run(feeds);
  const start = performance.now();
  const results = await session.run(feeds);
  return { results, milliseconds: performance.now() - start };
}

/** The model on the CPU, loaded when something must be compared with it. */
class CpuReference {
  private readonly placement: Placement;
  private session: Promise<ModelSession> | undefined;
  private readonly runs = new Map<string, Promise<Timed>>();

  constructor(placement: Placement) {
    this.placement = placement;
  }

  run(batch: 'smallBatch' | 'largeBatch'): Promise<Timed> {
    const run = this.runs.get(batch) ?? this.open().then((session) => timed(session, this.placement[batch]));
    this.runs.set(batch, run);
    return run;
  }

  /** The session, which is the caller's to release from now on. */
  take(): Promise<ModelSession> {
    const session = this.open();
    this.session = undefined;
    return session;
  }

  async release(): Promise<void> {
    const session = await this.session;
    this.session = undefined;
    await session?.release();
  }

  private open(): Promise<ModelSession> {
    this.session ??= openOnCpu(this.placement);
    return this.session;
  }
}

async function openOnCpu({ model, threads }: Placement): Promise<ModelSession> {
  try {
    return await ModelSession.open(model('cpu'), 'cpu', threads);
  } catch (thrown) {
    if (!saysOutOfMemory(errorMessage(thrown))) throw thrown;
    throw new UserError('the model does not fit into memory; close other programs or choose a smaller model');
  }
}

/** The largest absolute difference of two runs' results; NaN if either has a NaN or an output is missing. */
export function largestDifference(expected: Results, found: Results): number {
  let largest = 0;
  for (const [name, values] of Object.entries(expected)) {
    const others = found[name];
    if (others?.length !== values.length) return Number.NaN;
    for (const [index, value] of values.entries()) {
      const difference = Math.abs(value - (others[index] ?? Number.NaN));
      if (Number.isNaN(difference)) return Number.NaN;
      largest = Math.max(largest, difference);
    }
  }
  return largest;
}

function shown(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${milliseconds.toFixed(0)} ms`;
}
