import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { markdownBlocks } from '../../src/text/markdown/markdown-blocks.ts';
import { DocumentReader, readSentences } from '../../src/text/reader.ts';
import { corporaFolder, missing } from '../support/shared.ts';

const fragments = [
  ...[
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '\f',
    '```\n',
    '~~~\n',
    '- ',
    '1. ',
    '2) ',
    '> ',
    '    ',
    '  ',
    '\t',
    '<div>\n',
    '<!-- ',
    '-->',
  ],
  ...[
    '| a | b |\n',
    '|---|---|\n',
    '---\n',
    '+++\n',
    'title: x\n',
    '[a]: /u\n',
    '[a]',
    '[b][a]',
    '[^1]: note\n',
    '[^1]',
    '$$\n',
    '$x$',
  ],
  ...[
    '`c`',
    '*',
    '**',
    '_',
    '~',
    '^',
    '@k',
    '[@k]',
    '{#x}',
    '{##',
    '##}',
    '{% ',
    '%}',
    ':::\n',
    '# ',
    '===\n',
    '* * *\n',
    '- [ ] ',
  ],
  ...[
    'word ',
    'BRCA1. ',
    'The ',
    '\\',
    '&amp;',
    '\ufeff',
    '\u0000',
    'é',
    '🧬',
    '<b>',
    '![i](u)',
    '^[n]',
    'http://a.b ',
  ],
];
const fragment = fc.constantFrom(...fragments);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(12),
  insert: fc.oneof(fragment, fc.constant('')),
});
type Edit = { at: number; remove: number; insert: string };

function apply(source: string, { at, remove, insert }: Edit): string {
  const start = Math.floor(at * source.length);
  return source.slice(0, start) + insert + source.slice(start + remove);
}

const papers = missing(corporaFolder) === undefined ? readdirSync(path.join(corporaFolder, 'papers')) : [];
const paper = (name: string): string => gunzipSync(readFileSync(path.join(corporaFolder, 'papers', name))).toString();

describe('reading version after version of a document', () => {
  for (const language of ['markdown', 'plaintext'] as const) {
    it(`gives what reading each version of ${language} afresh gives`, () => {
      fc.assert(
        fc.property(fc.array(fragment, { maxLength: 60 }), fc.array(edit, { maxLength: 8 }), (parts, edits) => {
          const reader = new DocumentReader(language);
          let source = parts.join('');
          for (const change of [undefined, ...edits]) {
            if (change !== undefined) source = apply(source, change);
            expect(reader.read(source)).toEqual(readSentences(source, language));
          }
        }),
        { numRuns: 600 },
      );
    });
  }

  it('keeps the sentences before an edit as they are', () => {
    const reader = new DocumentReader('markdown');
    const [first] = reader.read('One BRCA1.\n\nTwo.\n\nThree.');
    expect(reader.read('One BRCA1.\n\nTwo.\n\nThree and four.')[0]).toBe(first);
  });

  it('reads a reference anew when its definition far away comes and goes', () => {
    const reader = new DocumentReader('markdown');
    const text = (source: string): string =>
      reader
        .read(source)[0]!
        .words.map((word) => word.text)
        .join(' ');
    expect(text('See [it][x].\n\nMore.\n\nEnd.')).toBe('See [ it ] [ x ] .');
    expect(text('See [it][x].\n\nMore.\n\n[X]: /u')).toBe('See it .');
    expect(text('See [it][x].\n\nMore.\n\n[Y]: /u')).toBe('See [ it ] [ x ] .');
  });

  it('reads what a fence swallows and gives back', () => {
    const reader = new DocumentReader('markdown');
    const text = 'One.\n\nTwo.\n\nThree.';
    expect(reader.read(text).length).toBe(3);
    expect(reader.read(text.replace('Two', '```\nTwo')).length).toBe(1);
    expect(reader.read(text).length).toBe(3);
  });

  describe.skipIf(papers.length === 0)(
    `real papers${papers.length === 0 ? ` (${missing(corporaFolder)})` : ''}`,
    () => {
      it.each(papers)('%s, edited at random', (name) => {
        fc.assert(
          fc.property(fc.array(edit, { minLength: 4, maxLength: 4 }), (edits) => {
            const reader = new DocumentReader('markdown');
            let source = paper(name);
            reader.read(source);
            for (const change of edits) source = apply(source, change);
            expect(reader.read(source)).toEqual(readSentences(source, 'markdown'));
          }),
          { numRuns: 5 },
        );
      });

      it.each(papers)('%s: a word without markup stands in the source as it is', (name) => {
        const source = paper(name);
        for (const { words } of readSentences(source, 'markdown')) {
          for (const { text, start, end } of words) {
            const written = source.slice(start, end);
            if (!/[\\&*_^~<[\]{}]/.test(written) || written.length === 1) expect(text).toBe(written);
          }
        }
      });

      it('parses only what a keystroke changes', () => {
        const source = paper('PMC1255741.md.gz');
        const reader = new DocumentReader('markdown');
        reader.read(source);
        const scan = vi.spyOn(markdownBlocks, 'scan');
        onTestFinished(() => scan.mockRestore());
        const shares = Array.from({ length: 40 }, (_, index) => {
          const at = (index * 7919) % source.length;
          scan.mockClear();
          reader.read(`${source.slice(0, at)}a${source.slice(at)}`);
          return scan.mock.calls.reduce((sum, [, from, to]) => sum + to - from, 0) / source.length;
        });
        const median = shares.toSorted((a, b) => a - b)[shares.length >> 1] ?? 1;
        expect(median).toBeLessThan(0.25);
      });
    },
  );
});
