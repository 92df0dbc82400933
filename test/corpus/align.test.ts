import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignToWords } from '../../src/corpus/align.ts';
import type { AnnotatedDocument, AnnotatedMention } from '../../src/corpus/document.ts';
import type { CorpusProblem } from '../../src/corpus/problems.ts';
import { sentencesOf } from '../../src/corpus/words.ts';
import { line, mentionsIn } from './forms/arbitrary.ts';
import { textDocument } from './forms/reading.ts';

const mention = (type: string, ...spans: [[number, number], ...[number, number][]]): AnnotatedMention => ({
  ...{ id: '', type, concepts: [], notes: {}, line: 7 },
  spans: spans.map(([start, end]) => ({ start, end })) as unknown as AnnotatedMention['spans'],
});

/** Mentions as their words, by sentence, and what was told. */
function aligned(document: AnnotatedDocument) {
  const problems: CorpusProblem[] = [];
  const sentences = alignToWords(document, (problem) => problems.push(problem)).map(({ sentence, mentions }) =>
    mentions.map(({ start, end, type }) => {
      const words = sentence.words.slice(start, end).map((word) => document.text.slice(word.start, word.end));
      return `${type}: ${words.join(' ')}`;
    }),
  );
  return { sentences, kinds: problems.map(({ kind, line: at }) => `${kind} ${at}`), problems };
}

describe('aligning a document to words', () => {
  it('gives each sentence its mentions, also those in addresses and without a letter', () => {
    const text = 'IL-2 binds 5. See https://a.org/TNF now.';
    const document = textDocument(text, {
      mentions: [mention('Gene', [0, 4]), mention('Number', [11, 12]), mention('Gene', [32, 35])],
    });
    expect(aligned(document)).toEqual({
      sentences: [['Gene: IL - 2', 'Number: 5'], ['Gene: TNF']],
      kinds: [],
      problems: [],
    });
  });

  it('tells of a mention that cuts a word, and takes the whole of it', () => {
    const document = textDocument('The interleukins bind.', { mentions: [mention('Gene', [4, 15])] });
    const { sentences, problems } = aligned(document);
    expect(sentences).toEqual([['Gene: interleukins']]);
    expect(problems).toEqual([
      {
        ...{ kind: 'cuts a word', file: 'x.txt', line: 7 },
        message: '"interleukin" (Gene) in 17 cuts a word; taken with the whole of it',
      },
    ]);
  });

  it('takes the extent of a discontinuous mention, joins sentences that one goes across, and keeps overlaps', () => {
    const document = textDocument('The left or right ear. In A. It ends. Last.', {
      mentions: [
        mention('Part', [4, 8], [18, 21]),
        mention('Part', [12, 21]),
        mention('Long', [26, 31]),
        mention('Word', [38, 42]),
      ],
    });
    const { sentences, kinds } = aligned(document);
    expect(sentences).toEqual([['Part: left or right ear', 'Part: right ear'], ['Long: A . It'], ['Word: Last']]);
    expect(kinds).toEqual(['discontinuous 7']);
  });

  it('leaves out what holds no word, and tells it', () => {
    const document = textDocument('a \u200b b', { mentions: [mention('X', [1, 4])] });
    expect(aligned(document)).toEqual(expect.objectContaining({ sentences: [[]], kinds: ['other 7'] }));
  });

  it('names the file of the annotations where they stand in one of their own', () => {
    const document = textDocument('abc', { annotationFile: 'x.ann', mentions: [mention('X', [0, 1])] });
    expect(aligned(document).problems[0]?.file).toBe('x.ann');
  });

  it('keeps the words and labels of forms that have them, also of sentences that are joined', () => {
    const sentences = [
      {
        start: 0,
        end: 4,
        words: [{ start: 0, end: 4 }],
        labels: [{ mark: 'O', type: '' }] as const,
        line: 3,
        wordPerLine: true,
      },
      {
        start: 5,
        end: 6,
        words: [{ start: 5, end: 6 }],
        labels: [{ mark: 'B', type: 'X' }] as const,
        line: 5,
        wordPerLine: true,
      },
    ];
    const document = textDocument('IL-2\nb', { sentences, mentions: [mention('X', [0, 6])] });
    expect(alignToWords(document)).toEqual([
      {
        sentence: {
          ...{ start: 0, end: 6, line: 3, wordPerLine: true },
          words: [
            { start: 0, end: 4 },
            { start: 5, end: 6 },
          ],
          labels: [
            { mark: 'O', type: '' },
            { mark: 'B', type: 'X' },
          ],
        },
        mentions: [{ start: 0, end: 2, type: 'X' }],
      },
    ]);
    expect(sentencesOf(document)).toBe(sentences);
  });

  it('never loses a mention that holds a letter or digit, and covers every mention with its words', () => {
    const document = line.chain((text) => mentionsIn(text, 2).map((mentions) => textDocument(text, { mentions })));
    fc.assert(
      fc.property(document, (one) => {
        const stretches = alignToWords(one).flatMap(({ sentence, mentions }) =>
          mentions.map(({ start, end }) => [sentence.words[start]?.start ?? -1, sentence.words[end - 1]?.end ?? -1]),
        );
        for (const { spans } of one.mentions) {
          const [from, to] = [spans[0].start, spans.at(-1)?.end ?? 0];
          for (const { index } of one.text.slice(from, to).matchAll(/[\p{L}\p{N}]/gu)) {
            const at = from + index;
            expect(stretches.some(([start = 0, end = 0]) => start <= at && at < end)).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
