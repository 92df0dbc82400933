import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../src/cli/pieces.ts';
import { readSentences } from '../../src/text/reader.ts';

const line = fc.array(fc.constantFrom('Loss', 'of', 'BRCA1', '.', 'e.g.', '😀', 'naïve', '  '), { maxLength: 12 });
const text = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\n\n', '\r\n\r\n', '\n \t\n', '\r\r')), { maxLength: 40 })
  .map((lines) => lines.map(([words, end]) => words.join(' ') + end).join(''));

describe('pieces of a text', () => {
  it('make up the text, whatever it is, and never cut a character', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.string({ unit: 'grapheme', maxLength: 300 })),
        fc.integer({ min: 2, max: 50 }),
        (whole, size) => {
          let offset = 0;
          for (const piece of piecesOf(whole, 'plaintext', size)) {
            expect(piece.offset).toBe(offset);
            expect(piece.text.length).toBeLessThanOrEqual(2 * size);
            expect(piece.text).not.toMatch(/\p{Surrogate}/u);
            offset += piece.text.length;
          }
          expect(offset).toBe(whole.length);
        },
      ),
    );
  });

  it('have the sentences of the whole, if no paragraph is longer than a piece', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (paragraphs) => {
        const whole = paragraphs.map((words) => `${words.join(' ')}\n\n`).join('');
        const read = [...piecesOf(whole, 'plaintext', 100)].flatMap(({ text: part, offset }) =>
          readSentences(part, 'plaintext').map(({ start, end }) => [start + offset, end + offset]),
        );
        expect(read).toEqual(readSentences(whole, 'plaintext').map(({ start, end }) => [start, end]));
      }),
    );
  });

  it('are one for Markdown', () => {
    expect([...piecesOf('a\n\n'.repeat(100), 'markdown', 10)]).toHaveLength(1);
  });
});
