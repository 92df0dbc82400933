import type { Abbreviations } from '../abbreviations/abbreviations.ts';
import type { FeatureName } from './features.ts';
import type { LinkMention } from './linker.ts';

/** A text that stands for a mention when names are looked for. */
export interface Query {
  readonly text: string;
  /** How it was come by; undefined if it is the mention itself. */
  readonly by?: Extract<FeatureName, 'long' | 'expanded' | 'unbracketed' | 'short' | 'stripped'>;
}

/** Words that say whose or how, and are no part of most names. */
const around =
  /^(?:the|a|an|human|familial|hereditary|inherited|sporadic|severe|mild|moderate|acute|chronic|primary|secondary|idiopathic|recurrent|refractory|advanced|metastatic|clinical|symptomatic|asymptomatic|classic|classical|typical|atypical|early[- ]onset|late[- ]onset|adult[- ]onset) /i;
const behind =
  / (?:patients?|gene|genes|protein|proteins|mRNA|mRNAs|cDNA|promoter|promoters|locus|receptor gene|cells?|families|kindreds?|syndromes?|diseases?|disorders?|tumou?rs?|phenotypes?|symptoms?|episodes?|attacks?)$/i;

/** A mention that looks like an abbreviation or a symbol: `APC`, `IL-2`, `G6PD`, `T2DM`. */
export function looksShort(text: string): boolean {
  return text.length <= 8 && !/\s/.test(text) && (text.match(/\p{Lu}/gu)?.length ?? 0) >= 2;
}

/** The texts that stand for a mention: itself, what it abbreviates in its document, and what is left without decoration. */
export function queriesOf(mention: LinkMention, abbreviations: Abbreviations): readonly Query[] {
  const text = mention.mention;
  const queries: Query[] = [{ text }];
  const add = (other: string, by: NonNullable<Query['by']>) => {
    const trimmed = other.replaceAll(/\s+/g, ' ').trim();
    if (trimmed !== '' && !queries.some((query) => query.text === trimmed)) queries.push({ text: trimmed, by });
  };
  const definition = abbreviations.longFormOf(text, mention.start);
  if (definition) add(definition.longForm, 'long');
  const bare = text.replaceAll(/\s*[([][^()[\]]*[)\]]/g, '');
  if (bare !== text) add(bare, 'unbracketed');
  const expanded = expand(definition ? definition.longForm : bare, mention, abbreviations);
  if (expanded !== undefined) add(expanded, 'expanded');
  const short = abbreviations.all.find(({ longForm }) => longForm.toLowerCase() === text.toLowerCase());
  if (short) add(short.shortForm, 'short');
  for (const { text: whole } of queries.slice(0, 3)) {
    let rest = whole;
    for (;;) {
      const next = rest.replace(around, '');
      if (next === rest) break;
      rest = next;
      add(rest, 'stripped');
    }
    const cut = rest.replace(behind, '');
    if (cut !== rest) add(cut, 'stripped');
  }
  return queries;
}

/** With the short forms in it written out: `G6PD deficiency`; undefined if there is none. */
function expand(text: string, mention: LinkMention, abbreviations: Abbreviations): string | undefined {
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
