import { join } from 'node:path';
import fc from 'fast-check';
import type { TerminologyForm } from '../../../src/concepts/forms/form.ts';
import { UserError } from '../../../src/core/errors.ts';
import { write } from '../../corpus/files.ts';
import { type ReadTerminology, readTerminology } from './read-terminology.ts';

/** Reads a place whole. */
export function readForm(form: TerminologyForm, place: string, signal?: AbortSignal): Promise<ReadTerminology> {
  return readTerminology(form, place, { name: 'test', ...(signal ? { signal } : {}) });
}

/**
 * Changes a file in many ways, and checks that its form reads it or gives an error for users, each time the same.
 * @param where the folder, if it is read as a whole.
 */
export async function fuzz(
  form: TerminologyForm,
  folder: string,
  name: string,
  content: string,
  where = join(folder, name),
): Promise<void> {
  const bytes = Buffer.from(content);
  const change = fc.oneof(
    fc.record({
      at: fc.nat(),
      text: fc.constantFrom('', '|', '\t', '\n', '"', '<', '>', '&', '\0', '\xff', '-', '0', ':'),
    }),
    fc.record({ at: fc.nat(), text: fc.string({ maxLength: 5, unit: 'binary' }) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 5 }),
      fc.option(fc.nat(), { nil: undefined, freq: 3 }),
      async (changes, cut) => {
        let damaged = cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length);
        for (const { at, text } of changes) {
          const place = at % (damaged.length + 1);
          damaged = Buffer.concat([
            damaged.subarray(0, place),
            Buffer.from(text, 'latin1'),
            damaged.subarray(place + 1),
          ]);
        }
        write(folder, name, damaged);
        const outcome = async () => {
          try {
            return (await readForm(form, where)).records;
          } catch (thrown) {
            if (thrown instanceof UserError) return thrown.message;
            throw thrown;
          }
        };
        const first = await outcome();
        if (JSON.stringify(await outcome()) !== JSON.stringify(first))
          throw new Error('read differently the second time');
      },
    ),
    { numRuns: 80 },
  );
}
