import type { Steps } from '../../core/steps.ts';
import { candidatesOf, rank } from './candidates.ts';
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
    const { threshold, weights } = modelFor(type);
    const candidates = candidatesOf(mention, type, this.#context, this.#lookup);
    const ranked = rank(candidates, weights)
      .filter(({ score }, index) => index === 0 || score >= leastScore)
      .slice(0, mostCandidates);
    const told = ranked.map(linkOf);
    const longForm = this.#context.abbreviations.longFormOf(mention.mention, mention.start)?.longForm;
    return {
      links: told.slice(0, (told[0]?.score ?? 0) >= threshold ? 1 : 0),
      candidates: told,
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
}

function linkOf({ match, features, score }: Ranked): Link {
  const { concept, identifiers, name } = match.joined;
  return { concept, identifiers, name, matched: match.named.name, kind: kindOf(match.query.by, features), score };
}

function kindOf(by: string | undefined, features: Ranked['features']): LinkKind {
  if (by === 'long' || by === 'expanded') return 'abbreviation';
  if (by === undefined && features[at.folded] === 1) return 'exact';
  if (features[at.joined] === 1 || features[at.words] === 1 || features[at.bag] === 1) return 'normalised';
  return 'similar';
}
