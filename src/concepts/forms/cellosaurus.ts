import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { ConceptName, ConceptRecord } from '../concept.ts';
import { identifierOf, namespaceOf } from '../namespaces.ts';
import type { ReadTerminologyOptions, TerminologyFacts, TerminologyForm, TerminologyWatch } from './form.ts';
import { lineError, watchedLines } from './reading.ts';
import { conceptRecord } from './record.ts';

/**
 * The Cellosaurus as text (https://ftp.expasy.org/databases/cellosaurus/cellosaurus.txt, which describes itself in its head;
 * Bairoch 2018, J. Biomol. Tech. 29:25). Secondary accession numbers are cross references, so that a cell line is found by
 * them; of the others, those to vocabularies and to catalogues of cell lines are kept, not those to data sets.
 */
export const cellosaurus: TerminologyForm = {
  name: 'cellosaurus',
  title: 'Cellosaurus text (cellosaurus.txt)',
  facts: { title: 'Cellosaurus', licence: 'CC BY 4.0' },
  matches: (_place, head) => /^ID {3}\S.*\r?\nAC {3}CVCL_/m.test(head),
  read,
};

/** Collections of cell lines whose numbers people cite. */
const catalogues = new Set('ATCC BCRC CCTCC CLS Coriell DSMZ ECACC ICLC IZSLER JCRB KCB KCLB NIBIOHN RCB'.split(' '));

/** More lines than any entry has. */
const longestEntry = 200_000;

async function* read(
  place: string,
  _options: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  let entry: Entry | undefined;
  let count = 0;
  for await (const { first, texts } of watchedLines(place, watch)) {
    const records: ConceptRecord[] = [];
    for (const [index, text] of texts.entries()) {
      const line = first + index;
      const [, code, value = ''] = /^([A-Z]{2}) {3}(.*)$/.exec(text) ?? [];
      if (code === 'ID') {
        if (entry) throw lineError(place, line, `a new entry where ${quoted(entry.name)} has not ended with //`);
        entry = new Entry(value.trim(), line);
      } else if (!entry) {
        const facts = count === 0 ? factOf(text) : undefined;
        if (facts) watch.facts(facts);
      } else if (text.trimEnd() === '//') {
        const record = entry.end();
        if (typeof record === 'string') throw lineError(place, entry.line, record);
        records.push(record);
        count++;
        entry = undefined;
      } else if (code !== undefined) {
        if (entry.add(code, value.trim()) > longestEntry) {
          throw lineError(place, line, `an entry of more than ${longestEntry} lines`);
        }
      } else if (text.trim() !== '') {
        throw lineError(place, line, `${quoted(text)} has no line code; in an entry each line begins with one`);
      }
    }
    yield records;
  }
  if (entry) throw new UserError(`${place}: the entry ${quoted(entry.name)} has no end (//); the file is cut short`);
  if (count === 0) throw new UserError(`${place}: there is no cell line in it`);
}

function factOf(text: string): TerminologyFacts | undefined {
  const version = /^\s*Version:\s*(\S+)/.exec(text)?.[1];
  return version === undefined ? undefined : { version };
}

/** The lines of one cell line. */
class Entry {
  readonly name: string;
  readonly line: number;
  #lines = 0;
  /** The values of the lines by their codes. */
  readonly #values = new Map<string, string[]>();

  constructor(name: string, line: number) {
    this.name = name;
    this.line = line;
  }

  /** @returns how many lines there are now. */
  add(code: string, value: string): number {
    const values = this.#values.get(code);
    if (values) values.push(value);
    else this.#values.set(code, [value]);
    return ++this.#lines;
  }

  /** The concept; what is wrong if it is none. */
  end(): ConceptRecord | string {
    const [accession = ''] = this.#of('AC');
    if (!/^CVCL_\w{4}$/.test(accession)) return `${quoted(this.name)} has no accession number (AC   CVCL_…)`;
    if (this.name === '') return `${accession} has no name`;
    const species = this.#of('OX').flatMap((text) => /NCBI_TaxID=(\d+)/.exec(text)?.[1] ?? []);
    return conceptRecord({
      identifier: accession,
      name: this.name,
      types: ['CellLine'],
      names: this.#names(),
      definition: this.#definition(),
      xrefs: [...this.#lists('AS'), ...this.#of('DR').flatMap((text) => crossReference(text) ?? [])],
      parents: this.#of('HI').flatMap((text) => /^CVCL_\w{4}/.exec(text)?.[0] ?? []),
      species: species[0] === undefined ? undefined : `NCBITaxon:${species[0]}`,
      line: this.line,
    });
  }

  #of(code: string): readonly string[] {
    return this.#values.get(code) ?? [];
  }

  /** What stands with `;` between in the lines of a code. */
  #lists(code: string): readonly string[] {
    return this.#of(code).flatMap((text) => text.split(';').map((part) => part.trim()));
  }

  #names(): readonly ConceptName[] {
    const misspelt = this.#of('CC').flatMap((text) => /^Misspelling:\s*([^;.]+)/.exec(text)?.[1] ?? []);
    return [...this.#lists('SY'), ...misspelt].map((text) => ({ text, kind: 'synonym' }));
  }

  /** A sentence of what kind of cells of whom it is, and one of what is wrong with it. */
  #definition(): string {
    const category = this.#of('CA')[0] ?? 'Cell line';
    const species = this.#of('OX').flatMap((text) => /!\s*(.+)$/.exec(text)?.[1] ?? []);
    const diseases = this.#of('DI').flatMap((text) => text.split(';').slice(2).join(';').trim() || []);
    const sex = /^(?:Female|Male)$/.exec(this.#of('SX')[0] ?? '')?.[0].toLowerCase();
    const donor = species.join(' and ') || (sex === undefined ? '' : 'donor');
    const from = donor === '' ? '' : ` from ${sex === undefined ? '' : `a ${sex} `}${donor}`;
    const having = diseases.length === 0 ? '' : ` with ${diseases.join(' and ')}`;
    const problems = this.#of('CC').filter((text) => text.startsWith('Problematic cell line:'));
    return [`${category}${from}${having}.`, ...problems].join(' ');
  }
}

/** `CLO; CLO_0003684` as an identifier; undefined if it is not kept. */
function crossReference(text: string): string | undefined {
  const [, database, local] = /^([^;]+);\s*(\S.*)$/.exec(text) ?? [];
  if (database === undefined || local === undefined) return undefined;
  const identifier = identifierOf(`${database}:${local}`);
  return catalogues.has(database) || namespaceOf(identifier) ? identifier : undefined;
}
