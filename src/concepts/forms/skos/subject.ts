import type { ConceptName, NameKind } from '../../concept.ts';
import { identifierOf, namespaceOf } from '../../namespaces.ts';
import type { TerminologyFacts } from '../form.ts';
import type { ConceptDraft } from '../record.ts';
import type { Triple } from './triples.ts';
import { conceptTypes, type Role, roles, schemeTypes } from './vocabulary.ts';

const kinds: ReadonlyMap<Role, NameKind> = new Map([
  ['synonym', 'synonym'],
  ['related', 'related'],
  ['broad', 'broad'],
  ['narrow', 'narrow'],
]);

/** More statements than there are of any concept. */
const mostStatements = 200_000;

type Statement = Pick<Triple, 'object' | 'isText' | 'language'>;

/** What is said of one thing. */
export class Subject {
  readonly address: string;
  readonly line: number;
  readonly #own: (text: string) => string;
  #count = 0;
  readonly #said = new Map<Role, Statement[]>();

  /** @param life whether it is kept for long: its texts are copied then, as parts of a stretch of the file keep all of it in memory. */
  constructor({ subject, line }: Triple, life: 'short' | 'long') {
    this.#own = life === 'long' ? (text) => Buffer.from(text).toString() : (text) => text;
    this.address = this.#own(subject);
    this.line = line;
  }

  /** @returns whether there is room for more. */
  add(triple: Triple): boolean {
    const role = roles.get(triple.predicate);
    if (role === undefined) return true;
    const said = this.#said.get(role);
    const { object, isText, language } = triple;
    const statement = { object: this.#own(object), isText, language: language === '' ? '' : this.#own(language) };
    if (said) said.push(statement);
    else this.#said.set(role, [statement]);
    return ++this.#count < mostStatements;
  }

  /** What it says of the terminology itself; undefined if it is no such thing. */
  facts(): TerminologyFacts | undefined {
    if (!this.#objects('type').some((type) => schemeTypes.has(type))) return undefined;
    const first = (...wanted: Role[]) => wanted.flatMap((role) => this.#readable(role))[0];
    const title = first('title', 'preferred', 'label');
    const licence = this.#objects('licence')[0];
    const version = this.#objects('version')[0];
    return {
      ...(title === undefined ? {} : { title }),
      ...(licence === undefined ? {} : { licence }),
      ...(version === undefined ? {} : { version: /\d{4}-\d\d-\d\d/.exec(version)?.[0] ?? version }),
    };
  }

  /** The concept that it is; 'nameless' if it is one without a name, undefined if it is something else. */
  concept(): Omit<ConceptDraft, 'types'> | 'nameless' | undefined {
    const types = this.#objects('type');
    const isTyped = types.some((type) => conceptTypes.has(type));
    if (!isTyped && (types.length > 0 || !this.#said.has('preferred'))) return undefined;
    const isWithdrawn = this.#objects('withdrawn').some((value) => value === 'true' || value === '1');
    const [name, ...others] = this.#names();
    // One that is withdrawn was given up for another, which has it as an alternative identifier.
    if (name === undefined) return isWithdrawn ? undefined : 'nameless';
    const names: ConceptName[] = others.map((text) => ({ text, kind: 'synonym' }));
    for (const [role, kind] of kinds) names.push(...this.#readable(role).map((text) => ({ text, kind })));
    const exact = this.#objects('exact');
    const identifier = this.identifier();
    return {
      identifier,
      name,
      names,
      definition: [...this.#readable('definition'), ...this.#readable('note')][0],
      // What is close is the same only where nothing is said to be the same.
      xrefs: [...(exact.length > 0 ? exact : this.#objects('close')), ...this.#objects('id')],
      parents: this.#said.get('parent')?.flatMap(({ isText, object }) => (isText ? [] : [object])) ?? [],
      withdrawn: isWithdrawn ? this.#objects('replacement') : undefined,
      line: this.line,
    };
  }

  /** That of its address, else the one that it says to have, else the address. */
  identifier(): string {
    const byAddress = identifierOf(this.address);
    if (byAddress !== this.address) return byAddress;
    return (
      this.#objects('id')
        .map((id) => identifierOf(id))
        .find(namespaceOf) ?? this.address
    );
  }

  #objects(role: Role): readonly string[] {
    return this.#said.get(role)?.map(({ object }) => object) ?? [];
  }

  /** Preferred labels and labels in the language that is read, those that are in English or in no language first. */
  #names(): readonly string[] {
    const language = this.#language();
    const labels = [...(this.#said.get('preferred') ?? []), ...(this.#said.get('label') ?? [])];
    return labels.filter((label) => isRead(label, language)).map(({ object }) => object);
  }

  #readable(role: Role): readonly string[] {
    const language = this.#language();
    return (this.#said.get(role) ?? []).filter((each) => isRead(each, language)).map(({ object }) => object);
  }

  /** English, unless there is no label in it nor in none: then that of the first label. */
  #language(): string {
    const labels = [...(this.#said.get('preferred') ?? []), ...(this.#said.get('label') ?? [])];
    return labels.some((label) => isRead(label, 'en')) ? 'en' : (labels[0]?.language ?? 'en');
  }
}

/** Whether a text is in a language, or in none that is told. */
function isRead({ isText, language }: Statement, wanted: string): boolean {
  return isText && (language === '' || language === wanted || language.startsWith(`${wanted}-`));
}
