import fc from 'fast-check';
import type { AnnotatedDocument, AnnotatedSentence, Passage } from '../../../src/corpus/document.ts';
import { line, mentionsIn } from './arbitrary.ts';

const name = fc.constantFrom(
  'type',
  'identifier',
  'MESH',
  'note',
  'score',
  'text',
  'a b',
  '__proto__',
  'GERBERA',
  '_x',
);
const value = fc.oneof(line, fc.constantFrom('', '7', '0.5', 'D1', '[1]', '{"a":[]}', '[1', 'x\ny\r\n\tz', '<&>]]>"'));
const notes = fc.array(fc.tuple(name, value), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs));
const gap = fc.constantFrom('', ' ', '\n', '   ', '\r\n\r\n', ' \t');

/** Texts of some paragraphs with white space between them, and their passages. */
const paragraphs = fc
  .array(fc.record({ text: line, gap, kind: fc.constantFrom('title', 'paragraph', '', 'Ab stract'), notes }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => {
    const passages: Passage[] = [];
    let text = '';
    for (const part of parts) {
      text += part.gap;
      const start = text.length;
      text += part.text;
      passages.push({ start, end: text.length, kind: part.kind, notes: part.notes, line: 1 });
    }
    return { text: `${text}${parts[0]?.gap ?? ''}`, passages };
  });

/** A sentence for each passage, cut into words at blanks, with labels and columns. */
function sentencesOf({ text, passages }: { text: string; passages: readonly Passage[] }): AnnotatedSentence[] {
  return passages.map(({ start, end }) => {
    const words = [...text.slice(start, end).matchAll(/\S+/g)].map(({ 0: word, index }) => ({
      start: start + index,
      end: start + index + word.length,
    }));
    const labels = words.map((_, index) => ({
      mark: index % 2 ? ('O' as const) : ('B' as const),
      type: index % 2 ? '' : 'Gene',
    }));
    return { start, end, words, labels, columns: words.map(() => ['NN', 'x']), line: 1, wordPerLine: false };
  });
}

/**
 * Documents with everything that a document can hold, of one file.
 * @param words whether some have sentences.
 */
export function wholeDocuments(words: boolean): fc.Arbitrary<AnnotatedDocument[]> {
  const document = paragraphs.chain(({ text, passages }) =>
    fc
      .record({
        mentions: mentionsIn(text, 3),
        more: fc.array(
          fc.record({ notes, score: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }) }),
          {
            minLength: 8,
            maxLength: 8,
          },
        ),
        related: fc.array(
          fc.tuple(
            fc.constantFrom('', 'CID', 'T\n'),
            fc.array(fc.tuple(fc.boolean(), fc.nat(9)), { maxLength: 3 }),
            notes,
          ),
          {
            maxLength: 3,
          },
        ),
        notes,
        hasWords: fc.boolean(),
      })
      .map(({ mentions: bare, more, related, notes, hasWords }): Omit<AnnotatedDocument, 'id'> => {
        const named = related.length > 0;
        const mentions = bare.map((mention, index) => {
          const { notes = {}, score } = more[index] ?? {};
          return {
            ...mention,
            id: named ? `T${index}` : '',
            notes,
            ...(score === undefined ? {} : { score }),
            line: 1,
          };
        });
        const relations = related.map(([type, ends, notes], index) => ({
          id: index === 0 ? '' : `R${index}`,
          type,
          arguments: ends.map(([isMention, index], number) =>
            isMention && index < mentions.length
              ? { role: `role${number}`, kind: 'mention' as const, id: `T${index}` }
              : { role: index % 2 ? `Arg${number}` : '', kind: 'concept' as const, id: `D${index}` },
          ),
          notes,
          line: 1,
        }));
        const sentences = words && hasWords ? { sentences: sentencesOf({ text, passages }) } : {};
        return { text, passages, mentions, relations, ...sentences, notes, file: 'x', line: 1 };
      }),
  );
  return fc
    .array(document, { minLength: 1, maxLength: 4 })
    .map((all) => all.map((document, index) => ({ ...document, id: `id ${index}` })));
}
