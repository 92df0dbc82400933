import { type Candidate, candidatesOf } from '../../src/concepts/link/candidates.ts';
import { DocumentContext } from '../../src/concepts/link/context.ts';
import { type Features, featureAt, type featureNames } from '../../src/concepts/link/features.ts';
import type { Lookup } from '../../src/concepts/link/lookup.ts';
import type { GoldDocument } from './gold.ts';

/** A mention of one concept at most, and what it may mean: what weights are learnt from. */
export interface Case {
  /** Of each candidate, the features of each name that speaks for it. */
  readonly candidates: readonly { readonly right: boolean; readonly features: readonly Features[] }[];
  /** Whether the terminologies hold its concept. */
  readonly known: boolean;
}

/** Types of which people told concepts of MeSH alone. */
const ofMesh: ReadonlySet<string> = new Set(['Disease', 'Chemical']);

/** Features that tell of one type's terminologies only: the model for types without a corpus does without. */
const ofOneType: readonly (typeof featureNames)[number][] = [
  'trails',
  'familiar',
  'joinedTerminologies',
  'otherSpecies',
  'sameSpecies',
];

/**
 * The cases of the mentions of a type. `held` are the identifiers of the terminologies. Composite mentions are left out; so are those whose concept is in none of the
 * terminologies while one of them has a concept of that very name: whether it is the same cannot be told. Nor is a candidate
 * taken as wrong that has the very name in another terminology than the one that people told concepts of, where that one has none as good.
 */
export function casesOf(
  documents: readonly GoldDocument[],
  type: string,
  lookup: Lookup,
  held: ReadonlySet<string>,
): Case[] {
  const cases: Case[] = [];
  for (const { document, gold } of documents) {
    const context = new DocumentContext(document, lookup);
    for (const { mention, concepts } of gold) {
      if (mention.type !== type || concepts.length > 1) continue;
      const known = concepts.every((concept) => held.has(concept));
      const candidates = candidatesOf(mention, type, context, lookup);
      if (!known && type !== 'Gene' && type !== 'Species' && candidates.some(isNamesake)) continue;
      cases.push({
        known: known && concepts.length > 0,
        candidates: candidates
          .map((candidate) => ({
            right: candidate.matches.some(({ match }) =>
              match.joined.identifiers.some((identifier) => concepts.includes(identifier)),
            ),
            features: candidate.matches.map(({ features }) => features),
            open: ofMesh.has(type) && isNamesake(candidate) && candidate.matches[0]?.features[featureAt.trails] === 0,
          }))
          .filter(({ right, open }) => right || !open),
      });
    }
  }
  return cases;
}

/** The same cases without what tells of one type only. */
export function generalCases(cases: readonly Case[]): Case[] {
  const general = (features: Features) => {
    const copy = Float64Array.from(features);
    for (const name of ofOneType) copy[featureAt[name]] = 0;
    return copy;
  };
  return cases.map((one) => ({
    ...one,
    candidates: one.candidates.map(({ right, features }) => ({ right, features: features.map(general) })),
  }));
}

function isNamesake({ concept, matches }: Candidate): boolean {
  return !concept.startsWith('MESH:') && matches.some(({ features }) => features[featureAt.joined] === 1);
}
