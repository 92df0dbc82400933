import type {
  CorpusScores,
  EvaluationEvent,
  FinishedModel,
  MemoryPlan,
  PlanEvent,
  StepEvent,
  TrainingEvent,
} from '../train/events.ts';
import { type Terminal, tell } from './terminal.ts';

/** Milliseconds between two lines where no terminal redraws one, and between two drawings where one does. */
const pauses = { line: 60_000, drawing: 200 };

/** Tells a person of a training run on stderr: one line that is drawn again and again on a terminal, else plain lines. */
export class TrainingProgress {
  readonly #terminal: Terminal;
  readonly #redraws: boolean;
  #drawn = 0;
  #told = Number.NEGATIVE_INFINITY;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#redraws = 'isTTY' in terminal.stderr && terminal.stderr.isTTY === true;
  }

  show(event: TrainingEvent): void {
    if (event.kind === 'step') this.#step(event);
    else for (const line of linesOf(event)) this.#line(line);
  }

  /** Leaves the terminal with a whole line. */
  end(): void {
    this.#clear();
  }

  #step(event: StepEvent): void {
    const now = performance.now();
    const pause = this.#redraws ? pauses.drawing : pauses.line;
    if (now - this.#told < pause && event.step !== event.of) return;
    this.#told = now;
    const line = stepLine(event);
    if (!this.#redraws) {
      this.#line(line);
      return;
    }
    // Some terminals do not know their width and give 0.
    const columns = ('columns' in this.#terminal.stderr && Number(this.#terminal.stderr.columns)) || 80;
    const shown = `${bar(event.step / event.of)} ${line}`.slice(0, Math.max(20, columns - 1));
    tell(this.#terminal.stderr, `\r${shown.padEnd(this.#drawn)}`);
    this.#drawn = shown.length;
  }

  #line(text: string): void {
    this.#clear();
    tell(this.#terminal.stderr, `gerbera: ${text}\n`);
  }

  #clear(): void {
    if (this.#drawn > 0) tell(this.#terminal.stderr, `\r${' '.repeat(this.#drawn)}\r`);
    this.#drawn = 0;
  }
}

function linesOf(event: Exclude<TrainingEvent, StepEvent>): readonly string[] {
  switch (event.kind) {
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
      return [`stage ${event.stage} ended at step ${event.step} (${event.reason})${best}`];
    }
    case 'done':
      return [
        ...event.saved.flatMap((model) => [...scoreLines(model), `saved: ${model.folder}`]),
        ...scoreLines(event),
        `done: ${event.output}`,
      ];
  }
}

function scoreLines({ devel, test }: Pick<FinishedModel, 'devel' | 'test'>): readonly string[] {
  return [...devel.map((scores) => `devel ${scoreText(scores)}`), ...test.map((scores) => `test ${scoreText(scores)}`)];
}

function planLines({ method, heads, stages, resumed }: PlanEvent): readonly string[] {
  return [
    `method ${method}${heads.length > 0 ? `, heads ${heads.join(', ')}` : ''}`,
    ...stages.map(
      ({ name, examples, tokens, epochs, steps }) =>
        `stage ${name}: ${examples} examples (${tokens} tokens) an epoch, ${epochs === 1 ? '1 epoch' : `${epochs} epochs`} at most, ${steps} steps`,
    ),
    ...(resumed ? [`resuming stage ${resumed.stage} after step ${resumed.step}`] : []),
  ];
}

function memoryText({ estimated, available, microBatchTokens }: MemoryPlan): string {
  const needed = `about ${gigabytes(estimated)} of ${gigabytes(available)} memory`;
  return microBatchTokens === undefined ? needed : `${needed}: batches are cut to ${microBatchTokens} tokens at once`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
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
function shownScore(score: number): string {
  return score < 0 ? (-score).toFixed(4) : (100 * score).toFixed(2);
}

function bar(share: number): string {
  const filled = Math.round(20 * Math.min(1, share));
  return `[${'='.repeat(filled)}${' '.repeat(20 - filled)}]`;
}

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
