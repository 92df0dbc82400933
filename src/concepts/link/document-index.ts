import { LRUCache } from 'lru-cache';
import type { Steps } from '../../core/steps.ts';
import { plainWords } from '../../text/names/plain-words.ts';
import { root } from '../../text/names/stem.ts';
import type { Abbreviation } from '../abbreviations/abbreviation.ts';
import { Abbreviations } from '../abbreviations/abbreviations.ts';
import { findAbbreviations } from '../abbreviations/find-abbreviations.ts';
import { wordClass } from '../names/word-classes.ts';
import { DefinitionsBesides } from './definitions.ts';
import { Genera } from './genus.ts';
import type { LinkDocument } from './linker.ts';
import { MentionTexts } from './mention-texts.ts';
import { DocumentSpecies } from './species-words.ts';

/** What is found out of a document by reading it once, without asking the terminologies. */
export interface DocumentIndex {
  readonly abbreviations: Abbreviations;
  /** By long form, in lower case, the first short form that is defined for it. */
  readonly shortForms: ReadonlyMap<string, string>;
  /** Whether a short form is defined twice, so that what it stands for depends on the place. */
  readonly redefines: boolean;
  readonly besides: DefinitionsBesides;
  readonly species: DocumentSpecies;
  readonly genera: Genera;
  readonly texts: MentionTexts;
  /** The roots of all words of the document. */
  readonly roots: ReadonlySet<string>;
  /** Whether the document says of anything that something induced it. */
  readonly induced: boolean;
}

/** Documents have most words in common. */
const knownRoots = new LRUCache<string, readonly string[]>({ max: 50_000 });

/** Mentions, and sentences, between two steps. */
const mentionsAtOnce = 50;
const sentencesAtOnce = 5;

/** @param keyOf the first key of a text (`keysOf`); empty if it has none. */
export function* indexDocument(
  { sentences, mentions }: LinkDocument,
  keyOf: (text: string) => string,
): Steps<DocumentIndex> {
  const found = {
    besides: new DefinitionsBesides(),
    species: new DocumentSpecies(),
    genera: new Genera(),
    texts: new MentionTexts(keyOf),
  };
  for (const [index, mention] of mentions.entries()) {
    found.besides.addMention(mention);
    found.texts.add(mention);
    if (index % mentionsAtOnce === mentionsAtOnce - 1) yield;
  }
  const definitions: Abbreviation[] = [];
  const known = new Set<string>();
  const roots = new Set<string>();
  let induced = false;
  for (const [index, sentence] of sentences.entries()) {
    for (const definition of findAbbreviations([sentence])) definitions.push({ ...definition, sentence: index });
    found.besides.add(sentence);
    found.species.add(sentence);
    found.genera.add(sentence);
    for (const { text } of sentence.words) {
      if (known.has(text)) continue;
      known.add(text);
      for (const one of rootsOf(text)) roots.add(one);
    }
    induced ||= sentence.words.some(({ text }) => /^induc(?:ed|es?|ing)$/i.test(text));
    if (index % sentencesAtOnce === sentencesAtOnce - 1) yield;
  }
  const abbreviations = new Abbreviations(definitions);
  const shortForms = new Map<string, string>();
  for (const { longForm, shortForm } of definitions) {
    const folded = longForm.toLowerCase();
    if (!shortForms.has(folded)) shortForms.set(folded, shortForm);
  }
  const redefines = definitions.some(({ shortForm }) => abbreviations.definitions(shortForm).length > 1);
  return { ...found, abbreviations, shortForms, redefines, roots, induced };
}

function rootsOf(text: string): readonly string[] {
  let roots = knownRoots.get(text);
  if (roots === undefined) {
    roots = plainWords(text).map((word) => root(wordClass(word)));
    knownRoots.set(text, roots);
  }
  return roots;
}
