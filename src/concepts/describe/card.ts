import type { Link, Linked } from '../link/linker.ts';
import { addressOf } from '../namespaces.ts';
import type { ConceptStore } from '../store/store.ts';
import { type ConceptFacts, factsOf, type Reference } from './concept-facts.ts';
import { excerpt } from './excerpt.ts';
import type { Markup } from './markup.ts';

/** Mentions in some documents, and in how many of them. */
export interface MentionCount {
  readonly mentions: number;
  readonly documents: number;
}

/** Where else a concept is mentioned. */
export interface Mentions {
  /** How many mentions there are in the document, and what they are called, the most frequent name first. */
  readonly here: number;
  readonly names: readonly string[];
  /** In other open documents, and in files of the workspace that are not open. */
  readonly open: MentionCount;
  readonly files: MentionCount;
  /** What it is called there and not here, the most frequent name first. */
  readonly otherNames: readonly string[];
  /** Whether files of the workspace are still being read. */
  readonly reading: boolean;
}

/** How much of a list is told. */
const most = { synonyms: 8, parents: 3, references: 5, names: 5 } as const;

/** Links that are less sure than this say so; alternatives are told of those that are less sure than that. */
const certain = 0.9;
const unsure = 0.75;

/**
 * What a mention means: one card, or several if the mention is composite.
 * @param mentions of one of its concepts.
 */
export function describeLinked(
  store: ConceptStore,
  { mention, type }: { readonly mention: string; readonly type: string },
  linked: Linked,
  mentions: (link: Link) => Mentions,
  markup: Markup,
): string {
  const { links } = linked;
  const composite = links.length > 1 ? `${markup.emphasis(mention)}: ${links.length} concepts in one mention` : '';
  const cards = links.map((link) => {
    const facts = factsOf(store, link.identifiers);
    const head = [heading(link, type, facts, markup), reason(mention, link, linked, markup), withdrawal(facts, markup)];
    const defined = definition(facts, markup);
    const where = places(mentions(link), markup);
    if (links.length > 1 && defined === '') return markup.lines([...head, where]);
    const body = links.length > 1 ? [] : [synonyms(facts, markup), parents(facts, markup), references(facts, markup)];
    return markup.parts([
      markup.lines(head),
      defined,
      markup.lines([...body, alternatives(link, linked, markup), where]),
    ]);
  });
  return markup.parts([composite, ...cards]);
}

/** A concept that is not of a document: what a completion shows. */
export function describeConcept(store: ConceptStore, identifiers: readonly string[], markup: Markup): string {
  const facts = factsOf(store, identifiers);
  const [first] = facts.concepts;
  if (!first) return '';
  const link = { concept: first.identifier, name: first.name };
  return markup.parts([
    markup.lines([heading(link, first.types.join(', '), facts, markup), withdrawal(facts, markup)]),
    definition(facts, markup),
    markup.lines([synonyms(facts, markup), parents(facts, markup), references(facts, markup)]),
  ]);
}

/** One line where a mention is linked to nothing: what can be done, if something can. */
export function describeUnlinked(store: ConceptStore, type: string, chosen: boolean, markup: Markup): string {
  if (chosen) return markup.text('No concept, as was chosen in this workspace');
  const known = store
    .terminologies()
    .some(({ types }) => types.some((other) => other.toLowerCase() === type.toLowerCase()));
  if (known) return markup.text('No concept found');
  return markup.text(`No concept: import a terminology that has ${type} concepts`);
}

function heading({ concept, name }: Pick<Link, 'concept' | 'name'>, type: string, facts: ConceptFacts, markup: Markup) {
  const of = facts.species ? ` ${markup.text('of')} ${markup.emphasis(facts.species.text)}` : '';
  const parts = [markup.strong(name), `${markup.text(type)}${of}`, markup.link(concept, addressOf(concept))];
  return parts.filter((part) => part !== '').join(' · ');
}

