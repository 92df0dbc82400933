/** About so long is what a card tells of a definition (characters). */
const enough = 300;

/**
 * The beginning of a definition: whole sentences near the length that is enough, or words and an ellipsis where the first
 * sentence is much longer.
 */
export function excerpt(text: string): string {
  const tidy = text.replaceAll(/\s+/g, ' ').trim();
  if (tidy.length <= enough * 1.2) return tidy;
  const ends = [...tidy.slice(0, enough * 1.2).matchAll(/[.!?]["')\]”]*(?= [\p{Lu}\d"'([“])/gu)]
    .map(({ 0: end, index }) => index + end.length)
    .filter((end) => end >= enough / 3);
  const end = ends.at(-1);
  if (end !== undefined) return tidy.slice(0, end);
  const words = tidy.slice(0, enough).replace(/\s+\S*$/, '');
  return `${words.replace(/[,;:(]+$/, '')}…`;
}
