import { describe, expect, it } from 'vitest';
import type { AnnotatedDocument } from '../../../src/corpus/document.ts';
import { recognizeDocuments, type Stretch } from '../../../src/evaluate/run/recognize-documents.ts';
import type { EvaluatedSystem } from '../../../src/evaluate/run/system.ts';

/** A system that finds every word with a capital letter, and the sizes of what it was given. */
function capitals(): EvaluatedSystem & { readonly sizes: number[] } {
  const sizes: number[] = [];
  return {
    sizes,
    info: { kind: 'model', name: 'capitals' },
    types: ['Gene'],
    async recognize(sentences, signal) {
      signal?.throwIfAborted();
      sizes.push(sentences.reduce((sum, words) => sum + words.length, 0));
      return sentences.map((words) =>
        words.flatMap((word, start) =>
          /\p{Lu}/u.test(word) ? [{ start, end: start + 1, type: 'Gene', score: 0.5 }] : [],
        ),
      );
    },
  };
}

function documentOf(id: string, text: string): AnnotatedDocument {
  const passages = text === '' ? [] : [{ start: 0, end: text.length, kind: 'abstract', notes: {}, line: 1 }];
  return { id, text, passages, mentions: [], relations: [], notes: {}, file: 'f', line: 1 };
}

async function* given(documents: Iterable<AnnotatedDocument>) {
  yield* documents;
}

async function stretchesOf(documents: Iterable<AnnotatedDocument>, ...systems: EvaluatedSystem[]): Promise<Stretch[]> {
  const stretches: Stretch[] = [];
  for await (const stretch of recognizeDocuments(given(documents), systems)) stretches.push(stretch);
  return stretches;
}

describe('finding mentions in documents', () => {
  it('gives offsets in the text, whatever characters it has', async () => {
    const text = '\u{1d6fc}-tubulin and caf\u{65}\u{301} near BRCA1.\r\nThen 😀 TP53';
    const [stretch] = await stretchesOf([documentOf('a', text)], capitals());
    const found = stretch?.documents[0]?.found[0]?.map(({ spans: [{ start, end }] }) => text.slice(start, end));
    expect(found).toEqual(['BRCA1', 'Then', 'TP53']);
    expect(stretch?.position).toBe(text.length);
  });

  it('reads a document that is longer than a stretch in several, every word of it', async () => {
    const sentence = 'One gene BRCA1 is one of many . ';
    const long = documentOf('long', sentence.repeat(8000));
    const system = capitals();
    const stretches = await stretchesOf([documentOf('short', 'P53 here.'), long, documentOf('last', 'MYC.')], system);
    expect(stretches.length).toBeGreaterThan(2);
    expect(Math.max(...system.sizes)).toBeLessThan(21_000);
    expect(system.sizes.reduce((a, b) => a + b)).toBe(3 + 8 * 8000 + 2);
    expect(stretches.map(({ position }) => position)).toEqual(
      stretches.map(({ position }) => position).toSorted((a, b) => a - b),
    );
    const documents = stretches.flatMap((stretch) => stretch.documents);
    expect(documents.map(({ document }) => document.id)).toEqual(['short', 'long', 'last']);
    expect(documents.map(({ found }) => found[0]?.length)).toEqual([1, 16_000, 1]);
    const starts = documents[1]?.found[0]?.map(({ spans: [{ start }] }) => start);
    expect(starts).toEqual(
      Array.from({ length: 16_000 }, (_, index) => (index >> 1) * sentence.length + (index % 2) * 9),
    );
  });

  it('lets documents without a word pass, and asks each system about the same sentences', async () => {
    const systems = [capitals(), capitals()];
    const stretches = await stretchesOf(
      [documentOf('empty', ''), documentOf('a', 'MYC'), documentOf('b', '')],
      ...systems,
    );
    const documents = stretches.flatMap((stretch) => stretch.documents);
    expect(documents.map(({ found }) => found.map((mentions) => mentions.length))).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(systems.map(({ sizes }) => sizes)).toEqual([[1], [1]]);
    expect(await stretchesOf([], capitals())).toEqual([]);
  });

  it('holds few documents at once, however many without a word follow one another', async () => {
    const documents = Array.from({ length: 12_000 }, (_, index) => documentOf(`d${index}`, ''));
    const stretches = await stretchesOf(documents, capitals());
    expect(Math.max(...stretches.map((stretch) => stretch.documents.length))).toBe(5000);
    expect(stretches.flatMap((stretch) => stretch.documents)).toHaveLength(12_000);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    const next = recognizeDocuments(given([documentOf('a', 'MYC')]), [capitals()], signal).next();
    await expect(next).rejects.toThrow('stopped');
  });
});
