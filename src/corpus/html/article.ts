import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import { overlaps, type Span } from '../../core/span.ts';
import { type AnnotatedDocument, type AnnotatedMention, type Passage, textOf } from '../document.ts';
import type { LossTally } from '../problems.ts';
import { colourNames } from './colours.ts';
import { type Marked, type MentionPart, markedText } from './marked-text.ts';
import { switches } from './style.ts';

/** A type of a document as it is shown. */
interface ShownType {
  readonly name: string;
  /** Its place in the legend, from 0: most frequent first. */
  readonly rank: number;
  readonly count: number;
  /** Classes of its colour and of its switch. */
  readonly classes: readonly string[];
}

/** What the parts of an article are made from. */
interface Shown {
  readonly document: AnnotatedDocument;
  /** Before the names of elements, which are unique in the page. */
  readonly prefix: string;
  readonly types: ReadonlyMap<string, ShownType>;
  readonly parts: ReadonlyMap<Passage, readonly MentionPart[]>;
  readonly losses: LossTally;
  readonly concepts: ConceptPages;
}

/** The name of a concept, and the address of the page that shows it, by its identifier. */
export type ConceptPages = (identifier: string) => { readonly name?: string; readonly address?: string };

/**
 * A document with its mentions marked: its name, a legend that counts and switches types, its text by passages, and an
 * index that leads to the first mention of each text.
 * @param number of the document in the page.
 * @param losses counts mentions that lie too deep in others to be drawn, and relations.
 * @param concepts what is known of concepts.
 */
export function article(
  document: AnnotatedDocument,
  number: number,
  losses: LossTally,
  concepts: ConceptPages = () => ({}),
): Element {
  const shown: Shown = {
    document,
    prefix: `d${number}`,
    types: shownTypes(document),
    parts: partsByPassage(document),
    losses,
    concepts,
  };
  losses.add('relations', document.relations.length);
  return h('article', { id: shown.prefix }, [
    h('header', [h('b', document.id), document.file === '' ? '' : ` · ${document.file}`]),
    legend(shown),
    ...document.passages.map((passage) => passageElement(shown, passage)),
    ...index(shown),
  ]);
}

function shownTypes({ mentions }: AnnotatedDocument): ReadonlyMap<string, ShownType> {
  const counts = new Map<string, number>();
  for (const { type } of mentions) counts.set(type, (counts.get(type) ?? 0) + 1);
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const colours = colourNames(sorted.map(([name]) => name));
  return new Map(
    sorted.map(([name, count], rank) => [
      name,
      { name, rank, count, classes: [`c-${colours.get(name)}`, ...(rank < switches ? [`t${rank}`] : [])] },
    ]),
  );
}

function legend({ types }: Shown): Element {
  if (types.size === 0) return h('.legend', h('span.count', 'No mention'));
  const entries = [...types.values()].map(({ name, rank, count, classes }) =>
    h('label', { className: [...classes] }, [
      ...(rank < switches ? [h('input', { type: 'checkbox', checked: true, className: `s${rank}` })] : []),
      h('i'),
      h('span', name),
      h('span.count', count.toLocaleString('en')),
    ]),
  );
  const names = h('label.names', [h('input', { type: 'checkbox' }), h('i'), h('span', 'Names of types')]);
  return h('.legend', [...entries, names]);
}

