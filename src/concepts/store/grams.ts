/**
 * The character trigrams of a word, each once, its beginning and its end among them: `dna` has ` dn`, `dna`, `na `. Characters are
 * code points.
 */
export function gramsOf(word: string): readonly string[] {
  const characters = [' ', ...word, ' '];
  const grams = new Set<string>();
  for (let i = 0; i + 2 < characters.length; i++) grams.add(characters.slice(i, i + 3).join(''));
  return [...grams];
}
