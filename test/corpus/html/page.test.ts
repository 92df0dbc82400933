import fc from 'fast-check';
import type { Element, ElementContent } from 'hast';
import { describe, expect, it } from 'vitest';
import type { AnnotatedDocument, AnnotatedMention } from '../../../src/corpus/document.ts';
import { documentOf } from '../../../src/corpus/from-entities.ts';
import { article } from '../../../src/corpus/html/article.ts';
import { colourNames, colours } from '../../../src/corpus/html/colours.ts';
import { deepest, type Marked, markedText } from '../../../src/corpus/html/marked-text.ts';
import { encodeHtml } from '../../../src/corpus/html/page.ts';
import { LossTally } from '../../../src/corpus/problems.ts';
import { manifest } from '../../support/manifest.ts';

const text = 'BRCA2 & <b>breast cancer</b> cells 😀 in lung and liver metastases.';

/** A mention of stretches of the text, divided by `+`. */
function mention(stretches: string, type: string, more: Partial<AnnotatedMention> = {}): AnnotatedMention {
  const [first, ...others] = stretches.split('+').map((part) => {
    const start = text.indexOf(part);
    expect(start).toBeGreaterThanOrEqual(0);
    return { start, end: start + part.length };
  });
  return { id: '', spans: [first!, ...others], type, concepts: [], notes: {}, line: 1, ...more };
}

function withMentions(...mentions: readonly AnnotatedMention[]): AnnotatedDocument {
  return { ...documentOf(text, 'plaintext', [], { id: '1', file: 'a.txt' }), mentions };
}

function elements(node: Element, name: string): Element[] {
  const inside = node.children.flatMap((child) => (child.type === 'element' ? elements(child, name) : []));
  return node.tagName === name ? [node, ...inside] : inside;
}

function textIn(node: ElementContent): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textIn).join('') : '';
}

async function pageOf(documents: readonly AnnotatedDocument[], losses = new LossTally()): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of encodeHtml(documents, { title: 'A & B', losses })) chunks.push(chunk);
  return chunks.join('');
}

describe('marked text', () => {
  const spans = fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 12 })), { maxLength: 30 }).map((pairs) =>
    pairs
      .filter(([start]) => start < 30)
      .map(([start, length], at) => ({
        mention: at,
        start,
        end: Math.min(30, start + length),
        first: true,
        last: true,
      })),
  );
  const source = 'abcdefghijklmnopqrstuvwxyz0123';

  it('holds all of the text once, and every mention as one run of parts with one beginning and one end', () => {
    fc.assert(
      fc.property(spans, (parts) => {
        const hidden = new Set<number>();
        const tree = markedText(source, { start: 0, end: 30 }, parts, ({ mention }) => hidden.add(mention));
        const found = new Map<number, Marked[]>();
        const walk = (nodes: readonly (string | Marked)[], depth: number): string => {
          expect(depth).toBeLessThanOrEqual(deepest);
          return nodes
            .map((node) => {
              if (typeof node === 'string') return node;
              found.set(node.part.mention, [...(found.get(node.part.mention) ?? []), node]);
              const inside = walk(node.content, depth + 1);
              expect(inside).toBe(source.slice(node.part.start, node.part.end));
              return inside;
            })
            .join('');
        };
        expect(walk(tree, 0)).toBe(source);
        for (const { mention, start, end } of parts.filter((part) => !hidden.has(part.mention))) {
          const own = (found.get(mention) ?? []).map(({ part }) => part).sort((a, b) => a.start - b.start);
          expect(own.at(0)?.start).toBe(start);
          expect(own.at(-1)?.end).toBe(end);
          for (const [index, part] of own.entries()) {
            expect([part.first, part.last]).toEqual([index === 0, index === own.length - 1]);
            if (index > 0) expect(part.start).toBe(own[index - 1]?.end);
          }
        }
      }),
    );
  });
});

