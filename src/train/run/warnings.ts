import type { StageConfig } from '../config/config.ts';
import type { MemoryPlan, ProblemsEvent } from '../events.ts';
import type { OpenedStep } from '../step/open-step.ts';

/** That a model does not run on the device that was asked for. */
export function deviceWarnings({ step: { device } }: OpenedStep): readonly string[] {
  const { preference, attempts } = device;
  const refused = attempts.find((attempt) => attempt.device === preference && !attempt.accepted);
  return refused ? [`it would run on ${device.device}: ${refused.reason}`] : [];
}

/** That a stage's batches do not fit in memory as a whole. */
export function memoryWarnings({ name }: StageConfig, memory: MemoryPlan | undefined): readonly string[] {
  if (memory?.microBatchTokens === undefined) return [];
  return [
    `stage ${name}: there is not enough memory for whole batches; they are cut to ${memory.microBatchTokens} tokens at once, which gives the same updates more slowly`,
  ];
}

/** What is wrong with a corpus: how many of each kind there are, and the first of each. */
export function problemTexts({ corpus, problems: { counts, examples } }: ProblemsEvent): readonly string[] {
  return Object.entries(counts).map(([kind, count]) => {
    const first = examples.find((example) => example.kind === kind);
    const place = first ? `: ${first.file}: line ${first.line}: ${first.message}` : '';
    return `corpus ${corpus}: ${kind} (${count})${count > 1 && first ? ', first' : ''}${place}`;
  });
}
