import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';
import type { StepEvent, TrainingEvent } from '../events.ts';
import { addedLosses, lossSums, meanLosses } from '../head-losses.ts';
import { outputNames } from './output.ts';

/** What one line of the log tells of: so many updates, or those of so many milliseconds if these are over before. */
const line = { updates: 10, milliseconds: 5000 };

/** What is known of a run that its events do not say. */
export interface LoggedRun {
  /** Whether the output folder is its own by now and still, so that its end may be noted there. */
  readonly owned: () => boolean;
  /** Whether what was thrown says that it was asked to stop. */
  readonly isStop: (thrown: unknown) => boolean;
}

/**
 * Writes events to `log.jsonl` in the run's output as they pass, one JSON object a line with the time. One line tells of
 * ten updates, or of those of five seconds: the losses in it are their means, the rest is the last one's. A run that ends
 * before it is done ends with a line that says why: `stopped`, or `failed` with the message. One that is resumed goes on in
 * the same file; its `plan` says from which step, which may be before the last one logged.
 * @throws UserError naming the file if it cannot be written.
 */
export async function* logged(
  events: AsyncIterable<TrainingEvent>,
  output: string,
  run: LoggedRun,
): AsyncGenerator<TrainingEvent, void, undefined> {
  const file = path.join(output, outputNames.log);
  let waiting: StepEvent[] = [];
  let written = performance.now();
  let whole = false;
  const write = (event: object) => {
    // Not before the first event: until then, what lies there may belong to a run that this one replaces.
    if (!whole) dropHalfLine(file);
    whole = true;
    append(file, { time: new Date().toISOString(), ...event });
  };
  const flush = () => {
    const mean = meanOf(waiting);
    waiting = [];
    written = performance.now();
    if (mean) write(mean);
  };
  try {
    for await (const event of events) {
      if (event.kind === 'step') {
        waiting.push(event);
        const due = waiting.length >= line.updates || performance.now() - written >= line.milliseconds;
        if (due || event.step === event.of) flush();
      } else {
        flush();
        write(event);
      }
      yield event;
    }
  } catch (thrown) {
    try {
      if (run.owned()) {
        flush();
        write(run.isStop(thrown) ? { kind: 'stopped' } : { kind: 'failed', message: errorMessage(thrown) });
      }
    } catch {
      // What went wrong first, a full disk say, is what is told.
    }
    throw thrown;
  }
  flush();
}

/** One event for several updates: each head's loss is its mean over those in which it learnt. */
function meanOf(steps: readonly StepEvent[]): StepEvent | undefined {
  const last = steps.at(-1);
  if (!last) return undefined;
  return { ...last, loss: meanLosses(steps.map(({ loss }) => lossSums(loss)).reduce(addedLosses)) };
}

/** Removes the beginning of a line that a full disk or the end of the process cut off: every line is to be readable. */
function dropHalfLine(file: string): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
}

function append(file: string, line: object): void {
  try {
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  } catch (thrown) {
    throw new UserError(`${file}: cannot be written: ${errorMessage(thrown)}`);
  }
}
