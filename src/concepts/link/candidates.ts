import type { DocumentContext } from './context.ts';
import { featureAt as at, type Features } from './features.ts';
import { placeOf } from './joined.ts';
import type { LinkMention } from './linker.ts';
import type { Lookup } from './lookup.ts';
import { looksShort, type Query, queriesOf } from './queries.ts';
import { isOfOtherText, logitOf, type Match, probabilities, type Ranked, type Weights, withQuery } from './rank.ts';
import { human, speciesLetters } from './species-words.ts';

/** A concept with every name that speaks for it: what ranking starts from, and what its weights are learnt from. */
export interface Candidate {
  readonly concept: string;
  readonly matches: readonly { readonly match: Match; readonly features: Features }[];
}

/** Concepts whose broader ones are candidates, too. */
const mostBroadened = 3;
/** Concepts that are looked at for which is a kind of which. */
const mostRelated = 10;

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
  const defined = context.longFormOf(mention) !== undefined;
  const short = looksShort(mention.mention);
  const byConcept = new Map<string, { match: Match; features: Features }[]>();
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

type Matched = Candidate['matches'][number];

/** Of the concepts whose names are most like one of the texts, how they were found. */
function likeliest(byConcept: ReadonlyMap<string, readonly Matched[]>): readonly Matched[] {
  const likeness = ({ features }: Matched) => features[at.coverProduct]! + features[at.joined]! + features[at.dice]!;
  return [...byConcept.values()]
    .map((matches) => matches.reduce((a, b) => (likeness(b) > likeness(a) ? b : a)))
    .sort((a, b) => likeness(b) - likeness(a))
    .slice(0, mostRelated);
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

/** Where a name is all of the mention, or of what it abbreviates: tells which names are only of a part of it. */
function beat(byConcept: ReadonlyMap<string, readonly Matched[]>): void {
  const all = [...byConcept.values()].flat();
  const isWhole = ({ match: { query }, features }: Matched) =>
    (query.by === undefined || isSpelled(query)) && levelOf(features) >= 2;
  if (!all.some(isWhole)) return;
  for (const { match, features } of all) {
    const { by } = match.query;
    if (by === 'stripped' || by === 'backedOff' || by === 'broader') features[at.beaten] = 1;
  }
}

/** Tells of the likeliest concepts which are kinds of which: of several that fit as well, the most general one is meant. */
function relate(likely: readonly Matched[], byConcept: ReadonlyMap<string, readonly Matched[]>, lookup: Lookup): void {
  const above = new Map<string, number>();
  for (const { match } of likely) {
    let below = 0;
    for (const { concept } of lookup.broader(match.joined)) {
      if (!likely.some((other) => other.match.joined.concept === concept)) continue;
      above.set(concept, (above.get(concept) ?? 0) + 1);
      below = 1;
    }
    for (const { features } of byConcept.get(match.joined.concept) ?? []) features[at.narrowerThanOthers] = below;
  }
  for (const [concept, count] of above) {
    for (const { features } of byConcept.get(concept) ?? []) features[at.broaderOfOthers] = Math.min(1, count / 3);
  }
}

/** Tells of the likeliest concepts whether short and long form both name it, and whether the document has words of its other names. */
function corroborate(
  likely: readonly Matched[],
  byConcept: ReadonlyMap<string, readonly Matched[]>,
  context: DocumentContext,
  lookup: Lookup,
): void {
  for (const { match } of likely) {
    const matches = byConcept.get(match.joined.concept) ?? [];
    const best = (spelled: boolean) =>
      Math.max(
        0,
        ...matches.map(({ match: { query }, features }) =>
          isSpelled(query) === spelled ? features[at.coverProduct]! : 0,
        ),
      );
    const both = best(true) * best(false);
    const said = lookup.analysed(match.query.text).roots;
    let most = 0;
    for (const { roots, classes } of lookup.namesOf(match.joined)) {
      let all = 0;
      let found = 0;
      for (const [index, root] of roots.entries()) {
        if (said.includes(root)) continue;
        const weight = lookup.rarity(classes[index]!);
        all += weight;
        if (context.roots.has(root)) found += weight;
      }
      if (all > 0 && found / all > most) most = found / all;
    }
    for (const { features } of matches) {
      features[at.bothForms] = both;
      features[at.namesInDocument] = most * features[at.coverProduct]!;
    }
  }
}

function isSpelled({ by }: Query): boolean {
  return by === 'long' || by === 'acronym' || by === 'expanded';
}

/** Tells which concepts are not of the namespace that leads among those whose names, or whose kinds' names, are as much like the mention. */
function lead(byConcept: ReadonlyMap<string, readonly Matched[]>): void {
  const first = new Map<number, number>();
  const levels = [...byConcept].map(([concept, matches]) => {
    const level = Math.max(
      ...matches.map(({ features }) =>
        Math.max(levelOf(features), features[at.broaderSame]! + features[at.standInSame]!),
      ),
    );
    const place = placeOf(concept);
    for (let below = 0; below <= level; below++) first.set(below, Math.min(first.get(below) ?? place, place));
    return { matches, level, place };
  });
  for (const { matches, level, place } of levels) {
    for (const { features } of matches) features[at.trails] = place > first.get(Math.min(level, 1))! ? 1 : 0;
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

/** How well a name agrees with a text: as it stands, spelling aside, as a set of words, else 0. */
function levelOf(features: Features): number {
  if (features[at.exact] === 1) return 4;
  if (features[at.folded] === 1) return 3;
  if (features[at.joined] === 1) return 2;
  return features[at.words] === 1 || features[at.bag] === 1 ? 1 : 0;
}
