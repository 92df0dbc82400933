import { writeStreamDurably } from '../../files/write-stream.ts';
import { type Terminal, write } from '../terminal.ts';
import type { Out } from './form-options.ts';
import type { FoundEntities, Reading } from './reading.ts';
import { somethingOf } from './something.ts';

/** Lines that are handed over together. */
const linesAtOnce = 500;

/** Writes one entity a line; into a file only if something could be read. */
export async function writeEntities(
  found: AsyncGenerator<FoundEntities, void, undefined>,
  out: Out,
  reading: Reading,
  { stdout, signal }: Terminal,
): Promise<void> {
  const some = await somethingOf(found, reading);
  if (some && out) await writeStreamDurably(out.place, linesOf(some), { signal });
  else if (some) for await (const lines of linesOf(some)) await write(stdout, lines);
}

async function* linesOf(found: AsyncIterable<FoundEntities>): AsyncGenerator<string> {
  for await (const { document, text: source, entities } of found) {
    for (let from = 0; from < entities.length; from += linesAtOnce) {
      const lines = entities.slice(from, from + linesAtOnce).map(({ start, end, type, score }) => {
        const text = source.slice(start, end);
        return `${JSON.stringify({ document, start, end, text, type, score: Number(score.toFixed(4)) })}\n`;
      });
      yield lines.join('');
    }
  }
}
