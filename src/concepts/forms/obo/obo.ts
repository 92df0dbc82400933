import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';
import type { ConceptRecord } from '../../concept.ts';
import { EntityTypes } from '../entity-types.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from '../form.ts';
import { lineError, watchedLines } from '../reading.ts';
import { conceptRecord } from '../record.ts';
import { OboHeader } from './obo-header.ts';
import { parseOboLine } from './obo-line.ts';
import { OboTerm } from './obo-term.ts';

/**
 * OBO flat files, 1.4 (https://owlcollab.github.io/oboformat/doc/GO.format.obo-1_4.html) and 1.2: what its stanzas
 * `[Term]` say of names, definitions, cross references and parents; identifiers that a term has besides (`alt_id`) are
 * cross references too, so that it is found by them. Relations, subsets and other stanzas are passed over.
 */
export const obo: TerminologyForm = {
  name: 'obo',
  title: 'OBO 1.2 or 1.4',
  matches: (_place, head) => {
    const lines = head.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('!'));
    return /^\s*format-version\s*:|^\[(?:Term|Typedef|Instance)\]/.test(lines[0] ?? '') || lines.includes('[Term]');
  },
  read,
};

async function* read(
  place: string,
  { type }: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const types = new EntityTypes(place, type);
  const header = new OboHeader();
  /** Where the reader is: before the first stanza, in a term, or in a stanza of another kind. */
  let term: OboTerm | 'header' | 'other' = 'header';
  /** Lines that end in a backslash, which go on in the next one. */
  let held: string[] = [];
  let heldLength = 0;

  function end(): readonly ConceptRecord[] {
    if (term === 'header') watch.facts(header.facts());
    if (typeof term === 'string') return [];
    const draft = term.end();
    if (typeof draft === 'string') throw lineError(place, term.line, draft);
    if (draft.name === '') {
      // Ontologies name terms of others, of which they say no more.
      watch.problem(term.line, `${quoted(draft.identifier)} has no name; left out`);
      return [];
    }
    const record = conceptRecord({ ...draft, types: [] });
    return [{ ...record, types: types.of(record.identifier) }];
  }

  for await (const { first, texts } of watchedLines(place, watch)) {
    const records: ConceptRecord[] = [];
    for (const [index, part] of texts.entries()) {
      const line = first + index;
      if (endsInBackslash(part)) {
        held.push(part.slice(0, -1));
        heldLength += part.length;
        if (heldLength > longestLine) throw lineError(place, line, 'a line that goes on for too long');
        continue;
      }
      const text = held.length === 0 ? part : [...held, part].join('');
      held = [];
      heldLength = 0;
      const trimmed = text.trim();
      if (trimmed === '' || trimmed.startsWith('!')) continue;
      if (trimmed.startsWith('[')) {
        const [, name] = /^\[([^\]]+)\]\s*(?:!.*)?$/.exec(trimmed) ?? [];
        if (name === undefined) throw lineError(place, line, `${quoted(trimmed)} begins no stanza; it ends with "]"`);
        records.push(...end());
        term = name === 'Term' ? new OboTerm(line) : 'other';
        continue;
      }
      if (term === 'other') continue;
      const parsed = parseOboLine(text);
      if (!parsed) throw lineError(place, line, `${quoted(trimmed)} has no tag; lines of OBO are "tag: value"`);
      if (term === 'header') header.add(parsed);
      else {
        const wrong = term.add(parsed);
        if (wrong !== undefined) throw lineError(place, line, wrong);
      }
    }
    yield records;
  }
  if (held.length > 0) throw new UserError(`${place}: its last line ends in a backslash; it is cut short`);
  const last = end();
  if (last.length > 0) yield last;
  types.check();
}

/** In UTF-16 units. */
const longestLine = 2 ** 25;

/** Whether a line goes on in the next: it ends in a backslash that is not escaped itself. */
function endsInBackslash(text: string): boolean {
  let count = 0;
  while (text[text.length - 1 - count] === '\\') count++;
  return count % 2 === 1;
}
