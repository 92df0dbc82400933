import type { Link, Linked } from '../../concepts/link/linker.ts';
import { writeStreamDurably } from '../../files/write-stream.ts';
import { type Terminal, write } from '../terminal.ts';
import type { Out } from './form-options.ts';
import type { FoundEntities } from './reading.ts';
import { somethingOf } from './something.ts';

/** Lines that are handed over together. */
const linesAtOnce = 500;

/** Writes one entity a line; into a file only if something could be read. */
export async function writeEntities(
  found: AsyncGenerator<FoundEntities, void, undefined>,
  out: Out,
  reading: { readonly exitCode: 0 | 1 },
  terminal: Terminal,
): Promise<void> {
  const some = await somethingOf(found, reading);
  if (some) await writeText(linesOf(some), out, terminal);
}

/** Writes a text to where it is asked for, as it comes. */
export async function writeText(
  pieces: AsyncIterable<string | Uint8Array>,
  out: Out,
  { stdout, signal }: Pick<Terminal, 'stdout' | 'signal'>,
): Promise<void> {
  if (out) await writeStreamDurably(out.place, pieces, { signal });
  else for await (const piece of pieces) await write(stdout, piece);
}

/** Entities as they are written, one a line. */
export async function* linesOf(found: AsyncIterable<FoundEntities>): AsyncGenerator<string> {
  for await (const { document, text: source, entities } of found) {
    for (let from = 0; from < entities.length; from += linesAtOnce) {
      const lines = entities.slice(from, from + linesAtOnce).map(({ start, end, type, score, linked }) => {
        const text = source.slice(start, end);
        const entity = { document, start, end, text, type, score: rounded(score), ...(linked ? meaning(linked) : {}) };
        return `${JSON.stringify(entity)}\n`;
      });
      yield lines.join('');
    }
  }
}

/** What an entity means; `concept` is null where it is linked to nothing, and `composite` has all concepts of a composite one. */
function meaning({ links: [first, ...others] }: Linked): object {
  if (!first) return { concept: null };
  return { ...fields(first), ...(others.length > 0 ? { composite: [first, ...others].map(fields) } : {}) };
}

function fields({ concept, identifiers, name, score }: Link): object {
  return { concept, identifiers, conceptName: name, conceptScore: rounded(score) };
}

function rounded(score: number): number {
  return Number(score.toFixed(4));
}
