import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';
import type { StepEvent, TrainingEvent } from '../events.ts';
import { outputNames } from './output.ts';

/** Updates that one line of the log tells of. */
const updatesOfLine = 10;

/**
 * Writes events to `log.jsonl` in the run's output as they pass, one JSON object a line with the time. One line tells of
 * ten updates: the losses in it are their means, the rest is the last one's. A run that is resumed goes on in the same file;
 * its `plan` says from which step, which may be before the last one logged.
 * @throws UserError naming the file if it cannot be written.
 */
export async function* logged(
  events: AsyncIterable<TrainingEvent>,
  output: string,
): AsyncGenerator<TrainingEvent, void, undefined> {
  const file = path.join(output, outputNames.log);
  let waiting: StepEvent[] = [];
  let whole = false;
  const write = (event: object) => {
    // Not before the first event: until then, what lies there may belong to a run that this one replaces.
    if (!whole) dropHalfLine(file);
    whole = true;
    append(file, { time: new Date().toISOString(), ...event });
  };
  const flush = () => {
    const line = meanOf(waiting);
    waiting = [];
    if (line) write(line);
  };
  try {
    for await (const event of events) {
      if (event.kind === 'step') {
        waiting.push(event);
        if (waiting.length === updatesOfLine || event.step === event.of) flush();
      } else {
        flush();
        write(event);
      }
      yield event;
    }
  } catch (thrown) {
    try {
      flush();
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
  const sums: Record<string, { sum: number; count: number }> = {};
  for (const { loss } of steps) {
    for (const [head, value] of Object.entries(loss)) {
      const known = sums[head] ?? { sum: 0, count: 0 };
      sums[head] = { sum: known.sum + value, count: known.count + 1 };
    }
  }
  const loss = Object.fromEntries(Object.entries(sums).map(([head, { sum, count }]) => [head, sum / count]));
  return { ...last, loss };
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
    mkdirSync(path.dirname(file), { recursive: true });
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  } catch (thrown) {
    throw new UserError(`${file}: cannot be written: ${errorMessage(thrown)}`);
  }
}