/** How the mention was understood, where that is not plain; and how sure it is. */
function reason(mention: string, link: Link, { longForm }: Linked, markup: Markup): string {
  const { kind, matched, name, score } = link;
  if (kind === 'chosen') return markup.text('chosen in this workspace');
  const said = markup.emphasis(mention);
  const plain = kind === 'exact' || kind === 'normalised';
  const other =
    matched === name || plain
      ? ''
      : `${said} ${kind === 'similar' ? 'is like' : 'is read as'} ${markup.emphasis(matched)}`;
  const meant = longForm === undefined ? other : `${said} stands for ${markup.emphasis(longForm)} here`;
  const sure = plain && score >= certain ? '' : `${Math.round(100 * score)} % sure`;
  return [meant, sure].filter((part) => part !== '').join(' · ');
}

function withdrawal({ replacements }: ConceptFacts, markup: Markup): string {
  if (replacements === undefined) return '';
  const others = replacements.map((each) => reference(each, markup)).join(', ');
  return others === '' ? markup.text('withdrawn') : `${markup.text('withdrawn, replaced by')} ${others}`;
}

function definition({ definition }: ConceptFacts, markup: Markup): string {
  if (!definition) return '';
  return `${markup.text(excerpt(definition.text))} — ${markup.text(definition.source)}`;
}

function synonyms(facts: ConceptFacts, markup: Markup): string {
  const list = listed(
    facts.synonyms.map((name) => markup.text(name)),
    most.synonyms,
  );
  return list === '' ? '' : `${markup.text('Also called')} ${list}`;
}

function parents(facts: ConceptFacts, markup: Markup): string {
  const list = listed(
    facts.parents.map((each) => reference(each, markup)),
    most.parents,
  );
  return list === '' ? '' : `${markup.text('A kind of')} ${list}`;
}

function references(facts: ConceptFacts, markup: Markup): string {
  const list = listed(
    facts.references.map((each) => reference(each, markup)),
    most.references,
  );
  return list === '' ? '' : `${markup.text('See also')} ${list}`;
}

function alternatives(link: Link, { links, candidates }: Linked, markup: Markup): string {
  if (link.kind === 'chosen' || link.score >= unsure || links.length > 1) return '';
  const others = candidates.filter(({ concept }) => concept !== link.concept).slice(0, 2);
  const list = others.map(({ name, concept }) => `${markup.text(name)} (${markup.link(concept, addressOf(concept))})`);
  return list.length === 0 ? '' : `${markup.text('Or')} ${list.join(` ${markup.text('or')} `)}`;
}

function places({ here, names, open, files, otherNames, reading }: Mentions, markup: Markup): string {
  const as = names.length > 1 ? ` (as ${listed(names.map(markup.emphasis), most.names)})` : '';
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  const elsewhere = ({ mentions, documents }: MentionCount, what: string, where = '') =>
    mentions === 0
      ? ''
      : `, ${mentions} in ${documents === 1 ? `another ${what}` : `${documents} other ${what}s`}${where}`;
  const others = `${elsewhere(open, 'open document')}${elsewhere(files, 'file', ' of the workspace')}`;
  const also = otherNames.length > 0 ? ` (also as ${listed(otherNames.map(markup.emphasis), most.names)})` : '';
  const more = reading ? ' · more files are being read' : '';
  return `${count(here, 'mention')} in this document${as}${others}${also}${more}`;
}

function reference({ text, address }: Reference, markup: Markup): string {
  return markup.link(text, address);
}

function listed(items: readonly string[], limit: number): string {
  // One more is told as soon as naming that there is one.
  const shown = items.length === limit + 1 ? items : items.slice(0, limit);
  const more = items.length - shown.length;
  // Names like `Neoplasms, Second Primary` are told apart.
  const between = shown.some((item) => item.includes(', ')) ? '; ' : ', ';
  return `${shown.join(between)}${more > 0 ? ` and ${more} more` : ''}`;
}
