import type { ConceptRecord } from '../../../src/concepts/concept.ts';
import type { TerminologyFacts, TerminologyForm } from '../../../src/concepts/forms/form.ts';
import { UserError } from '../../../src/core/errors.ts';

export interface ReadTerminology {
  readonly records: readonly ConceptRecord[];
  readonly facts: TerminologyFacts;
  /** As `line: message`. */
  readonly problems: readonly string[];
  /** Bytes read, in the order they were told. */
  readonly progress: readonly number[];
}

/** Reads the whole of a terminology. */
export async function readTerminology(
  form: TerminologyForm,
  place: string,
  options: { readonly type?: string; readonly name?: string; readonly signal?: AbortSignal } = {},
): Promise<ReadTerminology> {
  const { type, name = 'own', signal = new AbortController().signal } = options;
  const records: ConceptRecord[] = [];
  const problems: string[] = [];
  const progress: number[] = [];
  let facts: TerminologyFacts = {};
  const watch = {
    facts: (more: TerminologyFacts) => {
      facts = { ...facts, ...more };
    },
    progress: (bytes: number) => progress.push(bytes),
    problem: (line: number, message: string) => problems.push(`${line}: ${message}`),
    signal,
  };
  for await (const some of form.read(place, type === undefined ? { name } : { name, type }, watch))
    records.push(...some);
  return { records, facts, problems, progress };
}

/** What is told the user about a place that cannot be read, without its folder; anything but a UserError is thrown on. */
export async function failureOf(promise: Promise<unknown>, folder = ''): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return folder === '' ? thrown.message : thrown.message.replaceAll(`${folder}/`, '');
  }
}
