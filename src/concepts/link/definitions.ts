import type { Sentence } from '../../core/words.ts';
import type { LinkMention } from './linker.ts';

/**
 * What mentions in brackets stand for: a mention of the same type before them, as in `myotonic dystrophy (DM)`, though
 * its letters do not tell.
 */
export class DefinitionsBesides {
  readonly #byEnd = new Map<number, LinkMention>();
  readonly #byStart = new Map<number, LinkMention>();
  /** By type and text of the short one (`Disease\nDM`). */
  readonly #found = new Map<string, string>();

  /** The next mention of the document; all of them before its sentences. */
  addMention(mention: LinkMention): void {
    this.#byEnd.set(mention.end, mention);
    this.#byStart.set(mention.start, mention);
  }

  /** The next sentence of the document. */
  add({ words }: Sentence): void {
    for (const [index, { text }] of words.entries()) {
      if (text !== '(' && text !== '[') continue;
      const long = this.#byEnd.get(words[index - 1]?.end ?? -1);
      const short = this.#byStart.get(words[index + 1]?.start ?? -1);
      if (!long || !short || long.type !== short.type || !isShorter(short.mention, long.mention)) continue;
      const place = `${short.type}\n${short.mention}`;
      if (!this.#found.has(place)) this.#found.set(place, long.mention);
    }
  }

  /** What a mention stands for; undefined if the document does not tell so. */
  longFormOf({ type, mention }: LinkMention): string | undefined {
    return this.#found.get(`${type}\n${mention}`);
  }
}

function isShorter(short: string, long: string): boolean {
  return short.length <= 10 && short.length * 2 <= long.length && !/\s/.test(short) && /\p{Lu}/u.test(short);
}
