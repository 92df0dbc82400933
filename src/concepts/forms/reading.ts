import { UserError } from '../../core/errors.ts';
import { type Lines, readLines } from '../../files/lines.ts';
import type { TerminologyWatch } from './form.ts';

/** The lines of a file, some at a time, as `readLines` gives them; tells how much was read and heeds the signal. */
export async function* watchedLines(place: string, watch: TerminologyWatch): AsyncGenerator<Lines, void, undefined> {
  const onBytes = (bytes: number): void => watch.progress(bytes);
  for await (const lines of readLines(place, undefined, onBytes)) {
    watch.signal.throwIfAborted();
    yield lines;
  }
}

/** An error in a line of a file. */
export function lineError(place: string, line: number, what: string): UserError {
  return new UserError(`${place}: line ${line}: ${what}`);
}