describe('the page of a document', () => {
  it('marks mentions by type, with score, concepts and notes on hover, and counts them', () => {
    const found = article(
      withMentions(
        mention('BRCA2', 'Gene', { score: 0.973, concepts: ['675'] }),
        mention('<b>breast cancer</b> cells', 'CellType'),
        mention('breast cancer', 'Disease', { concepts: ['MESH:D001943'], notes: { sure: 'no' } }),
      ),
      1,
      new LossTally(),
    );
    const marks = elements(found, 'mark');
    expect(marks.map((mark) => [textIn(mark), mark.properties.title])).toEqual([
      ['BRCA2', 'Gene · 0.97 · 675'],
      ['<b>breast cancer</b> cells', 'CellType'],
      ['breast cancer', 'Disease · MESH:D001943\nsure: no'],
    ]);
    expect(marks.map((mark) => mark.properties.style)).toEqual(['--depth:1', '--depth:2', '--depth:1']);
    const legend = elements(found, 'label').map(textIn);
    expect(legend).toEqual(['CellType1', 'Disease1', 'Gene1', 'Names of types']);
    expect(elements(found, 'p').map(textIn)).toEqual([text]);
    const ids = new Set(marks.map((mark) => mark.properties.id));
    for (const link of elements(found, 'a')) expect(ids.has(String(link.properties.href).slice(1))).toBe(true);
  });

  it('names the concepts of mentions, and links to their pages, but to no other places', () => {
    const known: Record<string, { name?: string; address?: string }> = {
      'MESH:D001943': { name: 'Breast <Neoplasms>', address: 'https://example.org/D001943' },
      'X:1': { name: 'bad', address: 'javascript:alert(1)' },
    };
    const concepts = ['MESH:D001943', 'X:1', 'X:2'];
    const document = withMentions(mention('breast cancer', 'Disease', { concepts }));
    const shown = article(document, 1, new LossTally(), (identifier) => known[identifier] ?? {});
    const [mark] = elements(shown, 'mark');
    expect(mark?.properties.title).toBe('Disease · MESH:D001943 Breast <Neoplasms> · X:1 bad · X:2');
    const links = elements(shown, 'a').filter(({ properties }) => !String(properties.href).startsWith('#'));
    expect(links.map(({ properties }) => [properties.href, properties.title])).toEqual([
      ['https://example.org/D001943', 'Breast <Neoplasms>'],
    ]);
  });

  it('shows the parts of a discontinuous mention, and tells all of it on hover', () => {
    const found = article(withMentions(mention('lung+metastases', 'Disease')), 1, new LossTally());
    const marks = elements(found, 'mark');
    expect(marks.map(textIn)).toEqual(['lung', 'metastases']);
    for (const mark of marks) {
      expect(mark.properties.title).toBe('lung metastases\nDisease');
      expect(mark.properties.className).toContain('apart');
    }
    expect(marks.map((mark) => mark.properties.id)).toEqual(['d1-m0', undefined]);
  });

  it('shows titles, headings, and what keeps its lines', () => {
    const source = '---\ntitle: T\n---\n# Loss of *X* #\n\nText\non.\n\nResults\n---\n\n| a |\n|---|\n| b |\n';
    const found = article(documentOf(source, 'markdown', [], { id: 'p', file: '' }), 1, new LossTally());
    expect(['h1', 'h2', 'p', 'pre'].map((name) => elements(found, name).map(textIn))).toEqual([
      ['# Loss of *X* #'],
      ['Results\n---'],
      ['Text\non.'],
      ['---\ntitle: T\n---', '| a |\n|---|\n| b |'],
    ]);
    expect(
      elements(found, 'span')
        .filter(({ properties }) => String(properties.className) === 'markup')
        .map(textIn),
    ).toEqual(['# ', ' #', '\n---']);
  });

  it('shows a mention that goes on in the next passage in both, with one name', () => {
    const source = 'Title of lung\n\ncancer in mice. And more than that is said here.';
    const entity = { start: 9, end: 21, type: 'Disease', score: 1 };
    const found = article(documentOf(source, 'plaintext', [entity], { id: 'p', file: '' }), 2, new LossTally());
    expect(elements(found, 'mark').map((mark) => [textIn(mark), mark.properties.id])).toEqual([
      ['lung', 'd2-m0'],
      ['cancer', undefined],
    ]);
  });

  it('keeps the lines of lists alone', () => {
    const source = 'Wrapped\ntext.\n\nA list\n1.1. one\n1.2. two\n';
    const found = article(documentOf(source, 'markdown', [], { id: 'p', file: '' }), 1, new LossTally());
    expect(elements(found, 'p').map(({ properties }) => String(properties.className ?? ''))).toEqual(['', 'lines']);
  });

  it('shows every mention of a document of many passages', () => {
    const source = Array.from({ length: 23 }, (_, at) => `Paragraph of gene${at}.\n`).join('\n');
    const entities = [...source.matchAll(/gene\d+/g)].map(({ 0: text, index: start }) => {
      return { start, end: start + text.length, type: 'Gene', score: 1 };
    });
    const found = article(documentOf(source, 'markdown', entities, { id: 'p', file: '' }), 1, new LossTally());
    expect(elements(found, 'mark').map(textIn)).toEqual(entities.map((_, at) => `gene${at}`));
  });

  it('counts what it does not show', () => {
    const losses = new LossTally();
    const relation = { id: '', type: 'CID', arguments: [], notes: {}, line: 1 };
    const many = Array.from({ length: deepest + 2 }, () => mention('lung', 'Organ'));
    article({ ...withMentions(...many), relations: [relation] }, 1, losses);
    expect(Object.fromEntries(losses.counts())).toEqual({ 'mentions that lie in too many others': 2, relations: 1 });
  });
});

describe('the page', () => {
  it('stands by itself: nothing is loaded or run, and nothing in a document is read as markup', async () => {
    const evil = '</style><script>alert(1)</script> "quoted" & <!--articles-->';
    const document = documentOf(evil, 'plaintext', [{ start: 0, end: 8, type: '"><script>', score: 1 }], {
      id: '<img src=x>',
      file: '<!--articles-->',
    });
    const page = await pageOf([document, documentOf('', 'plaintext', [], { id: 'empty', file: '' })]);
    const tags = page.replaceAll(/="[^"]*"/g, '');
    expect(tags).not.toMatch(/<script|<img|<link/);
    expect(page).not.toMatch(/url\(|https?:/);
    expect(page.match(/<article/g)).toHaveLength(2);
    expect(page).toMatch(/^<!doctype html><html lang="en"><head><meta charset="utf-8">/);
    expect(page).toContain('<title>A &#x26; B</title>');
    expect(page).toMatch(/<\/footer><\/body><\/html>\n$/);
    expect(page).toContain('prefers-color-scheme:dark');
  });

  it('has the colours of the editor', () => {
    const declared = manifest.contributes.colors.map(({ id, defaults: { light, dark } }) => ({
      name: id.replace('gerbera.', ''),
      light,
      dark,
    }));
    expect(colours).toEqual(declared);
    expect([...colourNames(['protein', 'cell_line', 'PER', 'LOC'])]).toEqual([
      ['protein', 'gene'],
      ['cell_line', 'cellLine'],
      ['PER', 'disease'],
      ['LOC', 'chemical'],
    ]);
    expect(new Set(colourNames(Array.from({ length: 30 }, (_, at) => `X${at}`)).values())).toHaveLength(9);
  });
});
