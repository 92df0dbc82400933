import { namespaceOf } from '../../namespaces.ts';
import type { TerminologyFacts } from '../form.ts';
import { leadingString, leadingWord, type OboLine, unescapeObo } from './obo-line.ts';

/** What the lines before the first stanza say of the ontology. */
export class OboHeader {
  #ontology = '';
  #title = '';
  #licence = '';
  /** Of the data, of its properties, of its date. */
  readonly #versions = ['', '', ''];

  add({ tag, value }: OboLine): void {
    if (tag === 'ontology') this.#ontology = value;
    else if (tag === 'data-version') this.#versions[0] = value;
    else if (tag === 'date') this.#versions[2] = value;
    else if (tag === 'property_value') {
      const property = leadingWord(value);
      const rest = value.slice(value.search(/\s|$/)).trim();
      const object = leadingString(rest)?.text ?? leadingWord(rest);
      if (/(?:dc|dcterms|terms|elements)[:/](?:1\.1\/)?title$/.test(property)) this.#title ||= object;
      else if (/(?:dc|dcterms|terms|elements)[:/](?:1\.1\/)?(?:license|rights)$/.test(property))
        this.#licence ||= object;
      else if (/versionInfo$/.test(property)) this.#versions[1] = object;
    } else if (tag === 'remark' && this.#licence === '' && /licen[cs]e|creative commons|cc[ -]by|cc0/i.test(value)) {
      this.#licence = unescapeObo(value);
    }
  }

  facts(): TerminologyFacts {
    const title = this.#title || titleOfOntology(this.#ontology);
    const version = this.#versions.find((each) => each !== '');
    return {
      ...(title === '' ? {} : { title }),
      ...(version === undefined ? {} : { version: shortVersion(version) }),
      ...(this.#licence === '' ? {} : { licence: this.#licence }),
    };
  }
}

/** `Disease Ontology` of `doid` and of `http://purl.obolibrary.org/obo/doid.owl`, `x` of `http://example.org/x.owl`. */
export function titleOfOntology(id: string): string {
  const name = /([^/#]+?)(?:\.owl|\.obo|\.json)?$/.exec(id)?.[1] ?? id;
  return namespaceOf(`${name.toUpperCase()}:`)?.title ?? name;
}

/** The day or the number of a release, as `releases/2024-05-29` and addresses have it; else the version as it is. */
export function shortVersion(version: string): string {
  const day = /(?<!\d)\d{4}-\d\d-\d\d(?!\d)/.exec(version)?.[0];
  return day ?? /\/releases?\/([^/]+)(?:\/[^/]*)?$/.exec(version)?.[1] ?? version;
}
