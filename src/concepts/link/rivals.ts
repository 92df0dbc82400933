import type { DocumentContext } from './context.ts';
import { featureAt as at, type Features } from './features.ts';
import { placeOf } from './joined.ts';
import type { Lookup } from './lookup.ts';
import type { Query } from './queries.ts';
import type { Match } from './rank.ts';

/** How a candidate was found, and its features. */
export interface Matched {
  readonly match: Match;
  readonly features: Features;
}

/** Concepts that are looked at for which is a kind of which. */
const mostRelated = 10;

/** Of the concepts whose names are most like one of the texts, how they were found. */
export function likeliest(byConcept: ReadonlyMap<string, readonly Matched[]>): readonly Matched[] {
  const likeness = ({ features }: Matched) => features[at.coverProduct]! + features[at.joined]! + features[at.dice]!;
  return [...byConcept.values()]
    .map((matches) => matches.reduce((a, b) => (likeness(b) > likeness(a) ? b : a)))
    .sort((a, b) => likeness(b) - likeness(a))
    .slice(0, mostRelated);
}

/** Where a name is all of the mention, or of what it abbreviates: tells which names are only of a part of it. */
export function beat(byConcept: ReadonlyMap<string, readonly Matched[]>): void {
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
export function relate(
  likely: readonly Matched[],
  byConcept: ReadonlyMap<string, readonly Matched[]>,
  lookup: Lookup,
): void {
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
export function corroborate(
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
export function lead(byConcept: ReadonlyMap<string, readonly Matched[]>): void {
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

/** How well a name agrees with a text: as it stands, spelling aside, as a set of words, else 0. */
export function levelOf(features: Features): number {
  if (features[at.exact] === 1) return 4;
  if (features[at.folded] === 1) return 3;
  if (features[at.joined] === 1) return 2;
  return features[at.words] === 1 || features[at.bag] === 1 ? 1 : 0;
}
