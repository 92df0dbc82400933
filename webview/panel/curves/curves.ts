import type { RunLogEntry } from '../../../src/runs/run.ts';

type EntryOf<Kind> = Extract<RunLogEntry, { readonly kind: Kind }>;
type StepEntry = EntryOf<'step'>;
type EvaluationEntry = EntryOf<'evaluation'>;

/** A place of a curve: updates since the run began, and what was measured there. */
export type Point = readonly [update: number, value: number];

/** A stage on the axis of all updates. */
export interface StageStretch {
  readonly name: string;
  /** Updates of the run before it. */
  readonly from: number;
}

/** An evaluation, and after how many updates of the run it was made. */
export type PlacedEvaluation = EvaluationEntry & { readonly at: number };

/** What a run's log says, as curves over the updates of all its stages in a row. */
export interface RunCurves {
  /** Those that have begun. */
  readonly stages: readonly StageStretch[];
  /** Mean cross-entropy in nats, by head. */
  readonly loss: ReadonlyMap<string, readonly Point[]>;
  readonly learningRate: readonly Point[];
  /** F1 on devel in [0, 1] of each corpus: over all its types, and by type. */
  readonly scores: ReadonlyMap<
    string,
    { readonly micro: readonly Point[]; readonly types: ReadonlyMap<string, readonly Point[]> }
  >;
  /** What is maximised: the mean F1 of the corpora, or the loss of held-out text with its sign changed. */
  readonly score: readonly Point[];
  readonly evaluations: readonly PlacedEvaluation[];
  /** The last update. */
  readonly last?: StepEntry;
}

/** What one stage has told. */
interface StageLog {
  readonly name: string;
  steps: StepEntry[];
  evaluations: EvaluationEntry[];
}

/**
 * The curves of a log from its beginning. Where a run went on from a checkpoint, what it had done after that checkpoint is
 * left out, since it was done again.
 */
export function curvesOf(entries: readonly RunLogEntry[]): RunCurves {
  let stages: StageLog[] = [];
  for (const entry of entries) {
    if (entry.kind === 'plan') stages = keptOf(stages, entry);
    else if (entry.kind === 'step') stageOf(stages, entry).steps.push(entry);
    else if (entry.kind === 'evaluation') stageOf(stages, entry).evaluations.push(entry);
  }
  return drawn(stages);
}

/** What counts of a log before a plan: nothing of a run that begins, all before the place where one goes on. */
function keptOf(stages: readonly StageLog[], { resumed, stages: planned }: EntryOf<'plan'>): StageLog[] {
  if (!resumed) return [];
  const order = planned.map(({ name }) => name);
  const place = order.indexOf(resumed.stage);
  const before = ({ step }: StepEntry | EvaluationEntry) => step <= resumed.step;
  return stages
    .filter(({ name }) => order.indexOf(name) <= place)
    .map((stage) =>
      stage.name === resumed.stage
        ? { name: stage.name, steps: stage.steps.filter(before), evaluations: stage.evaluations.filter(before) }
        : stage,
    );
}

function stageOf(stages: StageLog[], { stage: name }: StepEntry | EvaluationEntry): StageLog {
  const known = stages.find((stage) => stage.name === name);
  if (known) return known;
  const made: StageLog = { name, steps: [], evaluations: [] };
  stages.push(made);
  return made;
}

function drawn(stages: readonly StageLog[]): RunCurves {
  let from = 0;
  const placed = stages.map((stage) => {
    const begins = from;
    from += Math.max(0, stage.steps.at(-1)?.step ?? 0, stage.evaluations.at(-1)?.step ?? 0);
    return { ...stage, from: begins };
  });
  const steps = placed.flatMap((stage) => stage.steps.map((step) => ({ step, at: stage.from + step.step })));
  const evaluations = placed.flatMap((stage) =>
    stage.evaluations.map((each) => ({ ...each, at: stage.from + each.step })),
  );
  const last = steps.at(-1)?.step;
  return {
    stages: placed.map(({ name, from: begins }) => ({ name, from: begins })),
    loss: grouped(
      steps.flatMap(({ step, at }) => Object.entries(step.loss).map(([head, loss]) => [head, at, loss] as const)),
    ),
    learningRate: steps.map(({ step, at }): Point => [at, step.learningRate]),
    scores: scoresOf(evaluations),
    score: evaluations.map(({ at, score }): Point => [at, score]),
    evaluations,
    ...(last ? { last } : {}),
  };
}

function scoresOf(evaluations: readonly PlacedEvaluation[]): RunCurves['scores'] {
  const corpora = [...new Set(evaluations.flatMap((each) => each.corpora.map(({ corpus }) => corpus)))];
  return new Map(
    corpora.map((name) => {
      const scored = evaluations.flatMap(({ at, corpora: all }) =>
        all.filter(({ corpus }) => corpus === name).map((scores) => ({ at, scores })),
      );
      const micro = scored.map(({ at, scores }): Point => [at, scores.micro.f1]);
      const types = scored.flatMap(({ at, scores }) =>
        Object.entries(scores.types).map(([type, { f1 }]) => [type, at, f1] as const),
      );
      return [name, { micro, types: grouped(types) }];
    }),
  );
}

/** Curves by their names, in the order in which these come first. */
function grouped(
  values: readonly (readonly [name: string, at: number, value: number])[],
): ReadonlyMap<string, readonly Point[]> {
  const curves = new Map<string, Point[]>();
  for (const [name, at, value] of values) {
    const curve = curves.get(name);
    if (curve) curve.push([at, value]);
    else curves.set(name, [[at, value]]);
  }
  return curves;
}
