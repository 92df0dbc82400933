import type { LinkMention } from './linker.ts';

/** The texts of the mentions of a document, each once: what they mean tells what the others do. */
export class MentionTexts {
  readonly #keyOf: (text: string) => string;
  readonly #seen = new Set<string>();
  /** By type, for each key the first text that has it. */
  readonly #byKey = new Map<string, Map<string, string>>();
  /** By type and initials. */
  readonly #byInitials = new Map<string, string[]>();

  /** @param keyOf the first key of a text (`keysOf`); empty if it has none. */
  constructor(keyOf: (text: string) => string) {
    this.#keyOf = keyOf;
  }

  /** The next mention of the document. */
  add({ type, mention }: LinkMention): void {
    const place = `${type}\n${mention}`;
    if (this.#seen.has(place)) return;
    this.#seen.add(place);
    const key = this.#keyOf(mention);
    const texts = this.#byKey.get(type) ?? new Map<string, string>();
    if (key !== '' && !texts.has(key)) texts.set(key, mention);
    this.#byKey.set(type, texts);
    const letters = initials(mention);
    if (letters.length < 2) return;
    const same = this.#byInitials.get(`${type}\n${letters}`);
    if (same) same.push(mention);
    else this.#byInitials.set(`${type}\n${letters}`, [mention]);
  }

  get types(): readonly string[] {
    return [...this.#byKey.keys()];
  }

  /** Texts of mentions of a type, one for each key. */
  of(type: string): ReadonlyMap<string, string> {
    return this.#byKey.get(type) ?? new Map();
  }

  /** Mentions of the same type whose words begin with the letters of a short one, in order; two at most. */
  spelledOut({ mention, type }: LinkMention): readonly string[] {
    const letters = mention.toLowerCase().replaceAll(/[^a-z]/g, '');
    const found: string[] = [];
    for (const text of this.#byInitials.get(`${type}\n${letters}`) ?? []) {
      if (text.length > mention.length) found.push(text);
      if (found.length === 2) break;
    }
    return found;
  }
}

/** The first letters of the words of a text, in lower case, words of no weight aside. */
export function initials(text: string): string {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return words
    .filter((word) => !/^(?:of|the|and|in|with|to)$/.test(word))
    .map((word) => word[0])
    .join('');
}
