import { HostStep } from '../../src/train/step/host-step.ts';
import { labelledTokens, madeUpBatch } from '../train/step/batches.ts';
import { type RandomModel, randomModel, randomSettings } from '../train/step/random-model.ts';

/** What is measured: a model with random weights and batches of made-up tokens, all rows of the full length. */
export interface TrainingCase extends RandomModel {
  /** The shapes of the batches, in turn. */
  readonly shapes: readonly (readonly [rows: number, length: number])[];
  readonly threads: number;
  readonly steps: number;
  /** Whether weights and optimizer are copied in the end, as for a checkpoint. */
  readonly checkpoint?: boolean;
  /** Where onnxruntime writes how long each operation took; a path without its ending. */
  readonly profile?: string;
}

/** What came out. */
export interface TrainingTimes {
  /** Milliseconds of each step, the first one included, and of its part that is the update. */
  readonly steps: readonly number[];
  readonly updates: readonly number[];
  /** Bytes: the largest resident size of the process. */
  readonly memory: number;
}

async function run({
  shapes,
  threads,
  steps,
  checkpoint = false,
  profile,
  ...model
}: TrainingCase): Promise<TrainingTimes> {
  const device = { preference: 'cpu', device: 'cpu', attempts: [] } as const;
  const trained = randomModel(model);
  const step = await HostStep.open(
    trained,
    randomSettings(model),
    device,
    threads,
    profile === undefined ? {} : { profile },
  );
  const times: TrainingTimes & { steps: number[]; updates: number[] } = { steps: [], updates: [], memory: 0 };
  const { vocabulary } = trained.spec.encoder;
  const classes = Object.fromEntries(model.heads.map((head) => [head, 3]));
  for (let index = 0; index < steps; index++) {
    const [rows, length] = shapes[index % shapes.length] ?? [1, 8];
    const batch = madeUpBatch(index, { rows, length, vocabulary, full: true }, classes);
    const start = performance.now();
    await step.accumulate(batch, { scale: 1 / labelledTokens([batch]), randomKeys: [index] });
    const middle = performance.now();
    await step.update(5e-5);
    const end = performance.now();
    times.steps.push(end - start);
    times.updates.push(end - middle);
  }
  if (checkpoint) await Promise.all([step.weights(), step.optimizerState()]);
  const memory = 1024 * process.resourceUsage().maxRSS;
  await step.dispose();
  return { ...times, memory };
}

const [parameters] = process.argv.slice(2);
if (import.meta.main && parameters !== undefined) {
  process.stdout.write(JSON.stringify(await run(JSON.parse(parameters))));
}
