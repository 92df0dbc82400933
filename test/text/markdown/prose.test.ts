import { describe, expect, it } from 'vitest';
import { readSentences } from '../../../src/text/reader.ts';
import { prose } from '../../support/prose.ts';

/** Source and the sentences that must be read from it; `⟂` where no mention may reach across. */
const cases: Record<string, [string, string[]][]> = {
  'emphasis and links do not cut a mention': [
    ['*BRCA1*-mutant and **TNF**-α', ['BRCA1-mutant and TNF-α']],
    ['_E. coli_ and ~~old~~ ***p*53**', ['E. coli and old p53']],
    [
      '[link text](http://x.org "BRCA1") and [ref][r] and [r].\n\n[r]: http://y.org "TP53"',
      ['link text and ref and r.'],
    ],
    ['[not][defined]', ['[not][defined]']],
  ],
  'superscripts and subscripts do not cut a word': [
    ['Ca^2+^ and H~2~O', ['Ca2+ and H2O']],
    ['K<sup>+ </sup>channels, <i>E. coli</i>', ['K+ channels, E. coli']],
    ['It is known.^1,2^ Next one.<sup>3</sup> Last.', ['It is known.1,2', 'Next one.3', 'Last.']],
  ],
  'escapes and character references become characters': [
    ['known \\[1-3\\] &alpha;-synuclein &#946;&nbsp;x &lt; y', ['known [1-3] α-synuclein β x < y']],
    ['\\*not emphasis\\* \\@smith \\{#x}', ['*not emphasis* @smith {#x}']],
  ],
  'line breaks are white space': [
    ['soft\nwrap  \nhard\\\nbreak<br>tag', ['soft wrap hard break tag']],
    ['> quoted\n> text\nlazy', ['quoted text lazy']],
    ['- item\n  goes on\n- next', ['item goes on', 'next']],
    ['one\r\ntwo\rthree', ['one two three']],
  ],
  'code, math and addresses part what stands around them': [
    ['the `BRCA1` gene', ['the⟂ gene']],
    ['x`BRCA1`y', ['x⟂y']],
    ['with $x_1$ or $$y$$ or \\(z^2\\) or \\(z\\) end', ['with⟂ or⟂ or⟂ or⟂ end']],
    ['at $5 and $10 each', ['at $5 and $10 each']],
    ['in US$5\nmillion', ['in US$5 million']],
    [
      'see <https://x.org> and www.x.org/a and https://y.org/(z). Then a@b.org or doi:10.1000/xyz-1.',
      ['see⟂ and⟂ and⟂ .', 'Then⟂ or doi:⟂.'],
    ],
    ['inline <code>TP53</code> end', ['inline⟂ end']],
  ],
  'blocks that are not prose are not read': [
    ['```\nBRCA1\n```\n\n    BRCA1\n\n$$\nBRCA1\n$$\n\n<div>BRCA1</div>\n\n<!-- BRCA1\n\nBRCA1 -->\n\nend', ['end']],
    ['~~~\nBRCA1', []],
    ['\\[\nE = mc^2\n\\]\n\n\\begin{equation}\nBRCA1\n\\end{equation}', []],
    ['[a]: http://x.org "BRCA1"\n\n***\n\nend', ['end']],
  ],
  'Pandoc citations are not read, words around a key are': [
    ['known [@smith2004; @doe99, p. 3], by @smith04 [p. 33] and [-@x] too', ['known⟂ , by⟂ and⟂ too']],
    ['known [see @doe99, pp. 33-35; @doi:10.1000/a(b)c_d] too', ['known⟂ too']],
    ['known [@doe{pp. iv, vi-xi} and TP53] or [@{doe:1}, p. 2] too', ['known⟂ and TP53⟂ or⟂ too']],
    [
      'known \\cite{smith2010, doe} or \\citep*[see][p. 3]{a_b_c} (\\autoref{fig:a}) \\\\cite{x}',
      ['known⟂ or⟂ (⟂) \\cite{x}'],
    ],
    ['known [for BRCA1 in @doe99] too', ['known⟂ for BRCA1 in⟂ too']],
    ['see @fig:one, {@tbl:x} and mail me@x.org', ['see⟂ , {⟂} and mail']],
    ['[@tag:x] is\n\n[@tag:x]: doi:10.1/x', ['is']],
  ],
  'Pandoc attributes, spans, divs and notes': [
    ['# Head {#sec:x .cls}', ['Head']],
    ['[BRCA1]{.gene}-mutant [t](u){target=_blank} ![alt](x.png){width=50%}', ['BRCA1-mutant t', 'alt']],
    ['::: {.note}\nInside.\n:::\nAfter.', ['Inside.', 'After.']],
    ['Host^[A note on p53. Two.] goes on.', ['Host⟂ goes on.', 'A note on p53.', 'Two.']],
    ['the set {x} of {n=5}', ['the set {x} of {n=5}']],
  ],
  'Jinja templates are not read': [
    ['{% if x == "BRCA1" -%}\nread {{ BRCA1 }} this {# BRCA1 #}{% endif %}', ['read⟂ this']],
    ['{## BRCA1\n\nBRCA1 ##}\n\nend', ['end']],
  ],
  'structure parts sentences': [
    ['Title\n=====\nText. More.\n## Sub\n1. one\n2. two', ['Title', 'Text.', 'More.', 'Sub', 'one', 'two']],
    ['| Gene | n |\n|---|---:|\n| TP53 \\| p53 | 12 |\n| `x` | *BRCA1* |', ['Gene', 'n', 'TP53 | p53', 'BRCA1']],
    ['- [x] done\n- [ ] open', ['done', 'open']],
    [
      'Text[^1] goes on[^none].\n\n[^1]: A footnote\n    goes on.\n\n    More.',
      ['Text⟂ goes on⟂.', 'A footnote goes on.', 'More.'],
    ],
    ['An ![alt **text**](BRCA1.png "BRCA1") image', ['An⟂ image', 'alt text']],
  ],
};

for (const [name, examples] of Object.entries(cases)) {
  describe(name, () => {
    it.each(examples)('%j', (source, expected) => {
      expect(prose(source)).toEqual(expected);
    });
  });
}

describe('places in the source', () => {
  const places = (source: string): string[] =>
    readSentences(source, 'markdown').flatMap(({ words }) =>
      words.map(({ text, start, end }) => `${text}=${source.slice(start, end)}`),
    );

  it('spans the whole of an escape or reference and the markup inside a word', () => {
    expect(places('&alpha;x \\[ Ca^2^ **T**NF')).toEqual(['αx=&alpha;x', '[=\\[', 'Ca2=Ca^2', 'TNF=T**NF']);
  });

  it.each([
    '\ufeff',
    '---\ntitle: none\n---\n',
    '\ufeff---\r\nx: y\r\n---\r\n\r\n',
    '\u0000 ',
    '🧬\n\n',
    '   > ',
    '1.\t',
  ])('is exact behind %j', (before) => {
    const source = `${before}The e\u0301 🧬 gene\tBRCA1\r\nand שלום.`;
    const words = readSentences(source, 'markdown').flatMap((sentence) => sentence.words);
    expect(words.map(({ start, end }) => source.slice(start, end))).toEqual(words.map(({ text }) => text));
    expect(words.map(({ text }) => text).join(' ')).toContain('The e\u0301 🧬 gene BRCA1 and שלום .');
  });
});
