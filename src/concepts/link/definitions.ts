import type { LinkDocument, LinkMention } from './linker.ts';

/**
 * What mentions in brackets stand for: a mention of the same type before them, as in `myotonic dystrophy (DM)`, though
 * its letters do not tell. By type and text of the short one (`Disease\\nDM`).
 */
export function definitionsBesides({ sentences, mentions }: LinkDocument): ReadonlyMap<string, string> {
  const byEnd = new Map<number, LinkMention>();
  const byStart = new Map<number, LinkMention>();
  for (const mention of mentions) {
    byEnd.set(mention.end, mention);
    byStart.set(mention.start, mention);
  }
  const found = new Map<string, string>();
  for (const { words } of sentences) {
    for (const [index, { text }] of words.entries()) {
      if (text !== '(' && text !== '[') continue;
      const long = byEnd.get(words[index - 1]?.end ?? -1);
      const short = byStart.get(words[index + 1]?.start ?? -1);
      if (!long || !short || long.type !== short.type || !isShorter(short.mention, long.mention)) continue;
      const place = `${short.type}\n${short.mention}`;
      if (!found.has(place)) found.set(place, long.mention);
    }
  }
  return found;
}

function isShorter(short: string, long: string): boolean {
  return short.length <= 10 && short.length * 2 <= long.length && !/\s/.test(short) && /\p{Lu}/u.test(short);
}
