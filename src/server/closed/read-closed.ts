import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Entity, WordEntity } from '../../core/entity.ts';
import { placeMentions } from '../../core/place.ts';
import { compareSpans } from '../../core/span.ts';
import type { Steps } from '../../core/steps.ts';
import type { Language, Sentence } from '../../core/words.ts';
import type { Settings } from '../../settings.ts';
import { DocumentReader } from '../../text/reader.ts';
import type { OpenedTerminologies } from '../concepts/open-terminologies.ts';
import { shownEntities } from '../shown-entities.ts';
import type { CalmReader } from './calm-reader.ts';
import { ClosedMentions } from './closed-mentions.ts';
import type { Found, ReadingCache } from './reading-cache.ts';

/** Characters that are cut into sentences in one step. */
const slice = 1 << 12;
/** Sentences whose mentions are placed in one step. */
const stretch = 200;

/** What reading a file needs. */
export interface ReadingTools {
  readonly calm: CalmReader;
  readonly cache: ReadingCache;
  readonly terminologies: OpenedTerminologies;
  /** What a model found in words that stood in an open document; undefined if that is not known. */
  readonly recall: (model: string, words: readonly string[]) => readonly WordEntity[] | undefined;
}

/** A text to read, and how. */
export interface ClosedText {
  readonly uri: string;
  readonly text: string;
  readonly language: Language;
  /** The id of the model. */
  readonly model: string;
  readonly settings: Settings;
}

export type ClosedReading =
  | { readonly kind: 'read'; readonly mentions: ClosedMentions }
  | { readonly kind: 'stale' }
  | { readonly kind: 'failed'; readonly message: string };

/** Reads a text calmly: cuts it into sentences, has the model read those that nobody has read before, and links what it found. */
export async function readClosed(
  { uri, text, language, model, settings }: ClosedText,
  { calm, cache, terminologies, recall }: ReadingTools,
  stale: () => boolean,
): Promise<ClosedReading> {
  const cutting = cut(text, language);
  const sentences = await calm.finish(() => cutting.next(), stale);
  if (!sentences) return { kind: 'stale' };
  const key = cache.keyOf(model, language, text);
  let found = await cache.get(key, sentences);
  if (!found) {
    const reading = await recognize(sentences, model, calm, recall, stale);
    if (reading.kind !== 'read') return reading;
    found = reading.found;
    await cache.put(key, found);
  }
  const placing = place(sentences, found);
  const placed = await calm.finish(() => placing.next(), stale);
  if (!placed) return { kind: 'stale' };
  const entities = shownEntities(placed, settings);
  const opened = terminologies.current;
  const linking = opened?.linker.open({ sentences, mentions: entities }).linkAll();
  const linked = linking && (await calm.finish(() => terminologies.attempt(() => linking.next()), stale));
  if (stale()) return { kind: 'stale' };
  const document = TextDocument.create(uri, language, 0, text);
  return { kind: 'read', mentions: new ClosedMentions(document, entities, linked) };
}

async function recognize(
  sentences: readonly Sentence[],
  model: string,
  calm: CalmReader,
  recall: ReadingTools['recall'],
  stale: () => boolean,
): Promise<Exclude<ClosedReading, { kind: 'read' }> | { readonly kind: 'read'; readonly found: Found }> {
  const words = sentences.map((sentence) => sentence.words.map(({ text }) => text));
  const found = words.map((each) => recall(model, each));
  const unread = words.filter((_, index) => !found[index]);
  const reading = await calm.read(unread, stale);
  if (reading.kind !== 'read') return reading;
  let next = 0;
  return { kind: 'read', found: found.map((known) => known ?? reading.found[next++]!) };
}

/** The reader parses in each step what is new. */
function* cut(text: string, language: Language): Steps<readonly Sentence[]> {
  const reader = new DocumentReader(language);
  for (let end = slice; end < text.length; end += slice) {
    reader.read(text.slice(0, end));
    yield;
  }
  return reader.read(text);
}

function* place(sentences: readonly Sentence[], found: Found): Steps<readonly Entity[]> {
  const entities: Entity[] = [];
  for (const [index, sentence] of sentences.entries()) {
    entities.push(...placeMentions(sentence, found[index] ?? []));
    if (index % stretch === stretch - 1) yield;
  }
  return entities.sort(compareSpans);
}
