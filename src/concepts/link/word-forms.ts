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
  [/toxic(?:ity|ities)?$/i, ['injury', 'disease', 'toxicity']],
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

/** Greek stems of organs, by the word for it and its adjective; what ails it ends in the sign of the ailment. */
const stems: readonly (readonly [RegExp, string])[] = [
  [/^(?:kidney|renal)$/i, 'nephr'],
  [/^(?:liver|hepatic)$/i, 'hepat'],
  [/^(?:heart|cardiac)$/i, 'cardi'],
  [/^(?:heart muscle|myocardial|myocardium)$/i, 'cardiomy'],
  [/^(?:nerve|neural|neuropathic|neurogenic|neuronal)$/i, 'neur'],
  [/^(?:muscle|muscular|muscles)$/i, 'my'],
  [/^(?:joint|joints|articular)$/i, 'arthr'],
  [/^(?:brain|cerebral)$/i, 'encephal'],
  [/^(?:stomach|gastric)$/i, 'gastr'],
  [/^(?:spleen|splenic)$/i, 'splen'],
  [/^(?:skin|cutaneous)$/i, 'dermat'],
  [/^(?:bladder|vesical)$/i, 'cyst'],
  [/^(?:ear|otic)$/i, 'ot'],
  [/^(?:mouth|oral)$/i, 'stomat'],
  [/^(?:tongue|lingual)$/i, 'gloss'],
  [/^(?:vein|veins|venous)$/i, 'phleb'],
  [/^(?:vessel|vessels|vascular)$/i, 'vascul'],
  [/^(?:head)$/i, 'cephal'],
  [/^(?:nose|nasal)$/i, 'rhin'],
  [/^(?:colon|colonic)$/i, 'col'],
  [/^(?:pancreas|pancreatic)$/i, 'pancreat'],
  [/^(?:breast|mammary)$/i, 'mast'],
  [/^(?:eye|ocular)$/i, 'ophthalm'],
  [/^(?:retina|retinal)$/i, 'retin'],
  [/^(?:lymph node|lymph nodes|lymphatic)$/i, 'lymphaden'],
  [/^(?:spinal cord)$/i, 'myel'],
];

const signs: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:pain|pains|ache|aches)$/i, ['algia']],
  [/^inflammations?$/i, ['itis']],
  [/^(?:enlargement|hypertrophy)$/i, ['omegaly']],
  [
    /^(?:disease|diseases|disorder|disorders|damage|injury|injuries|lesions?|abnormalities|dysfunction)$/i,
    ['opathy', 'opathies'],
  ],
];

/** What is wrong with an organ as one Greek word: `muscle pain` is myalgia, `enlargement of the liver` hepatomegaly. */
export function greekNames(text: string): readonly string[] {
  const [, ailment, of] = /^(\S+) of (?:the )?(\S+(?: \S+)?)$/.exec(text) ?? [];
  const [, before, behind] = /^(\S+(?: \S+)?) (\S+)$/.exec(text) ?? [];
  for (const [organ, sign] of [
    [of, ailment],
    [before, behind],
  ]) {
    if (organ === undefined || sign === undefined) continue;
    const stem = stems.find(([words]) => words.test(organ))?.[1];
    const endings = signs.find(([words]) => words.test(sign))?.[1];
    if (stem !== undefined && endings !== undefined) return endings.map((ending) => stem + ending);
  }
  return [];
}

/** Endings of adjectives, and those of the nouns that they come of. */
const adjectives: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?<=\w{3})betic$/i, ['betes']],
  [/(?<=\w{2})emic$/i, ['emia']],
  [/(?<=\w{2})pathic$/i, ['pathy']],
  [/(?<=\w{2})trophic$/i, ['trophy']],
  [/(?<=\w{2})plegic$/i, ['plegia']],
  [/(?<=\w{2})toxic$/i, ['toxicity']],
  [/(?<=\w{2})ptic$/i, ['psy', 'psis']],
  [/(?<=\w{2})retic$/i, ['resis']],
  [/(?<=\w{2})netic$/i, ['nesia']],
  [/(?<=\w{2})static$/i, ['stasis']],
  [/(?<=\w{2})lytic$/i, ['lysis']],
  [/(?<=\w{2})otic$/i, ['osis']],
  [/(?<=\w{2})itic$/i, ['itis']],
  [/(?<=\w{2})istic$/i, ['ism']],
  [/(?<=\w{3})ic$/i, ['ia', 'y']],
  [/(?<=\w{3})[st]ive$/i, ['sion', 'tion']],
  [/(?<=\w{3})ssed$/i, ['ssion']],
  [/(?<=\w{3})oid$/i, ['osis']],
  [/(?<=\w{3})matous$/i, ['ma']],
  [/(?<=\w{3})ous$/i, ['', 'y']],
  [/(?<=\w{3})[ -]deficient$/i, [' deficiency']],
];

/** The nouns that the adjective at the end of a text comes of: `diabetic` of `diabetes`, `G6PD-deficient` of `G6PD deficiency`. */
export function nounNames(text: string): readonly string[] {
  const found = adjectives.find(([ending]) => ending.test(text));
  return found ? found[1].map((ending) => text.replace(found[0], ending)) : [];
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

/** Whether a word says that something is toxic: what does so is a drug or a poison. */
export function isToxicity(text: string): boolean {
  return /toxic(?:ity|ities)?$/i.test(text);
}

/** Whether a text says that something is toxic or has side effects, and not to what. */
export function isAdverse(text: string): boolean {
  return /^(?:(?:drug|drug-induced|systemic|acute|chronic|severe|general) )?(?:toxic|toxicity|toxicities|side[- ]effects?|adverse (?:drug )?(?:effects?|events?|reactions?))$/i.test(
    text,
  );
}
