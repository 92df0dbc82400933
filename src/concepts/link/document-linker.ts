import { finish, type Steps } from '../../core/steps.ts';
import { candidatesOf, rank } from './candidates.ts';
import { readings } from './composite.ts';
import { DocumentContext } from './context.ts';
import { featureAt as at } from './features.ts';
import type { DocumentLinker, Link, LinkDocument, Linked, LinkKind, LinkMention } from './linker.ts';
import type { Lookup } from './lookup.ts';
import { modelFor } from './models.ts';
import { queriesOf } from './queries.ts';
import { isLinked, type Ranked } from './rank.ts';

/** Candidates that are told. */
const mostCandidates = 8;
/** Candidates less probable than that are not told. */
const leastScore = 0.001;
/** A part of a composite mention less probable than that is none. */
const leastPartScore = 0.3;
/** Milliseconds of linking between two stops. */
const stretch = 5;

/** Types whose mentions hold names of another type's concepts (`CFTR mRNA`, `IL-6 promoter`). */
const typeOfOthers: Readonly<Record<string, string>> = { DNA: 'Gene', RNA: 'Gene' };

/** What a mention means among the concepts of one type. */
interface Meaning {
  readonly links: readonly Ranked[];
  /** All that were thought of, `links` among them. */
  readonly candidates: readonly Ranked[];
  /** Whether each link is one of several that a composite mention holds. */
  readonly composite: boolean;
}

/** Links the mentions of one document by the names in a store. */
export class NameLinker implements DocumentLinker {
  readonly #document: LinkDocument;
  readonly #lookup: Lookup;
  readonly #context: DocumentContext;
  /** By type, text and what tells mentions of one text apart. */
  readonly #known = new Map<string, Linked>();

  constructor(document: LinkDocument, lookup: Lookup) {
    this.#document = document;
    this.#lookup = lookup;
    this.#context = new DocumentContext(document, lookup);
  }

  link(mention: LinkMention): Linked {
    return this.#lookup.atOnce(() => finish(this.#linked(mention)));
  }

  *linkAll(): Steps<readonly Linked[]> {
    const work = this.#all();
    for (;;) {
      const { done, value } = this.#lookup.atOnce(() => during(work));
      if (done) return value;
      yield;
    }
  }

  *#all(): Steps<readonly Linked[]> {
    yield* this.#context.prepare();
    const linked: Linked[] = [];
    for (const mention of this.#document.mentions) {
      linked.push(yield* this.#linked(mention));
      yield;
    }
    return linked;
  }

