/**
 * A part of a paper, as far as conventions about abbreviations differ: the abstract and the body define their own; headings
 * use what is defined elsewhere; tables, captions and notes stand by themselves; references, lists of abbreviations and what is
 * about the authors is not the paper's own text.
 */
export type Zone = 'abstract' | 'body' | 'heading' | 'aside' | 'outside';

const abstractName = /^(?:(?:structured |graphical )?abstract|(?:executive |author )?summary)$/;
const abstractParts =
  /^(?:background|context|introduction|objectives?|aims?|purpose|rationale|(?:materials? and )?methods?|(?:study )?design|setting|patients|participants|interventions?|(?:main )?(?:outcome )?measures?|(?:main )?results|findings|principal findings|methods(?:\/| and )principal findings|(?:methodology\/)?principal findings|conclusions?(?:\/significance)?|interpretation|significance|discussion|limitations|trial registration|funding|keywords?)$/;
const outsideName =
  /^(?:references?|bibliography|literature(?: cited)?|works cited|(?:list of )?abbreviations(?: used)?(?: and acronyms)?|acronyms|glossary|nomenclature|acknowledge?ments?|authors?|author (?:details|information|affiliations?|contributions?)|authors?['’] ?contributions?|contributions?|affiliations?|(?:competing|conflicts? of|declaration of) interests?|funding|financial disclosure|key ?words|data availability(?: statement)?|version \S+ authors)$/;
const names =
  /^(?:introduction|background|methods?|materials? and methods|patients and methods|experimental(?: procedures)?|results?|results and discussion|discussion|conclusions?|supplementary materials?|supporting information)$/;
export interface Heading {
  /** From 1; lines without marks of a heading are below all that have some. */
  readonly level: number;
  readonly name: string;
}
export const unmarked = 7;

/** Whether a line that is not marked as a heading is one, in lower case and without its number. */
export function isSectionName(name: string): boolean {
  return abstractName.test(name) || outsideName.test(name) || names.test(name);
}

/** Follows the headings of a paper from its beginning on. */
export class Sections {
  /** Of what stands under the last heading. */
  zone: Zone = 'body';
  /** The heading that began the zone; none for the body. */
  #within: Heading | undefined;
  /** Headings of parts of the abstract so far, and whether it had text before the first of them. */
  #parts = new Set<string>();
  #begun = false;

  /** Whether the zone is an abstract that began with a label in its text. */
  #labelled = false;

  /**
   * A paragraph begins.
   * @param label with which it does, in lower case: `abstract` of `**Abstract.** The protein …`.
   */
  paragraph(label: string | undefined): void {
    if (label !== undefined && /^(?:structured )?abstract$/.test(label)) {
      this.#begin('abstract', { level: unmarked, name: label });
      this.#labelled = true;
    } else if (this.#labelled && !(label !== undefined && abstractParts.test(label))) this.#begin('body', undefined);
  }

  /** Some text stands under the last heading. */
  text(): void {
    this.#begun = true;
  }

  enter(heading: Heading): void {
    const { level, name } = heading;
    const below = this.#within !== undefined && level > this.#within.level;
    if (abstractName.test(name)) this.#begin('abstract', heading);
    else if (outsideName.test(name) && !(this.zone === 'abstract' && below)) this.#begin('outside', heading);
    else if (!below && !this.#isPart(name)) this.#begin('body', undefined);
  }

  /** Whether a heading is of a part of an abstract, whose parts have headings of the paper's own level. */
  #isPart(name: string): boolean {
    if (this.zone !== 'abstract' || !abstractParts.test(name) || this.#parts.has(name)) return false;
    if (this.#parts.size === 0 ? this.#begun : name === 'introduction') return false;
    this.#parts.add(name);
    return true;
  }

  #begin(zone: Zone, heading: Heading | undefined): void {
    this.zone = zone;
    this.#within = heading;
    this.#parts = new Set();
    this.#begun = false;
    this.#labelled = false;
  }
}
