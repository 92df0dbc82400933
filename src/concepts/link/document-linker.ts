import type { Steps } from '../../core/steps.ts';
import { candidatesOf, rank } from './candidates.ts';
import { readings } from './composite.ts';
import { DocumentContext } from './context.ts';
import { featureAt as at } from './features.ts';
import type { DocumentLinker, Link, LinkDocument, Linked, LinkKind, LinkMention } from './linker.ts';
import type { Lookup } from './lookup.ts';
import { modelFor } from './models.ts';
import type { Ranked } from './rank.ts';

/** Candidates that are told. */
const mostCandidates = 8;
/** Candidates less probable than that are not told. */
const leastScore = 0.001;
/** A part of a composite mention less probable than that is none. */
const leastPartScore = 0.3;
/** Milliseconds of linking between two stops. */
const stretch = 5;

/** Types whose mentions hold names of another type's concepts (`CFTR mRNA`, `IL-6 promoter`). */
const typeOfConcepts: Readonly<Record<string, string>> = { DNA: 'Gene', RNA: 'Gene' };

/** Links the mentions of one document by the names in a store. */
export class NameLinker implements DocumentLinker {
  readonly #document: LinkDocument;
  readonly #lookup: Lookup;
  readonly #context: DocumentContext;

  constructor(document: LinkDocument, lookup: Lookup) {
    this.#document = document;
    this.#lookup = lookup;
    this.#context = new DocumentContext(document, lookup);
  }

  link(mention: LinkMention): Linked {
    const type = typeOfConcepts[mention.type] ?? mention.type;
    const { threshold } = modelFor(type);
    const ranked = this.#rank(mention, type);
    const longForm = this.#context.longFormOf(mention);
    const parts = isWhole(ranked[0]) ? undefined : this.#parts(mention.mention, mention, type);
    const links = parts?.map(([best]) => best!) ?? ranked.slice(0, 1).filter(({ score }) => score >= threshold);
    // Of DNA and RNA, only what holds a gene's name is of that gene: `TATA box` and `promoter` are of none.
    const borrowed = type !== mention.type && !links.every(isNamed);
    const told = parts ? parts.flatMap((part) => part.slice(0, Math.ceil(mostCandidates / parts.length))) : ranked;
    return {
      links: borrowed ? [] : links.map((link) => linkOf(link, parts !== undefined)),
      candidates: told
        .filter(({ score }, index) => index === 0 || score >= leastScore)
        .slice(0, mostCandidates)
        .sort((a, b) => b.score - a.score)
        .map((link) => linkOf(link, parts !== undefined)),
      ...(longForm === undefined ? {} : { longForm }),
    };
  }

  *linkAll(): Steps<readonly Linked[]> {
    const linked: Linked[] = [];
    let since = performance.now();
    for (const mention of this.#document.mentions) {
      linked.push(this.link(mention));
      if (performance.now() - since < stretch) continue;
      yield;
      since = performance.now();
    }
    return linked;
  }

  #rank(mention: LinkMention, type: string): readonly Ranked[] {
    return rank(candidatesOf(mention, type, this.#context, this.#lookup), modelFor(type).weights);
  }

  /**
   * The candidates of each name that a composite text holds, by the reading of it whose least sure name is surest; undefined
   * if it is none, or none of its readings is sure enough.
   */
  #parts(text: string, mention: LinkMention, type: string): readonly (readonly Ranked[])[] | undefined {
    let best: readonly (readonly Ranked[])[] | undefined;
    let most = 0;
    for (const reading of readings(text)) {
      const parts: (readonly Ranked[])[] = [];
      for (const part of reading) {
        const ranked = this.#rank({ ...mention, mention: part }, type);
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

/** How sure a part of a composite mention is: what is a name is surer than what is like one; what was widened is none. */
function partScore(ranked: Ranked | undefined): number {
  if (ranked === undefined || ranked.match.query.by === 'broader' || ranked.score < leastPartScore) return 0;
  return ranked.score + (isNamed(ranked) || ranked.features[at.bag] === 1 ? 1 : 0);
}

/** Whether a mention is a name as a whole, whatever it holds: `head and neck cancer`. */
function isWhole(ranked: Ranked | undefined): boolean {
  return ranked !== undefined && ranked.match.query.by === undefined && isNamed(ranked);
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