/** What must keep its line ends: front matter, tables, code. */
const isVerbatim = /^(?:\||```|~~~| {4}|\t)/;
/** Wrapped lines are one paragraph, but not where a line begins an item. */
const hasItems = /[\r\n][ \t]*(?:[-*+]|(?:\d+[.)])+)[ \t]/;
const headingMarks = /^( {0,3}#{1,6}[ \t]+)?(.*?)([ \t]+#+|[\r\n]+[ \t]*(?:=+|-+))?$/s;

function passageElement(shown: Shown, passage: Passage): Element {
  const { document } = shown;
  const text = document.text.slice(passage.start, passage.end);
  if (passage.kind === 'title' || passage.kind === 'heading') {
    const [, before = '', inside = ''] = headingMarks.exec(text) ?? [];
    const start = passage.start + before.length;
    const end = start + inside.length;
    return h(passage.kind === 'title' ? 'h1' : 'h2', [
      ...dimmed(document.text.slice(passage.start, start)),
      ...marks(shown, passage, { start, end }),
      ...dimmed(document.text.slice(end, passage.end)),
    ]);
  }
  const verbatim = passage.kind === 'front matter' || isVerbatim.test(text);
  return h(verbatim ? 'pre' : hasItems.test(text) ? 'p.lines' : 'p', marks(shown, passage, passage));
}

function dimmed(text: string): Element[] {
  return text === '' ? [] : [h('span.markup', text)];
}

/** A stretch of a passage with the mentions in it marked; of those that reach beyond it, what is in it. */
function marks(shown: Shown, passage: Passage, range: Span): ElementContent[] {
  const { document, parts, losses } = shown;
  const here = (parts.get(passage) ?? []).filter((part) => overlaps(part, range)).map((part) => clipped(part, range));
  const hidden = () => losses.add('mentions that lie in too many others');
  const tree = markedText(document.text, range, here, hidden);
  return tree.map((node) => markElement(shown, node));
}

function clipped({ mention, start, end, first, last }: MentionPart, range: Span): MentionPart {
  return {
    mention,
    start: Math.max(start, range.start),
    end: Math.min(end, range.end),
    first: first && start >= range.start,
    last: last && end <= range.end,
  };
}

/** The parts of mentions by the passages that they lie in. */
function partsByPassage({ passages, mentions }: AnnotatedDocument): ReadonlyMap<Passage, readonly MentionPart[]> {
  const found = new Map<Passage, MentionPart[]>(passages.map((passage) => [passage, []]));
  for (const [mention, { spans }] of mentions.entries()) {
    for (const [index, span] of spans.entries()) {
      const whole = { mention, ...span, first: index === 0, last: index === spans.length - 1 };
      for (let at = firstBehind(passages, span.start); at < passages.length; at++) {
        const passage = passages[at]!;
        if (passage.start >= span.end) break;
        found.get(passage)?.push(clipped(whole, passage));
      }
    }
  }
  return found;
}

/** The index of the first passage that ends behind an offset. */
function firstBehind(passages: readonly Passage[], offset: number): number {
  let low = 0;
  let high = passages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passages[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function markElement(shown: Shown, node: string | Marked): ElementContent {
  if (typeof node === 'string') return { type: 'text', value: node };
  const { part, content, depth } = node;
  const mention = shown.document.mentions[part.mention]!;
  const { classes = [] } = shown.types.get(mention.type) ?? {};
  const divided = [...(part.first ? [] : ['from']), ...(part.last ? ['end'] : ['to'])];
  const apart = mention.spans.length > 1 ? ['apart'] : [];
  return h(
    'mark',
    {
      ...(part.first ? { id: anchor(shown, part.mention) } : {}),
      className: [...classes, ...divided, ...apart],
      style: `--depth:${depth}`,
      dataType: mention.type,
      title: tooltip(shown, mention),
    },
    content.map((inner) => markElement(shown, inner)),
  );
}

function anchor({ prefix }: Shown, mention: number): string {
  return `${prefix}-m${mention}`;
}

/** What is told of a mention: its type, the model's score, its concepts, its notes; all of its text if it is in parts. */
function tooltip({ document, concepts: pages }: Shown, mention: AnnotatedMention): string {
  const { type, score, concepts, notes, spans } = mention;
  const named = concepts.map((concept) => [concept, pages(concept).name ?? ''].join(' ').trimEnd());
  const facts = [type, ...(score === undefined ? [] : [score.toFixed(2)]), ...named];
  const more = Object.entries(notes).map(([name, value]) => `${name}: ${value}`);
  return [...(spans.length > 1 ? [textOf(document, mention)] : []), facts.join(' · '), ...more].join('\n');
}

/** Every text that is mentioned, by type, most frequent first, with links to where it is first and to its concepts. */
function index(shown: Shown): Element[] {
  const { document, types } = shown;
  if (types.size === 0) return [];
  const rows = [...types.values()].flatMap(({ name, classes }) => [
    h('dt', { className: [...classes] }, name),
    h('dd', { className: [...classes] }, entries(shown, name)),
  ]);
  const total = document.mentions.length;
  const title = `Index of ${total.toLocaleString('en')} mention${total === 1 ? '' : 's'}`;
  return [h('section.index', [h('h2', title), h('dl', rows)])];
}

function entries(shown: Shown, type: string): ElementContent[] {
  const { document } = shown;
  const texts = new Map<string, { readonly at: number; count: number; readonly concepts: Set<string> }>();
  for (const [at, mention] of document.mentions.entries()) {
    if (mention.type !== type) continue;
    const text = textOf(document, mention).replaceAll(/\s+/g, ' ');
    const known = texts.get(text) ?? { at, count: 0, concepts: new Set() };
    known.count++;
    for (const concept of mention.concepts) known.concepts.add(concept);
    texts.set(text, known);
  }
  const sorted = [...texts].sort(([a, x], [b, y]) => y.count - x.count || a.localeCompare(b, 'en'));
  return sorted.flatMap(([text, { at, count, concepts }], place): ElementContent[] => [
    ...(place > 0 ? [{ type: 'text' as const, value: ', ' }] : []),
    h('a', { href: `#${anchor(shown, at)}` }, text),
    ...(count > 1 ? [h('span.count', ` ${count}`)] : []),
    ...[...concepts].flatMap((concept) => conceptLinks(shown, concept)),
  ]);
}

/** The identifier of a concept, as a link where it has a page; pages that are not on the web are none. */
function conceptLinks({ concepts }: Shown, identifier: string): ElementContent[] {
  const { name, address } = concepts(identifier);
  if (address === undefined || !/^https:\/\//.test(address)) return [];
  const link = h(
    'a.count',
    { href: address, rel: 'noreferrer', ...(name === undefined ? {} : { title: name }) },
    identifier,
  );
  return [{ type: 'text', value: ' ' }, link];
}
