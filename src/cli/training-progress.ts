import { counted, duration } from '../evaluate/report/format.ts';
import type {
  CorpusScores,
  EvaluationEvent,
  FinishedModel,
  MemoryPlan,
  PlanEvent,
  StepEvent,
  TrainingEvent,
} from '../train/events.ts';
import { problemTexts } from '../train/run/warnings.ts';
import { bytesText } from './sizes.ts';
import { StatusLine } from './status-line.ts';
import type { Terminal } from './terminal.ts';
import { drawnLine } from './training-estimate.ts';

/** Tells a person of a training run on stderr. */
export class TrainingProgress {
  readonly #status: StatusLine;

  constructor(terminal: Terminal) {
    this.#status = new StatusLine(terminal);
  }

  show(event: TrainingEvent): void {
    if (event.kind === 'step') this.#status.progress(event.step / event.of, stepLine(event), event.step === event.of);
    else for (const line of linesOf(event)) this.#status.line(line);
  }

  /** Leaves the terminal with a whole line. */
  end(): void {
    this.#status.clear();
  }
}

function linesOf(event: Exclude<TrainingEvent, StepEvent>): readonly string[] {
  switch (event.kind) {
    case 'problems':
      return problemTexts(event);
    case 'plan':
      return planLines(event);
    case 'stage': {
      const { device, preference, attempts } = event.device;
      const reason = attempts.find((attempt) => attempt.device === preference && !attempt.accepted)?.reason;
      const on = `stage ${event.stage} on ${device}${reason === undefined ? '' : ` (${reason})`}`;
      return [event.memory ? `${on}, ${memoryText(event.memory)}` : on];
    }
    case 'evaluation':
      return [evaluationLine(event)];
    case 'checkpoint':
      return event.what === 'last' ? [`checkpoint at step ${event.step}: ${event.folder}`] : [];
    case 'stage end': {
      const best = event.best ? `; best at step ${event.best.step}: ${shownScore(event.best.score)}` : '';
      const line = `stage ${event.stage} ended at step ${event.step} (${event.reason})${best}`;
      return event.best?.score === 0 ? [line, `warning: ${idleText(event.stage)}`] : [line];
    }
    case 'done':
      return [
        ...event.saved.flatMap((model) => [...scoreLines(model), `saved: ${model.folder}`]),
        ...scoreLines(event),
        `done: ${event.output}`,
      ];
  }
}

function idleText(stage: string): string {
  return `the F1 of the stage ${stage} was 0 at every evaluation: it has learnt nothing; try another learning rate, or more updates`;
}

function scoreLines({ devel, test }: Pick<FinishedModel, 'devel' | 'test'>): readonly string[] {
  return [...devel.map((scores) => `devel ${scoreText(scores)}`), ...test.map((scores) => `test ${scoreText(scores)}`)];
}

function planLines({ method, heads, stages, resumed }: PlanEvent): readonly string[] {
  return [
    `method ${method}${heads.length > 0 ? `, heads ${heads.join(', ')}` : ''}`,
    ...stages.flatMap(({ name, examples, tokens, drawn, epochs, steps }) => [
      `stage ${name}: ${examples} examples (${tokens} tokens) an epoch, ${counted(epochs, 'epoch')} at most, ${steps} steps`,
      ...drawnLine(drawn),
    ]),
    ...(resumed ? [`resuming stage ${resumed.stage} after step ${resumed.step}`] : []),
  ];
}

function memoryText({ estimated, available, microBatchTokens }: MemoryPlan): string {
  const needed = `about ${bytesText(estimated)} of ${bytesText(available)} memory`;
  return microBatchTokens === undefined ? needed : `${needed}: batches are cut to ${microBatchTokens} tokens at once`;
}

function stepLine(event: StepEvent): string {
  const { stage, epoch, epochs, step, of, loss, learningRate, gradientNorm, tokensPerSecond, secondsLeft } = event;
  const losses = Object.entries(loss).map(([head, value]) => `${head} ${value.toFixed(3)}`);
  return [
    `${stage} epoch ${epoch}/${epochs} step ${step}/${of}`,
    `${duration(secondsLeft)} left`,
    `${Math.round(tokensPerSecond)} tokens/s`,
    `rate ${learningRate.toExponential(2)}`,
    `norm ${gradientNorm.toFixed(2)}`,
    `loss ${losses.join(' ')}`,
  ].join(', ');
}

function evaluationLine({ stage, epoch, step, corpora, loss, score, best, seconds }: EvaluationEvent): string {
  const scores = corpora.map(({ corpus, micro }) => `${corpus} ${shownScore(micro.f1)}`);
  const shown =
    loss === undefined ? `${scores.join(', ')}${corpora.length > 1 ? `, mean ${shownScore(score)}` : ''}` : '';
  const held = loss === undefined ? shown : `held-out loss ${loss.toFixed(4)}`;
  return `${stage} epoch ${epoch}, step ${step}: ${held}${best ? ' (best)' : ''}, scored in ${duration(seconds)}`;
}

function scoreText({ corpus, micro: { precision, recall, f1 } }: CorpusScores): string {
  return `${corpus}: F1 ${shownScore(f1)} (precision ${shownScore(precision)}, recall ${shownScore(recall)})`;
}

/** A share in per cent, or a held-out loss with its sign as it is maximised. */
export function shownScore(score: number): string {
  return score < 0 ? (-score).toFixed(4) : (100 * score).toFixed(2);
}
