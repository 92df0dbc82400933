/** Greek and Latin beginnings of words, and the organ that they mean. */
const organs: Readonly<Record<string, string>> = {
  nephro: 'kidney',
  reno: 'kidney',
  hepato: 'liver',
  cardio: 'heart',
  neuro: 'nervous system',
  oto: 'hearing',
  gastro: 'stomach',
  pneumo: 'lung',
  pulmo: 'lung',
  dermato: 'skin',
  myo: 'muscle',
  encephalo: 'brain',
  cerebro: 'brain',
  osteo: 'bone',
  arthro: 'joint',
  angio: 'vascular',
  vasculo: 'vascular',
  hemato: 'blood',
  haemato: 'blood',
  myelo: 'bone marrow',
  ophthalmo: 'eye',
  retino: 'retina',
  entero: 'intestine',
  cysto: 'bladder',
  pancreato: 'pancreas',
  spleno: 'spleen',
  lympho: 'lymph',
  psycho: 'mental',
  thrombo: 'platelet',
  cholangio: 'bile duct',
  adeno: 'gland',
  chondro: 'cartilage',
};

/** Endings of words, and what ails the organ before them. */
const ailments: readonly (readonly [RegExp, readonly string[]])[] = [
  [/path(?:y|ies|ic)$/i, ['disease']],
  [/toxic(?:ity|ities)?$/i, ['disease', 'injury', 'toxicity']],
  [/megal(?:y|ies)$/i, ['enlargement']],
  [/(?:algia|dynia)s?$/i, ['pain']],
  [/lith(?:iasis|iases|s)?$/i, ['calculus']],
  [/plegi(?:a|c)$/i, ['paralysis']],
  [/suppressi(?:on|ve)$/i, ['disease', 'failure']],
];

/** Names for what a word of Greek and Latin parts means: `nephrotoxicity` is a kidney disease, or a kidney injury. */
export function composedNames(text: string): readonly string[] {
  for (const [ending, names] of ailments) {
    const stem = text.replace(ending, '').toLowerCase();
    if (stem === text.toLowerCase()) continue;
    const organ = organs[stem];
    if (organ !== undefined) return names.map((name) => `${organ} ${name}`);
  }
  return [];
}

/** Nouns that say that something is wrong, behind a word that says where. */
const complaint =
  /(?<=\S )(?:toxicity|toxicities|dysfunctions?|damage|impairments?|abnormalit(?:y|ies)|complications?|lesions?|problems?|disturbances?|involvement|symptoms?|deficits?|injur(?:y|ies)|events?|effects?|manifestations?|pathology|changes?|failure|disorders?|syndromes?)$/i;

/** The disease of what is said to be wrong: `cardiac dysfunction` is a cardiac disease; undefined if nothing is said. */
export function broaderName(text: string): string | undefined {
  return complaint.test(text) ? text.replace(complaint, 'disease') : undefined;
}

/** The same name as another form of speech: `type 2 diabetic` is none; `glutamate` is glutamic acid and the other way round. */
export function acidNames(text: string): readonly string[] {
  const names: string[] = [];
  const salt = /^(.*[a-z]{3})ate$/i.exec(text);
  if (salt) names.push(`${salt[1]}ic acid`, `${salt[1]}ic acids`);
  const acid = /^(.*[a-z]{3})ic acid$/i.exec(text);
  if (acid) names.push(`${acid[1]}ate`);
  return names;
}

/** Without what tells mirror images and labels apart: `N-methyl-D-aspartate`, `(+)-MK-801`, `[3H]-naloxone`. */
export function flatName(text: string): string {
  return text
    .replaceAll(/\[\d*[A-Z][a-z]?\d*\]-?|\b\d{1,3}[A-Z]-(?=[a-z])/g, '')
    .replaceAll(/\((?:[+±-]|\+\/-|[RSEZ]|\d[RS](?:,\d[RS])*)\)-?/g, '')
    .replaceAll(/(?<![A-Za-z])(?:[DL]|DL|[RS]|d|l|dl|cis|trans|alpha|beta)-(?=[A-Za-z]{3})/g, '');
}
