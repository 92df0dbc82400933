import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/core/words.ts';
import { textOf } from '../../src/corpus/document.ts';
import { documentOf } from '../../src/corpus/from-entities.ts';
import { readSentences } from '../../src/text/reader.ts';

const name = { id: 'paper', file: 'paper.md' };

/** Kinds and texts of a document's passages. */
function passagesOf(source: string, language: Language = 'markdown'): string[] {
  const { text, passages } = documentOf(source, language, [], name);
  return passages.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);
}

describe('a document of a paper', () => {
  it('has the passages of Markdown: front matter, title, headings and paragraphs', () => {
    const source =
      '---\ntitle: T\n---\n\n# Loss of *BRCA1*\n\nOne\ntwo.\n\nResults\n-------\nThree.\n\n- a\n- b\n\n| x |\n|---|\n| y |\n';
    expect(passagesOf(source)).toEqual([
      'front matter: ---\ntitle: T\n---',
      'title: # Loss of *BRCA1*',
      'paragraph: One\ntwo.',
      'heading: Results\n-------',
      'paragraph: Three.',
      'paragraph: - a',
      'paragraph: - b',
      'paragraph: | x |\n|---|\n| y |',
    ]);
  });

  it('has the passages of plain text: its first line is the title, if there is more', () => {
    expect(passagesOf('BRCA1 in mice\n\nWe found\nthat.\n\nMethods\nNone.', 'plaintext')).toEqual([
      'title: BRCA1 in mice',
      'paragraph: We found\nthat.',
      'paragraph: Methods',
      'paragraph: None.',
    ]);
    expect(passagesOf('Only one line.', 'plaintext')).toEqual(['paragraph: Only one line.']);
    expect(passagesOf('A wrapped\nparagraph of text.\n\nMore.', 'plaintext')[0]).toMatch(/^paragraph/);
  });

  it.each(['', '\ufeff', ' \r\n\t\n'])('has none where there is nothing: %j', (source) => {
    expect(passagesOf(source)).toEqual([]);
    expect(passagesOf(source, 'plaintext')).toEqual([]);
  });

  it('has only front matter where there is nothing else', () => {
    expect(passagesOf('---\ntitle: HeLa\n---\n')).toEqual(['front matter: ---\ntitle: HeLa\n---']);
  });

  it('drops a byte order mark, and moves offsets, lines and columns with it', () => {
    const source = '\ufeff# 😀 aspirin\r\n\r\nIn HeLa\r\ncells.';
    const entities = ['HeLa\r\ncells', 'aspirin'].map((text) => {
      const start = source.indexOf(text);
      return { start, end: start + text.length, type: 'T', score: 0.123456 };
    });
    const document = documentOf(source, 'markdown', entities, name);
    expect(document.text).toBe(source.slice(1));
    expect(document.mentions.map((mention) => [textOf(document, mention), mention.line, mention.score])).toEqual([
      ['aspirin', 1, 0.1235],
      ['HeLa\r\ncells', 3, 0.1235],
    ]);
    expect(document.passages.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [3, undefined],
    ]);
  });

  const line = fc.constantFrom(
    '---',
    'title: HeLa',
    '# Results',
    'Loss of BRCA1 in mice [^1].',
    '===',
    '',
    '',
    '- item',
    '    code',
    '```',
    '| a | b |',
    '|---|---|',
    '> quoted 😀',
    '<div>',
    '\u00a0',
  );
  const sources = fc
    .tuple(fc.constantFrom('', '\ufeff'), fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n', '\r'))
    .map(([mark, lines, end]) => mark + lines.join(end));

  function check(source: string, language: Language): void {
    const { text, passages } = documentOf(source, language, [], name);
    let at = 0;
    for (const { start, end, line, column } of passages) {
      expect(text.slice(at, start).trim()).toBe('');
      expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
      expect(end).toBeGreaterThan(start);
      const lines = source.slice(0, start + source.length - text.length).split(/\r\n|\r|\n/);
      expect(line).toBe(lines.length);
      if (column !== undefined) expect(column).toBe(lines.at(-1)?.length);
      at = end;
    }
    expect(text.slice(at).trim()).toBe('');
    for (const sentence of readSentences(text, language)) {
      expect(passages.some(({ start, end }) => start <= sentence.start && sentence.end <= end)).toBe(true);
    }
  }

  it.each(['markdown', 'plaintext'] as const)(
    'has all of the text in its passages, and sentences inside, in %s',
    (language) => {
      fc.assert(fc.property(sources, (source) => check(source, language)));
      const samples = path.resolve(import.meta.dirname, '../../samples');
      for (const file of readdirSync(samples)) check(readFileSync(path.join(samples, file), 'utf8'), language);
    },
  );
});
