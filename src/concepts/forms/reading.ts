import { errorMessage, UserError } from '../../core/errors.ts';
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

/** What a parser of others says is wrong, in one line: it may repeat what stands in the file. */
export function parserMessage(thrown: unknown): string {
  const message = errorMessage(thrown)
    .replace(/ at chunk position "\d+" \(absolute position "\d+"\)/, '')
    .replace(/ on line \d+\.$/, '');
  return message.replaceAll(/\p{Cc}|[\u2028\u2029]/gu, (each) => {
    return `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
