/** Words whose plural ends in no `s`, and their singular. */
const irregular: Readonly<Record<string, string>> = {
  mice: 'mouse',
  lice: 'louse',
  men: 'man',
  women: 'woman',
  children: 'child',
  feet: 'foot',
  teeth: 'tooth',
  oxen: 'ox',
  calves: 'calf',
  geese: 'goose',
  bacteria: 'bacterium',
  fungi: 'fungus',
  nuclei: 'nucleus',
  bacilli: 'bacillus',
  emboli: 'embolus',
  thrombi: 'thrombus',
  criteria: 'criterion',
  ova: 'ovum',
  indices: 'index',
  cortices: 'cortex',
};

/**
 * A word in lower case without the ending of its plural and a mute `e`: `diseases` and `disease` are one, so are
 * `metastases` and `metastasis`, `neuropathies` and `neuropathy`, `carcinomata` and `carcinoma`. Words of three letters or
 * fewer, and those with digits, stay as they are, for most are symbols.
 */
export function singular(word: string): string {
  if (word.length < 3 || /[^a-z]/.test(word)) return word;
  // What every object has (`constructor`) is no entry.
  const known = Object.hasOwn(irregular, word) ? irregular[word] : undefined;
  if (known !== undefined) return singular(known);
  if (word.length < 4) return word;
  let stem = word;
  if (stem.endsWith('omata')) stem = stem.slice(0, -2);
  else if (stem.length > 4 && stem.endsWith('ies')) stem = `${stem.slice(0, -3)}y`;
  else if (/(?:ss|sh|ch|x|zz)es$/.test(stem)) stem = stem.slice(0, -2);
  else if (stem.length > 4 && stem.endsWith('is')) stem = stem.slice(0, -2);
  else if (stem.endsWith('s') && !stem.endsWith('ss') && !stem.endsWith('us')) stem = stem.slice(0, -1);
  if (stem.length > 4 && stem.endsWith('e')) stem = stem.slice(0, -1);
  return stem;
}

/** Endings of words that derive from one another, the longest first, and what is left of them. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/(?:itic|itid)$/, 'it'],
  [/(?:omatous|omatos)$/, 'oma'],
  [/betic$/, 'bet'],
  [/istic$/, ''],
  [/(?:ptic|psy|psi|psia)$/, 'ps'],
  [/static$/, 'stas'],
  [/(?<=[a-z]{2})lytic$/, 'lys'],
  [/fylactic$/, 'fylax'],
  [/otic$/, 'os'],
  [/etic$/, 'es'],
  [/icity$/, ''],
  [/(?:iacal|ical|inal|ional|onary)$/, ''],
  [/(?:ious|eous|ous)$/, ''],
  [/(?:ation|ated|at|ative|ativ)$/, ''],
  [/(?:iac|ial|ian|ia|ic)$/, ''],
  [/(?:ion|iv|ing|ism|ity|ist|ed|al|ar)$/, ''],
  [/(?:a|y|i|o|e)$/, ''],
];

/**
 * What derived words have in common, of an outcome of `singular`: `leukemic` and `leukemia`, `hypertensive` and
 * `hypertension`, `epileptic` and `epilepsy`, `psychotic` and `psychosis`. At least three letters are left.
 */
export function root(word: string): string {
  if (word.length < 5 || /[^a-z]/.test(word)) return word;
  for (const [ending, rest] of endings) {
    const stem = word.replace(ending, rest);
    if (stem !== word) return stem.length < 3 ? word : stem;
  }
  return word;
}
