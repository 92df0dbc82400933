import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSentences } from '../../src/text/reader.ts';
import { streamSentences } from '../../src/text/stream.ts';

const samples = path.resolve(import.meta.dirname, '../../samples');
const line = fc.constantFrom(
  '---',
  'title: Loss of *BRCA1*',
  '# Results',
  'Loss of BRCA1 in mice [^1], see [here][ref].',
  '',
  '',
  '- item',
  '  more of it',
  '```',
  '[ref]: https://example.org',
  '[^1]: A note on HeLa cells.',
  '| a | b |',
  '|---|---|',
  '> quoted 😀',
  '<div>',
);
const text = fc
  .tuple(fc.constantFrom('', '\ufeff'), fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n'))
  .map(([mark, lines, end]) => mark + lines.join(end));

describe('sentences in a stream', () => {
  it.each(['markdown', 'plaintext'] as const)('are those of the document read whole, in %s', (language) => {
    fc.assert(
      fc.property(text, (source) => {
        expect([...streamSentences(source, language)].flat()).toEqual(readSentences(source, language));
      }),
    );
  });

  it('are those of the samples, and of a document of many times their length', () => {
    const papers = readdirSync(samples).map((name) => readFileSync(path.join(samples, name), 'utf8'));
    for (const source of [...papers, `${papers.join('\n\n')}\n\n`.repeat(20)]) {
      expect([...streamSentences(source, 'markdown')].flat()).toEqual(readSentences(source, 'markdown'));
    }
  });

  it('refuses a block that does not fit in memory, and says where it is', () => {
    const source = `a\n\n${'cancer '.repeat(1_000_000)}\n`;
    expect(() => [...streamSentences(source, 'plaintext')]).toThrow(
      /from line 1 on there is a block longer than \d+ characters/,
    );
  });
});
