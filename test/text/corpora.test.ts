import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../src/text/sentences.ts';
import { splitIntoWords } from '../../src/text/words.ts';
import { corpusFile, readCorpus } from '../support/corpus.ts';
import { corporaFolder, missing } from '../support/shared.ts';

const absent = missing(corporaFolder);

/** Titles and abstracts of a corpus as its authors wrote them. */
function passages(name: string): string[] {
  const file = path.join(corporaFolder, 'concepts', name, 'test.pubtator.txt.gz');
  return [
    ...gunzipSync(readFileSync(file))
      .toString()
      .matchAll(/^\d+\|[ta]\|(.+)$/gm),
  ].map(([, text]) => text!);
}

/** Where words and sentences end in a corpus's own division, counted in characters that are not white space. */
function division(corpus: string): { stream: string; words: Set<number>; sentences: Set<number> } {
  let stream = '';
  const words = new Set<number>();
  const sentences = new Set<number>();
  for (const sentence of readCorpus(corpusFile(corpus))) {
    for (const word of sentence.words) {
      stream += word;
      words.add(stream.length);
    }
    sentences.add(stream.length);
  }
  return { stream, words, sentences };
}

describe.skipIf(absent !== undefined)(
  `against the division of published corpora${absent === undefined ? '' : ` (${absent})`}`,
  () => {
    it.each([
      ['bc5cdr', 'BC5CDR-disease'],
      ['ncbi-disease', 'NCBI-disease'],
    ])('cuts every word of %s alike', (name, corpus) => {
      const { stream, words } = division(corpus);
      for (const text of passages(name)) {
        let at = stream.indexOf(text.replace(/\s+/g, ''));
        if (at < 0) continue;
        for (const word of splitIntoWords(text)) {
          at += word.text.length;
          if (!words.has(at)) expect.unreachable(`${word.text} in ${text}`);
        }
      }
    });

    it('finds the sentences of BC5CDR', () => {
      const { stream, sentences } = division('BC5CDR-disease');
      let both = 0;
      let mine = 0;
      let theirs = 0;
      for (const text of passages('bc5cdr')) {
        const flat = text.replace(/\s+/g, '');
        const start = stream.indexOf(flat);
        if (start < 0) continue;
        const ends = splitSentences(text).map(({ end }) => start + text.slice(0, end).replace(/\s+/g, '').length);
        mine += ends.length;
        both += ends.filter((end) => sentences.has(end)).length;
        for (let end = start + 1; end <= start + flat.length; end++) if (sentences.has(end)) theirs++;
      }
      expect(theirs).toBeGreaterThan(4000);
      expect(both / mine).toBeGreaterThan(0.995);
      expect(both / theirs).toBeGreaterThan(0.99);
    });
  },
);
