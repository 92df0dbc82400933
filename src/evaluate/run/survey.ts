import type { CorpusFile } from '../../corpus/parts.ts';

/** What a first look over a part tells, before its mentions are compared with anything. */
export interface Survey {
  readonly documents: number;
  /** UTF-16 units of text. */
  readonly length: number;
  /** Mentions of each type, by the corpus's own names. */
  readonly mentions: ReadonlyMap<string, number>;
}

/**
 * Reads a part once for its types and size: which types are scored must be known before the first document is, and how
 * far an evaluation has come is told by text. Nothing of it stays in memory.
 * @throws UserError of the form's reader, or the signal's reason.
 */
export async function survey({ form, place }: CorpusFile, signal?: AbortSignal): Promise<Survey> {
  const mentions = new Map<string, number>();
  let documents = 0;
  let length = 0;
  for await (const document of form.read(place, signal ? { signal } : {})) {
    documents++;
    length += document.text.length;
    for (const { type } of document.mentions) mentions.set(type, (mentions.get(type) ?? 0) + 1);
  }
  return { documents, length, mentions };
}
