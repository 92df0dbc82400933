import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Entity } from '../../src/core/entity.ts';
import { compareSpans, type Span } from '../../src/core/span.ts';
import { tokenTypes } from '../../src/protocol.ts';
import { layTokens } from '../../src/server/features/token-layout.ts';

const entity = (start: number, end: number, type: string, score = 0.9): Entity => ({
  start,
  end,
  type,
  score,
  mention: '',
});

/** What is coloured, as `[text, token type]`. */
function coloured(text: string, entities: readonly Entity[], within?: Span): [string, string][] {
  const document = TextDocument.create('file:///a', 'plaintext', 1, text);
  const data = layTokens(document, entities.toSorted(compareSpans), within);
  const found: [string, string][] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0, type = -1] = data.slice(at, at + 5);
    character = lines > 0 ? characters : character + characters;
    line += lines;
    const start = document.offsetAt({ line, character });
    found.push([text.slice(start, start + length), tokenTypes[type] ?? '?']);
  }
  return found;
}

describe('semantic tokens', () => {
  it('name types as a theme knows them, and unknown ones as entities', () => {
    const text = 'HeLa p53 flu x';
    const entities = [entity(0, 4, 'CellLine'), entity(5, 8, 'GENE'), entity(9, 12, 'Disease'), entity(13, 14, 'Food')];
    expect(coloured(text, entities)).toEqual([
      ['HeLa', 'cellLine'],
      ['p53', 'gene'],
      ['flu', 'disease'],
      ['x', 'entity'],
    ]);
  });

  it('show the inner of two entities, and the outer around it', () => {
    const text = 'human IL-2 gene';
    expect(coloured(text, [entity(0, 15, 'DNA'), entity(6, 10, 'Gene')])).toEqual([
      ['human ', 'dna'],
      ['IL-2', 'gene'],
      [' gene', 'dna'],
    ]);
  });

  it('show the surer of two entities in one place', () => {
    expect(coloured('BRCA1', [entity(0, 5, 'DNA', 0.7), entity(0, 5, 'Gene', 0.8)])).toEqual([['BRCA1', 'gene']]);
  });

  it('are cut at the ends of lines, without the white space there', () => {
    const text = 'breast \r\n   cancer\rof the\nlung';
    expect(coloured(text, [entity(0, text.length, 'Disease')])).toEqual([
      ['breast', 'disease'],
      ['cancer', 'disease'],
      ['of the', 'disease'],
      ['lung', 'disease'],
    ]);
  });

  it('are in a part of a document what they are in the whole, also of an entity whose other half another one colours', () => {
    const text = 'human IL-2 gene of\nthe mouse';
    const entities = [entity(0, 15, 'DNA'), entity(0, 10, 'Gene'), entity(6, 28, 'Species', 0.5)];
    const lines = 'one two\nthree';
    const last: Span = { start: 12, end: 13 };
    expect(coloured(text, entities).slice(1, 2)).toEqual([[' gene', 'dna']]);
    expect(coloured(text, entities, last)).toEqual([[' gene', 'dna']]);
    expect(coloured(lines, [entity(0, lines.length, 'Gene')], { start: 9, end: 10 })).toEqual([['three', 'gene']]);
  });

  it('never overlap, leave out or add a character of one line', () => {
    const aSpan = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 12 }), fc.constantFrom('Gene', 'DNA', 'Disease'));
    fc.assert(
      fc.property(fc.array(aSpan, { maxLength: 20 }), (spans) => {
        const text = Array.from({ length: 80 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('');
        const entities = spans.map(([start, length, type]) => entity(start, start + length, type));
        const covered = [...text]
          .filter((_, at) => entities.some(({ start, end }) => start <= at && at < end))
          .join('');
        expect(
          coloured(text, entities)
            .map(([part]) => part)
            .join(''),
        ).toBe(covered);
      }),
    );
  });
});
