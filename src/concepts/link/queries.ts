import { readings } from './composite.ts';
import type { DocumentContext } from './context.ts';
import type { FeatureName } from './features.ts';
import { nameOfFormula } from './formulas.ts';
import { geneVariants, symbolBehind } from './gene-variants.ts';
import type { LinkMention } from './linker.ts';
import { initials } from './mention-texts.ts';
import { systematicNames, wellKnownSpecies } from './species-names.ts';
import {
  acidNames,
  broaderName,
  composedNames,
  flatName,
  greekNames,
  isAdverse,
  isToxicity,
  nounNames,
} from './word-forms.ts';

/** How a text that stands for a mention was come by. */
export type QueryKind = Extract<
  FeatureName,
  | 'long'
  | 'expanded'
  | 'unbracketed'
  | 'short'
  | 'stripped'
  | 'backedOff'
  | 'derived'
  | 'broader'
  | 'broaderConcept'
  | 'induced'
  | 'acronym'
>;

/** A text that stands for a mention when names are looked for. */
export interface Query {
  readonly text: string;
  /** Undefined if it is the mention itself. */
  readonly by?: QueryKind;
  /** Words that were left out and tell something, one space between two. */
  readonly dropped?: string;
  /** Whether names are searched for by words, too, where no name is the same. */
  readonly byWords: boolean;
}

/** Words before and behind names that are no part of most: whose, how, and what kind of thing it is. */
const around =
  /^(?:the|a|an|human|familial|hereditary|inherited|sporadic|severe|mild|moderate|acute|chronic|primary|secondary|idiopathic|recurrent|refractory|advanced|metastatic|clinical|symptomatic|asymptomatic|classic|classical|typical|atypical|early[- ]onset|late[- ]onset|adult[- ]onset|recombinant|endogenous|exogenous|mouse|murine|rat|bovine|wild[- ]type|mutant) /i;
const behind =
  / (?:patients?|gene|genes|proteins?|mRNAs?|RNAs?|cDNAs?|DNA|transcripts?|promoters?|enhancers?|locus|loci|alleles?|cells?|cell lines?|families|kindreds?|syndromes?|diseases?|disorders?|tumou?rs?|phenotypes?|symptoms?|episodes?|attacks?)$/i;

const mostQueries = 20;

/** A mention that looks like an abbreviation or a symbol: `APC`, `IL-2`, `G6PD`, `T2DM`. */
export function looksShort(text: string): boolean {
  return text.length <= 8 && !/\s/.test(text) && (text.match(/\p{Lu}/gu)?.length ?? 0) >= 2;
}

/** The texts that stand for a mention: itself, what it abbreviates in its document, and other forms of both. */
export function queriesOf(mention: LinkMention, type: string, context: DocumentContext): readonly Query[] {
  const queries: Query[] = [{ text: mention.mention, byWords: true }];
  const add = (text: string | undefined, by: QueryKind, byWords = false, dropped?: string) => {
    const trimmed = text?.replaceAll(/\s+/g, ' ').trim();
    if (!trimmed || queries.length >= mostQueries || queries.some((query) => query.text === trimmed)) return;
    queries.push({ text: trimmed, by, byWords, ...(dropped === undefined ? {} : { dropped }) });
  };
  const text = mention.mention;
  const longForm = context.longFormOf(mention);
  add(longForm, 'long', true);
  if (longForm !== undefined) for (const part of namesSpelled(longForm, text)) add(part, 'long', true);
  const bare = text.replaceAll(/\s*[([][^()[\]]*[)\]]/g, '');
  if (bare !== text && / /.test(text)) add(bare, 'unbracketed', true);
  add(expand(longForm ?? bare, mention, context), 'expanded', true);
  if (longForm === undefined && looksShort(text))
    for (const whole of context.spelledOut(mention)) add(whole, 'acronym', true);
  add(context.shortFormOf(text), 'short');
  for (const { text: whole } of queries.slice(0, 4)) {
    addForms(whole, type, context, add);
    let rest = whole;
    for (;;) {
      const next = rest.replace(around, '');
      if (next === rest) break;
      rest = next;
      add(rest, 'stripped');
    }
    const cut = rest.replace(behind, '');
    if (cut !== rest) add(cut, 'stripped');
    const words = rest.split(' ');
    if (words.length < 2 || words.length > 5) continue;
    for (let from = 1; from < words.length; from++) {
      add(words.slice(from).join(' '), 'backedOff', false, words.slice(0, from).join(' '));
    }
  }
  return queries;
}

/** What else is said for a text in the names of a type of concepts. */
function addForms(
  text: string,
  type: string,
  context: DocumentContext,
  add: (text: string | undefined, by: QueryKind, byWords?: boolean) => void,
): void {
  switch (type) {
    case 'Disease':
      for (const name of composedNames(text)) {
        add(name, 'derived');
        if (context.induced || isToxicity(text)) add(`${name}, drug-induced`, 'induced');
      }
      for (const name of greekNames(text)) add(name, 'derived');
      for (const name of nounNames(text)) add(name, 'derived', true);
      if (isAdverse(text)) add('drug-related side effects and adverse reactions', 'derived');
      if (context.induced) {
        add(`${text}, drug-induced`, 'induced');
        add(`${text}, substance-induced`, 'induced');
        add(`drug ${text}`, 'induced');
      }
      add(broaderName(text), 'broader');
      add(text.replace(/\bC(?=[1-9]\b)/, 'complement component '), 'derived');
      if (text.split(' ').length <= 3) {
        add(`${text} disease`, 'broader');
        add(`${text} syndrome`, 'broader');
      }
      break;
    case 'Chemical':
      add(nameOfFormula(text), 'derived');
      for (const name of acidNames(text)) add(name, 'derived');
      add(flatName(text), 'derived');
      break;
    case 'Gene':
      for (const name of geneVariants(text)) add(name, 'derived');
      add(symbolBehind(text), 'stripped');
      break;
    case 'Species':
      for (const name of systematicNames(text)) add(name, 'derived');
      add(context.genusWrittenOut(text) ?? wellKnownSpecies(text), 'expanded', true);
      break;
    case 'CellType':
    case 'CellLine':
      add(/ cells?$/i.test(text) ? text : `${text} cells`, 'derived');
      add(text.replace(/(?<=\b(?:T|B|NK))[- ]lymphocytes?$/i, ' cell'), 'derived');
      add(text.replace(/(?<=\b(?:T|B|NK))[- ]cells?$/i, ' lymphocyte'), 'derived');
      add(text.replace(/ cell lines?$/i, ' cells'), 'derived');
      break;
  }
}

/** With the short forms in it written out: `G6PD deficiency`; undefined if there is none. */
function expand(text: string, mention: LinkMention, { abbreviations }: DocumentContext): string | undefined {
  let found = false;
  const expanded = text.replaceAll(/[^\s()[\],;/]+/g, (word) => {
    if (word === text || !/\p{Lu}/u.test(word)) return word;
    const definition = abbreviations.longFormOf(word, mention.start);
    if (definition === undefined || text.includes(definition.longForm)) return word;
    found = true;
    return definition.longForm;
  });
  return found ? expanded : undefined;
}

/** Names that a coordinated long form holds and a short form stands for: `Duchenne and Becker muscular dystrophy (DMD)`. */
function namesSpelled(longForm: string, short: string): readonly string[] {
  const letters = short.toLowerCase().replaceAll(/[^a-z]/g, '');
  return readings(longForm).flatMap((reading) => reading.filter((part) => initials(part) === letters));
}
