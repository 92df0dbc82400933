import { randomOf } from '../../src/core/random.ts';
import type { CorpusScores, TrainingEvent } from '../../src/train/events.ts';
import { logged } from '../../src/train/output/log.ts';

export interface MadeUp {
  readonly stages?: number;
  readonly epochs: number;
  /** Updates of an epoch. */
  readonly updates: number;
  /** F1 after an epoch; random if not given. */
  readonly f1?: (epoch: number) => number;
}

const score = { precision: 0.5, recall: 0.5, support: 10 };

/** The scores of a corpus of one type. */
export function scoresOf(f1: number): readonly CorpusScores[] {
  return [{ corpus: 'target', micro: { ...score, f1 }, types: { Disease: { ...score, f1 } } }];
}

/** What a run of made-up losses and scores tells, without its end. */
export async function* madeUpEvents({ stages = 1, epochs, updates, f1: given }: MadeUp): AsyncGenerator<TrainingEvent> {
  const random = randomOf('log');
  const of = epochs * updates;
  const names = Array.from({ length: stages }, (_, index) => `stage-${index + 1}`);
  const planned = names.map((name) => ({ name, examples: updates * 8, tokens: updates * 100, epochs, steps: of }));
  yield { kind: 'plan', method: 'test', output: '', heads: ['Disease'], stages: planned };
  for (const stage of names) {
    yield { kind: 'stage', stage, device: { preference: 'cpu', device: 'cpu', attempts: [] } };
    let best = 0;
    for (let step = 1; step <= of; step++) {
      const epoch = Math.ceil(step / updates);
      const pace = { tokens: 100, tokensPerSecond: 1000, secondsLeft: (of - step) / 10 };
      const loss = { Disease: 1 / step, General: random.below(100) / 100 };
      yield { kind: 'step', stage, epoch, epochs, step, of, loss, learningRate: 1e-4, gradientNorm: 1, ...pace };
      if (step % updates !== 0) continue;
      const f1 = given?.(epoch) ?? random.below(1000) / 1000;
      const corpora = scoresOf(f1);
      yield { kind: 'evaluation', stage, epoch, step, corpora, score: f1, best: f1 > best, seconds: 2 };
      best = Math.max(best, f1);
    }
    yield { kind: 'stage end', stage, epoch: epochs, step: of, reason: 'epochs' };
  }
}

/** Writes the log of such a run as training does. */
export async function writeMadeUpLog(output: string, events: AsyncIterable<TrainingEvent>): Promise<void> {
  const run = { owned: () => true, isStop: () => false };
  for await (const _ of logged(events, output, run));
}
