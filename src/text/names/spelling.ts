/** British spellings, and what American English writes, in the order in which they are replaced. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^leuc(?=o?cyt|open|a?em|oenc|odys|oplak|aph|omal)/, 'leuk'],
  [/[ao]e/g, 'e'],
  [/(?<=[a-z]{2})our(?=$|s$|al$|e[dr]$|ing$|less$|ful$|ab)/, 'or'],
  [/is(?=e[drs]?$|ing$|ations?$)/, 'iz'],
  [/ys(?=e[drs]?$|ing$)/, 'yz'],
  [/(?<=[a-z]{2}[bt])re$/, 'er'],
  [/ph/g, 'f'],
  [/aluminium/, 'aluminum'],
  [/^(c)i(?=closporin)/, '$1y'],
  [/^mould/, 'mold'],
  [/^grey/, 'gray'],
  [/(?<=.)ageing$/, 'aging'],
  [/ll(?=ed$|ing$)/, 'l'],
];

/**
 * A word in lower case as if an American had spelt it: `haemorrhage`, `oedema`, `tumour`, `generalised`, `fibre`,
 * `leucocyte`, `sulphate`. The outcome is a key, not always a word: both spellings give the same.
 */
export function american(word: string): string {
  if (word.length < 4) return word;
  let spelt = word;
  for (const [british, replacement] of rules) spelt = spelt.replace(british, replacement);
  return spelt;
}
