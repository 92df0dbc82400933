import type { DocumentContext } from './context.ts';
import { featureAt as at, type Features } from './features.ts';
import { placeOf } from './joined.ts';
import type { LinkMention } from './linker.ts';
import type { Lookup } from './lookup.ts';
import { looksShort, queriesOf } from './queries.ts';
import { isOfOtherText, logitOf, type Match, probabilities, type Ranked, type Weights, withQuery } from './rank.ts';
import { beat, corroborate, lead, levelOf, likeliest, type Matched, relate } from './rivals.ts';
import { human, speciesLetters } from './species-words.ts';

/** A concept with every name that speaks for it: what ranking starts from, and what its weights are learnt from. */
export interface Candidate {
  readonly concept: string;
  readonly matches: readonly Matched[];
}

/** Concepts whose broader ones are candidates, too. */
const mostBroadened = 3;

/** What says that a name is the same: of a broader concept it is not. */
const sames = ['exact', 'folded', 'joined', 'words', 'bag', 'head', 'preferred'] as const;

/** Where the document speaks for another species than the candidate's, and where for its own. */
function speciesFeatures(features: Features, species: string, mention: LinkMention, context: DocumentContext): void {
  const [, letter] = /^([hmrdzxy])\p{Lu}/u.exec(mention.mention) ?? [];
  const near = (letter === undefined ? undefined : speciesLetters[letter]) ?? context.species.near(mention.start);
  const share = context.species.share(species);
  features[at.sameSpecies] = near === species ? 1 : near === undefined ? share : 0;
  features[at.otherSpecies] = near !== undefined && near !== species ? 1 - share : 0;
}

/** All concepts of its type that a mention may mean, with the features of each name that speaks for one. */
export function candidatesOf(
  mention: LinkMention,
  type: string,
  context: DocumentContext,
  lookup: Lookup,
  queries = queriesOf(mention, type, context),
): readonly Candidate[] {
  // A number alone is a piece of a name, whatever concept has it as one.
  if (!/\p{L}/u.test(mention.mention)) return [];
  const defined = context.longFormOf(mention) !== undefined;
  const short = looksShort(mention.mention);
  const byConcept = new Map<string, Matched[]>();
  for (const query of queries) {
    const found = lookup.find(query.text, type, query.byWords);
    const dropped = query.dropped === undefined ? 0 : Math.min(1, lookup.weightOf(query.dropped) / 20);
    const levels = new Map<string, number>();
    for (const { joined, features } of found) {
      levels.set(joined.concept, Math.max(levels.get(joined.concept) ?? 0, levelOf(features)));
    }
    for (const one of found) {
      const match: Match = { ...one, query };
      const features = withQuery(match, defined, short);
      const level = levelOf(features);
      const rivals = level === 0 ? 1 : [...levels.values()].filter((other) => other >= level).length;
      features[at.dropped] = dropped;
      features[at.ambiguity] = Math.min(1, Math.log(rivals) / 3);
      conceptFeatures(features, match, mention, context);
      const known = byConcept.get(one.joined.concept);
      if (known) known.push({ match, features });
      else byConcept.set(one.joined.concept, [{ match, features }]);
    }
  }
  const likely = likeliest(byConcept);
  for (const match of likely.slice(0, mostBroadened)) addBroader(match, byConcept, mention, context, lookup);
  beat(byConcept);
  relate(likely, byConcept, lookup);
  corroborate(likely, byConcept, context, lookup);
  lead(byConcept);
  return [...byConcept].map(([concept, matches]) => ({ concept, matches }));
}

/** Adds what the concept of a match is a kind of: where no name says what is meant, a broader one may. */
function addBroader(
  { match, features }: Matched,
  byConcept: Map<string, Matched[]>,
  mention: LinkMention,
  context: DocumentContext,
  lookup: Lookup,
): void {
  const found = lookup.broader(match.joined);
  for (const joined of found) {
    const broader: Match = { ...match, joined, query: { ...match.query, by: 'broaderConcept' } };
    const own = Float64Array.from(features);
    const standsIn = placeOf(joined.concept) < placeOf(match.joined.concept);
    own[standsIn ? at.broaderStandIn : at.broaderConcept] = 1;
    if (levelOf(features) >= 1) own[standsIn ? at.standInSame : at.broaderSame] = 1;
    own[at.broaderExtra] = features[at.extra]!;
    own[at.broaderMissing] = features[at.missing]!;
    for (const name of sames) own[at[name]] = 0;
    conceptFeatures(own, broader, mention, context);
    const known = byConcept.get(joined.concept);
    if (known) known.push({ match: broader, features: own });
    else byConcept.set(joined.concept, [{ match: broader, features: own }]);
  }
}

/** The candidates by probability, each with the name that the mention is, if there is one, else the one that speaks most for it. */
export function rank(candidates: readonly Candidate[], weights: Weights): readonly Ranked[] {
  const best = candidates.map(({ matches }) => {
    let most = matches[0]!;
    let logit = Number.NEGATIVE_INFINITY;
    let literal: Matched | undefined;
    for (const one of matches) {
      const own = logitOf(one.features, weights);
      if (own > logit) {
        most = one;
        logit = own;
      }
      const level = levelOf(one.features);
      if (level === 0 || isOfOtherText(one.features)) continue;
      if (literal === undefined || level > levelOf(literal.features)) literal = one;
    }
    return { ...(literal ?? most), logit };
  });
  const scores = probabilities(best.map(({ logit }) => logit));
  return best.map((one, index) => ({ ...one, score: scores[index]! })).sort((a, b) => b.logit - a.logit);
}

function conceptFeatures(
  features: Features,
  { joined, named }: Match,
  mention: LinkMention,
  context: DocumentContext,
): void {
  features[at.joinedTerminologies] = Math.min(1, (joined.identifiers.length - 1) / 4);
  features[at.withdrawn] = named.withdrawn ? 1 : 0;
  features[at.familiar] = Math.min(1, Math.log2(joined.names) / 6);
  features[at.agreed] = context.agreement(joined.concept, mention.mention, mention.type);
  const isGene = named.types.includes('Gene');
  if (named.species !== undefined || isGene) speciesFeatures(features, named.species ?? human, mention, context);
}
