import { formOfTerminology } from '../concepts/forms/forms.ts';
import { nameOf } from '../concepts/import/source.ts';
import type { TerminologySummary } from '../protocol.ts';

/** How long a file is looked into, in milliseconds: a person waits. */
const patience = 3000;

/** Concepts at the beginning that tell which types there are. */
const enough = 2000;

/**
 * Looks which form a terminology is of, and which entity types the concepts at its beginning have.
 * @param formName the form's, where a person has said it; told from the file if not given.
 * @throws UserError if it is of no form, or malformed there.
 */
export async function describeTerminology(
  place: string,
  formName: string | undefined,
  signal: AbortSignal,
): Promise<TerminologySummary> {
  const form = await formOfTerminology(place, formName);
  const name = nameOf(place);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience);
  const watch = { facts() {}, progress() {}, problem() {}, signal: AbortSignal.any([signal, late.signal]) };
  const types = new Map<string, number>();
  let concepts = 0;
  try {
    // The type without a name is that of concepts of which nothing says it.
    for await (const records of form.read(place, { name, type: '' }, watch)) {
      for (const type of records.flatMap((record) => record.types)) types.set(type, (types.get(type) ?? 0) + 1);
      concepts += records.length;
      if (concepts >= enough) break;
    }
  } catch (error) {
    if (signal.aborted || !late.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  types.delete('');
  const sorted = [...types].sort(([, a], [, b]) => b - a).map(([type]) => type);
  return { place, form: form.title, name, types: sorted };
}
