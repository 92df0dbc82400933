import type { AnnotatedDocument } from '../../corpus/document.ts';
import { hasMadeUpId } from '../../corpus/made-up-id.ts';
import type { CorpusProblem } from '../../corpus/problems.ts';
import type { DocumentPair } from '../pair.ts';
import { FoundById } from './by-id.ts';
import { FoundByOrder } from './by-order.ts';
import { type Found, nothing } from './moved.ts';
import type { FoundSide, SideOptions } from './side.ts';
import { alignTexts } from './texts.ts';

/** Documents of one side, and where they come from. */
export interface DocumentSource {
  /** The file or folder, for messages. */
  readonly place: string;
  readonly documents: AsyncIterable<AnnotatedDocument>;
}

/**
 * Brings gold documents and what one or two systems found in them together. Documents are known by their ids, wherever they
 * stand; where one side has made its ids up, or the first documents have the same text but other ids, by their order.
 * Texts must be the same but for white space; what was found is laid over the gold text.
 *
 * A gold document that is missing on the other side counts as one in which nothing was found; one that is there alone is not
 * scored; both are told.
 * @throws UserError naming both files, the document and the first difference, if two texts are not the same.
 */
export async function* pairDocuments(
  gold: DocumentSource,
  systems: readonly [DocumentSource, (DocumentSource | undefined)?],
  onProblem: (problem: CorpusProblem) => void,
): AsyncGenerator<DocumentPair, void, undefined> {
  const sources = systems
    .filter((source) => source !== undefined)
    .map(({ place, documents }) => ({ place, documents: documents[Symbol.asyncIterator]() }));
  const sides: FoundSide[] = [];
  const ready: DocumentPair[] = [];
  try {
    for await (const document of gold.documents) {
      if (sides.length === 0) {
        for (const { place, documents } of sources) {
          sides.push(await openSide(documents, document, { place, goldPlace: gold.place, onProblem }));
        }
      }
      const found: (Found | undefined)[] = [];
      let open = sides.length;
      for (const [index, side] of sides.entries()) {
        await side.seek(document, (each) => {
          if (!each) tellMissing(document, sources[index]?.place ?? '', onProblem);
          found[index] = each ?? nothing;
          open--;
          if (open === 0) ready.push(pairOf(document, found));
        });
      }
      yield* ready.splice(0);
    }
    for (const side of sides) await side.finish();
    yield* ready;
  } finally {
    for (const { documents } of sources) await documents.return?.();
  }
}

async function openSide(
  documents: AsyncIterator<AnnotatedDocument>,
  gold: AnnotatedDocument,
  options: SideOptions,
): Promise<FoundSide> {
  const { done, value: first } = await documents.next();
  const rest = startingWith(done ? undefined : first, documents);
  return !done && isByOrder(gold, first) ? new FoundByOrder(rest, options) : new FoundById(rest, options);
}

function isByOrder(gold: AnnotatedDocument, found: AnnotatedDocument): boolean {
  if (hasMadeUpId(gold) || hasMadeUpId(found)) return true;
  if (gold.id === found.id) return false;
  const { goldEnd, foundEnd } = alignTexts(gold.text, 0, found.text, 0);
  return goldEnd >= gold.text.length && foundEnd >= found.text.length;
}

async function* startingWith(
  first: AnnotatedDocument | undefined,
  rest: AsyncIterator<AnnotatedDocument>,
): AsyncGenerator<AnnotatedDocument, void, undefined> {
  if (first) yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function tellMissing(
  { id, file, line, mentions }: AnnotatedDocument,
  place: string,
  onProblem: (problem: CorpusProblem) => void,
): void {
  const message = `document ${id} is not in ${place}; its ${mentions.length} mentions count as missed`;
  onProblem({ kind: 'other', file, line, message });
}

function pairOf(gold: AnnotatedDocument, [found = nothing, other]: readonly (Found | undefined)[]): DocumentPair {
  return {
    gold,
    found: found.mentions,
    ...(found.sentences ? { foundSentences: found.sentences } : {}),
    ...(other ? { other: other.mentions } : {}),
    ...(other?.sentences ? { otherSentences: other.sentences } : {}),
  };
}
