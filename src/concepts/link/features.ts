/**
 * What speaks for or against a concept, in the order in which weights are kept. Of the mention's text, or one of the texts
 * that stand for it (`queries.ts`), and a name: how alike they are and what kind of name it is; of the text: how it was come
 * by; of the concept: what the rest of the document says. All are 0 or 1, or in [0, 1] where nothing else is said.
 */
export const featureNames = [
  'bias',
  // The name (`compare.ts`).
  'exact',
  'folded',
  'joined',
  'words',
  'bag',
  'covered',
  'covers',
  'coverProduct',
  'missing',
  'extra',
  'dice',
  'diceSquared',
  'head',
  'markMissing',
  'markExtra',
  'symbolMissing',
  'caseDiffers',
  'preferred',
  'symbol',
  'abbreviation',
  'previous',
  'neighbour',
  'shortMatch',
  'dominance',
  // The text (`queries.ts`).
  'long',
  'expanded',
  'unbracketed',
  'short',
  'stripped',
  'backedOff',
  'dropped',
  'beaten',
  'derived',
  'broader',
  'induced',
  'acronym',
  'defined',
  'shortText',
  // The concept (`rank.ts`).
  'broaderConcept',
  'broaderStandIn',
  'broaderSame',
  'standInSame',
  'broaderExtra',
  'broaderMissing',
  'broaderOfOthers',
  'narrowerThanOthers',
  'ambiguity',
  'joinedTerminologies',
  'trails',
  'withdrawn',
  'familiar',
  'agreed',
  'bothForms',
  'namesInDocument',
  'otherSpecies',
  'sameSpecies',
] as const;

export type FeatureName = (typeof featureNames)[number];

/** Place of each feature in a vector of them. */
export const featureAt = Object.fromEntries(featureNames.map((name, index) => [name, index])) as Readonly<
  Record<FeatureName, number>
>;

export const featureCount = featureNames.length;

export type Features = Float64Array;