  *#linked(mention: LinkMention): Steps<Linked> {
    const place = `${mention.type}\n${mention.mention}\n${this.#context.placeOf(mention)}`;
    let linked = this.#known.get(place);
    if (linked === undefined) {
      const { links, candidates, composite } = yield* this.#meaning(mention);
      const longForm = this.#context.longFormOf(mention);
      linked = {
        links: links.map((link) => linkOf(link, composite)),
        candidates: candidates
          .filter(({ score }, index) => index === 0 || score >= leastScore)
          .slice(0, mostCandidates)
          .sort((a, b) => b.score - a.score)
          .map((link) => linkOf(link, composite)),
        ...(longForm === undefined ? {} : { longForm }),
      };
      this.#known.set(place, linked);
    }
    return linked;
  }

  /** Of DNA and RNA, what is known as such; else what holds a gene's name is of that gene: `TATA box` is of none. */
  *#meaning(mention: LinkMention): Steps<Meaning> {
    const own = yield* this.#meaningAmong(mention.type, mention);
    const other = typeOfOthers[mention.type];
    if (other === undefined || (own.links.length > 0 && own.links.every(isOwnName))) return own;
    const others = yield* this.#meaningAmong(other, mention);
    const candidates = (first: Meaning, second: Meaning) => {
      const seen = new Set(first.candidates.map(({ match }) => match.joined.concept));
      return [...first.candidates, ...second.candidates.filter(({ match }) => !seen.has(match.joined.concept))];
    };
    return others.links.length > 0 && others.links.every(isHeld)
      ? { ...others, candidates: candidates(others, own) }
      : { ...own, candidates: candidates(own, others) };
  }

  *#meaningAmong(type: string, mention: LinkMention): Steps<Meaning> {
    const { threshold } = modelFor(type);
    const ranked = yield* this.#rank(mention, type);
    const parts = isWhole(ranked[0]) ? undefined : yield* this.#parts(mention.mention, mention, type);
    if (parts === undefined) {
      return {
        links: ranked.slice(0, 1).filter(({ features, score }) => isLinked(features, score, threshold)),
        candidates: ranked,
        composite: false,
      };
    }
    const each = Math.ceil(mostCandidates / parts.length);
    return {
      links: parts.map(([best]) => best!),
      candidates: parts.flatMap((part) => part.slice(0, each)),
      composite: true,
    };
  }

  *#rank(mention: LinkMention, type: string): Steps<readonly Ranked[]> {
    const queries = queriesOf(mention, type, this.#context);
    for (const { text, byWords } of queries) {
      yield* this.#lookup.steps(text, type, byWords);
      yield;
    }
    return rank(candidatesOf(mention, type, this.#context, this.#lookup, queries), modelFor(type).weights);
  }

  /**
   * The candidates of each name that a composite text holds, by the reading of it whose least sure name is surest; undefined
   * if it is none, or none of its readings is sure enough.
   */
  *#parts(text: string, mention: LinkMention, type: string): Steps<readonly (readonly Ranked[])[] | undefined> {
    let best: readonly (readonly Ranked[])[] | undefined;
    let most = 0;
    for (const reading of readings(text)) {
      const parts: (readonly Ranked[])[] = [];
      for (const part of reading) {
        const ranked = yield* this.#rank({ ...mention, mention: part }, type);
        if (partScore(ranked[0]) <= most) break;
        parts.push(ranked);
      }
      if (parts.length < reading.length) continue;
      if (new Set(parts.map(([first]) => first?.match.joined.concept)).size < parts.length) continue;
      best = parts;
      most = Math.min(...parts.map(([first]) => partScore(first)));
    }
    return best;
  }
}

/** Does steps for some milliseconds. */
function during<Result>(steps: Steps<Result>): IteratorResult<undefined, Result> {
  const until = performance.now() + stretch;
  for (;;) {
    const step = steps.next();
    if (step.done || performance.now() >= until) return step;
  }
}

/** How sure a part of a composite mention is: what is a name is surer than what is like one, or was widened. */
function partScore(ranked: Ranked | undefined): number {
  if (ranked === undefined || ranked.score < leastPartScore) return 0;
  const named = isNamed(ranked) || ranked.features[at.bag] === 1;
  return ranked.score + (named && ranked.match.query.by !== 'broader' ? 1 : 0);
}

/** Whether a mention is a name as a whole, whatever it holds: `head and neck cancer`. */
function isWhole(ranked: Ranked | undefined): boolean {
  return ranked !== undefined && ranked.match.query.by === undefined && isNamed(ranked);
}

/** Whether a name of a concept is all of a mention, or of what it abbreviates. */
function isOwnName(ranked: Ranked): boolean {
  return (ranked.match.query.by === undefined || ranked.match.query.by === 'long') && isNamed(ranked);
}

/** Whether a name of a concept is in a mention: `CFTR` in `CFTR mRNA`. */
function isHeld(ranked: Ranked): boolean {
  return isNamed(ranked) || ranked.features[at.covers] === 1;
}

function isNamed({ features }: Ranked): boolean {
  return features[at.joined] === 1 || features[at.words] === 1;
}

function linkOf({ match, features, score }: Ranked, part: boolean): Link {
  const { concept, identifiers, name } = match.joined;
  return {
    concept,
    identifiers,
    name,
    matched: match.named.name,
    kind: part ? 'part' : kindOf(match.query.by, features),
    score,
  };
}

function kindOf(by: string | undefined, features: Ranked['features']): LinkKind {
  if (by === 'long' || by === 'expanded') return 'abbreviation';
  if (by === undefined && features[at.folded] === 1) return 'exact';
  if (features[at.joined] === 1 || features[at.words] === 1 || features[at.bag] === 1) return 'normalised';
  return 'similar';
}
