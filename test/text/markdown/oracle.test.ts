import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { readSentences } from '../../../src/text/reader.ts';
import { splitIntoWords } from '../../../src/text/words.ts';

/** The prose of a Markdown text by another way: mdast's tree of the whole. */
function proseByTree(source: string): string[] {
  const passages: string[] = [];
  visit(fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return passages;

  function visit(node: Nodes): void {
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') passages.push(inline(node));
    else if ('children' in node) node.children.forEach(visit);
  }
  function inline(node: Nodes): string {
    if (node.type === 'text') return node.value;
    if (node.type === 'break') return ' ';
    if (node.type === 'image' || node.type === 'imageReference') passages.push(node.alt ?? '');
    if (node.type === 'html') return '';
    return 'children' in node ? node.children.map(inline).join('') : '\ufffc';
  }
}

const lettered = (words: readonly { text: string }[]): string[] =>
  words
    .map(({ text }) => text)
    .filter((text) => /\p{L}/u.test(text))
    .sort();

describe('reading Markdown block by block', () => {
  // None of these is markup of Pandoc, math or templates, which the tree does not know.
  const fragments = [
    ...[
      '\n',
      '\n\n',
      '\r\n',
      '```\n',
      '~~~\n',
      '- ',
      '* ',
      '1. ',
      '2) ',
      '> ',
      '    ',
      '  ',
      '\t',
      '<div>\n',
      '<!-- ',
      '-->',
      '</div>\n',
    ],
    ...[
      '| a | b |\n',
      '|---|---|\n',
      '---\n\n',
      '===\n',
      '[r]: /u\n',
      '[r]',
      '[b][r]',
      '\n\n[^n]: note\n',
      '`c`',
      '*',
      '**',
      '_',
      '~~',
    ],
    ...[
      '# ',
      'word ',
      'BRCA1. ',
      'The ',
      '\\',
      '&amp;',
      '&alpha;',
      'é',
      '🧬',
      '\r',
      '<b>',
      '![i *j*](u)',
      '* * *\n',
      '- [ ] ',
      '[t](u)',
    ],
  ];

  it('finds the prose that a tree of the whole document holds', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 40 }), (parts) => {
        const source = `x\n\n${parts.join('')}`;
        const mine = readSentences(source, 'markdown').flatMap(({ words }) => words);
        expect(lettered(mine)).toEqual(lettered(proseByTree(source).flatMap(splitIntoWords)));
      }),
      { numRuns: 1500 },
    );
  });
});
