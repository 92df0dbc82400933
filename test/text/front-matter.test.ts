import { describe, expect, it } from 'vitest';
import { readSentences } from '../../src/text/reader.ts';
import { prose } from '../support/prose.ts';

describe('front matter', () => {
  it.each<[string, string, string[]]>([
    ['plain values', '---\ntitle: A BRCA1 study\nauthor: TP53\n---\nText.', ['A BRCA1 study', 'Text.']],
    [
      'quoted values',
      '---\ntitle: "A \\u03b1 \\"study\\""\nabstract: \'It\'\'s p53.\'\n---\n',
      ['A α "study"', "It's p53."],
    ],
    [
      'a literal block',
      '---\nabstract: |\n  One is\n  here. Two.\n\n  Three.\nkeywords: x\n---\nText',
      ['One is here.', 'Two.', 'Three.', 'Text'],
    ],
    ['a folded block', '---\nabstract: >-\n  One is\n  here.\nx: y\n...\nText', ['One is here.', 'Text']],
    ['a continued value', '---\ntitle: A long\n  title # comment\n---\n', ['A long title']],
    [
      'TOML',
      '+++\ntitle = "A title"\nabstract = """\nOne is\nhere."""\nx = "y"\n+++\nText',
      ['A title', 'One is here.', 'Text'],
    ],
    ['nested keys and lists', '---\nmeta:\n  title: no\nauthor:\n- title: no\n---\n', []],
    ['CRLF and a byte order mark', '\ufeff---\r\ntitle: x y\r\n---\r\nText', ['x y', 'Text']],
    [
      'Markdown in values',
      '---\ntitle: "The *BRCA1*-mutant `x`"\nabstract: |\n      Known [@a] *E.\n      coli*.\n---\n',
      ['The BRCA1-mutant', 'Known⟂ E. coli.'],
    ],
    [
      'a nested mapping',
      '---\ntitle:\n  main: A BRCA1 study\n  short: |\n    Of\n    BRCA1\n# x\nabstract: # x\n  # TNF\n  methods: Mice\n    were used.\n---\n',
      ['A BRCA1 study', 'Of BRCA1', 'Mice were used.'],
    ],
    [
      'a list of mappings',
      '---\ntitle:\n- type: main\n  text: A BRCA1 study\n- type: subtitle\n  text: "in mice"\nauthor:\n- TP53\n---\n',
      ['A BRCA1 study', 'in mice'],
    ],
    ['a list', '---\r\nabstract:\r\n- BRCA1 is\r\n  lost.\r\n- Why?\r\nx: y\r\n---\r\n', ['BRCA1 is lost.', 'Why?']],
    ['anchors and tags', '---\ntitle: &t !!str BRCA1\nsubtitle: *t\nabstract: null\n---\n', ['BRCA1']],
    ['tables of TOML', '+++\ntitle = "BRCA1"\n[[x]]\ntitle = "TP53"\n+++\n', ['BRCA1']],
    ['an open string in TOML', '+++\ntitle = "BRCA1\nx = "TP53"\n+++\n', ['BRCA1']],
    ['only front matter', '---\nx: BRCA1\n---', []],
  ])('%s', (_, source, expected) => {
    expect(prose(source)).toEqual(expected);
  });

  it.each(['---\n\nText BRCA1\n\n---\n', 'Text BRCA1\n\n---\nx\n---\n', '---\nunclosed BRCA1'])(
    'is not %j',
    (source) => {
      expect(prose(source).join(' ')).toContain('BRCA1');
    },
  );

  it('keeps exact offsets', () => {
    const source = '---\nabstract: |\n  One BRCA1\n  two\n---\nText';
    const words = readSentences(source, 'markdown').flatMap((sentence) => sentence.words);
    expect(words.map(({ start, end }) => source.slice(start, end))).toEqual(words.map(({ text }) => text));
  });

  it('is text in plain text', () => {
    expect(prose('---\nauthor: TP53\n---\n', 'plaintext').join(' ')).toContain('TP53');
  });
});
