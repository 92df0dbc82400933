import type { Split } from '../corpus.ts';
import type { FormName } from '../forms/form.ts';
import type { ProblemSummary } from '../problems.ts';
import type { TypeMapping } from '../types/mapping.ts';

/** What a corpus holds, how its parts share it, and where its labels disagree. */
export interface CorpusStatistics {
  readonly name: string;
  readonly place: string;
  /** What its types were called by: given or kept with it; empty if they have their own names. */
  readonly mapping: TypeMapping;
  /** In the order train, devel, test, or one without a split. */
  readonly parts: readonly PartStatistics[];
  readonly ambiguity: Ambiguity;
  /** Mentions of devel and test that stand in train too. */
  readonly overlaps: readonly MentionOverlap[];
  /** Texts that two parts have both, earlier part first. */
  readonly leaks: readonly Leak[];
  readonly noise: LabelNoise;
  readonly problems: ProblemSummary;
}

export interface PartStatistics {
  readonly split?: Split;
  readonly file: string;
  readonly form: FormName;
  /** Undefined where the form does not say what the documents are. */
  readonly documents?: number;
  readonly sentences: number;
  readonly words: number;
  readonly sentencesWithMentions: number;
  readonly all: MentionCounts;
  /** Most mentions first. */
  readonly types: Readonly<Record<string, MentionCounts>>;
}

/** Counts of mentions; the three last ones are of mentions too. */
export interface MentionCounts {
  readonly mentions: number;
  /** Distinct texts, upper and lower case told apart. */
  readonly surfaces: number;
  /** Distinct identifiers; 0 where the form has none. */
  readonly concepts: number;
  /** Words in all mentions together. */
  readonly words: number;
  /** Mentions of more than one word. */
  readonly multiWord: number;
  /** That share a character with another one. */
  readonly overlapping: number;
  /** That lie inside another one, or are another one's equal. */
  readonly nested: number;
  readonly discontinuous: number;
}

/** A place in a file, line from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** How far a text tells what it is. */
export interface Ambiguity {
  readonly surfaces: number;
  /** Surfaces that are mentions of several types. */
  readonly severalTypes: number;
  readonly mentions: number;
  /** Mentions whose surface has several types. */
  readonly mentionsOfSeveralTypes: number;
  /** Mentions that are not of the most frequent type of their surface. */
  readonly mentionsOfRarerTypes: number;
  /** Undefined where no mention has an identifier. */
  readonly concepts?: {
    /** Surfaces with an identifier. */
    readonly surfaces: number;
    readonly severalConcepts: number;
    /** Mean number of concepts of a surface, and of surfaces of a concept. */
    readonly perSurface: number;
    readonly surfacesPerConcept: number;
  };
  /** The most mentions of rarer types first. */
  readonly examples: readonly TypeExample[];
}

/** A surface of several types. */
export interface TypeExample {
  readonly surface: string;
  /** Most frequent first, with the first place of each. */
  readonly types: readonly (Place & { readonly type: string; readonly mentions: number })[];
}

/** Mentions of one part that stand in the training part with the same type. */
export interface MentionOverlap {
  readonly of: Split;
  readonly with: Split;
  readonly all: SeenCounts;
  readonly types: Readonly<Record<string, SeenCounts>>;
}

export interface SeenCounts {
  readonly mentions: number;
  readonly seenMentions: number;
  /** Upper and lower case alike. */
  readonly seenMentionsFolded: number;
  readonly surfaces: number;
  readonly seenSurfaces: number;
  readonly seenSurfacesFolded: number;
  readonly concepts: number;
  readonly seenConcepts: number;
}

/** What stands in two parts. Texts are alike if they differ in nothing but white space and upper and lower case. */
export interface Leak {
  readonly from: string;
  readonly to: string;
  /** Of `to`'s documents: those with the id of one in `from`, and those with the text of one. */
  readonly documents: { readonly all: number; readonly sameId: number; readonly sameText: number };
  /** Of `to`'s sentences: those that stand in `from` too. */
  readonly sentences: {
    readonly all: number;
    readonly same: number;
    /** Of the same ones, those of at least five words, which do not come twice by chance. */
    readonly sameLong: number;
    /** Of the same ones, those that have other labels in every place in `from`; undefined where the types are others. */
    readonly otherLabels?: number;
    /** Of the same ones, those that are the same letter for letter, and of these, those that have other labels. */
    readonly exact: number;
    readonly exactOtherLabels?: number;
  };
  /** Those with other labels first, then the longest. */
  readonly examples: readonly (Place & {
    readonly other: Place;
    readonly words: number;
    readonly otherLabels: boolean;
  })[];
  /** Ids of documents that stand in both; the first ones. */
  readonly ids: readonly string[];
}

/** Words that are a mention in one place and none in another. */
export interface LabelNoise {
  /** Surfaces that stand whole on words. */
  readonly surfaces: number;
  /** Of these, the ones that occur unlabelled too. */
  readonly unlabelledSurfaces: number;
  /** Mentions, and of these, the ones whose surface occurs unlabelled too. */
  readonly mentions: number;
  readonly mentionsOfUnlabelled: number;
  /** Occurrences of these surfaces without any label, the longest surface first where one holds another. */
  readonly unlabelled: number;
  /** The most contradicting first: by the rarer of labelled and unlabelled. */
  readonly examples: readonly NoiseExample[];
}

export interface NoiseExample {
  readonly surface: string;
  readonly type: string;
  readonly labelled: number;
  readonly unlabelled: number;
  readonly labelledAt: Place;
  readonly unlabelledAt: Place;
}

/** So many examples of each kind are kept. */
export const examplesEach = 20;
