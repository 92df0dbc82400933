import { Abbreviations } from '../../concepts/abbreviations/abbreviations.ts';
import { findAbbreviations } from '../../concepts/abbreviations/find-abbreviations.ts';
import type { Linked } from '../../concepts/link/linker.ts';
import type { ConceptStore } from '../../concepts/store/store.ts';
import type { Entity } from '../../core/entity.ts';
import type { Language, Sentence } from '../../core/words.ts';
import type { Zone } from './sections.ts';
import { findUses, type Use } from './uses.ts';
import { zonesOf } from './zones.ts';

/** What rules ask of terminologies. */
export type WritingTerms = Pick<ConceptStore, 'concept' | 'withKey'>;

/** What the mentions of a paper mean, for the rules that ask. */
export interface PaperLinks {
  /** What each of `paper.entities` means, in their order. */
  readonly linked: readonly Linked[];
  readonly terms: WritingTerms;
}

/** What rules look at: one version of a paper. */
export interface WritingText {
  readonly source: string;
  readonly language: Language;
  readonly sentences: readonly Sentence[];
  /** What part of a paper each sentence stands in. */
  readonly zones: readonly Zone[];
  /** By start, then end. */
  readonly entities: readonly Entity[];
  readonly abbreviations: Abbreviations;
  /** Where the abbreviations stand, their definitions among them, in order. */
  readonly uses: readonly Use[];
  /** Undefined while mentions are not linked yet, or where nothing is linked. */
  readonly links: PaperLinks | undefined;
}

export function writingText(
  source: string,
  language: Language,
  sentences: readonly Sentence[],
  entities: readonly Entity[],
  links: PaperLinks | undefined,
): WritingText {
  const abbreviations = new Abbreviations(findAbbreviations(sentences));
  const zones = zonesOf(source, language, sentences);
  const uses = findUses(sentences, abbreviations);
  return { source, language, sentences, zones, entities, abbreviations, uses, links };
}
