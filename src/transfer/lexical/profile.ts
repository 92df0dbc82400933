import { finishCalmly, type Steps } from '../../core/steps.ts';
import type { CorpusProfile } from '../profile.ts';
import { type BlockTerms, countBlockTerms } from './blocks.ts';
import { type IndexedText, indexText } from './indexed-text.ts';
import { findSurfaces, type Occurrences } from './occurrences.ts';
import { collectSurfaces, type Surface } from './surfaces.ts';
import { vocabularyWord } from './terms.ts';

/** What the measures of words and labels count once for each corpus. */
export interface LexicalProfile {
  readonly sha256: string;
  /** Its vocabulary: distinct words with a letter, in lower case. */
  readonly words: ReadonlySet<string>;
  /** The same of the words inside mentions. */
  readonly entityWords: ReadonlySet<string>;
  readonly mentions: number;
  /** What its mentions are written as. */
  readonly surfaces: ReadonlyMap<string, Surface>;
  /** The normalised forms of its surfaces. */
  readonly normalisedSurfaces: ReadonlySet<string>;
  readonly text: IndexedText;
  /** How often its own surfaces stand in its text, in their order. */
  readonly ownOccurrences: Occurrences;
  readonly blocks: BlockTerms;
}

/**
 * Counts what `lexicalValues` compares.
 * @throws the signal's reason once it is aborted.
 */
export async function lexicalProfile(corpus: CorpusProfile, signal?: AbortSignal): Promise<LexicalProfile> {
  return finishCalmly(profileSteps(corpus), signal);
}

function* profileSteps({ sha256, sentences }: CorpusProfile): Steps<LexicalProfile> {
  const text = yield* indexText(sentences);
  const surfaces = yield* collectSurfaces(sentences);
  return {
    sha256,
    words: vocabulary(text.ids.keys()),
    entityWords: vocabulary(surfaceWords(surfaces).flat()),
    mentions: [...surfaces.values()].reduce((sum, { mentions }) => sum + mentions, 0),
    surfaces,
    normalisedSurfaces: new Set([...surfaces.values()].map(({ normalised }) => normalised)),
    text,
    ownOccurrences: yield* findSurfaces(text, surfaceWords(surfaces)),
    blocks: yield* countBlockTerms(sentences),
  };
}

/** The words of each surface, in their order. */
export function surfaceWords(surfaces: ReadonlyMap<string, Surface>): readonly (readonly string[])[] {
  return [...surfaces.values()].map(({ words }) => words);
}

function vocabulary(words: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of words) {
    const own = vocabularyWord(word);
    if (own !== undefined) found.add(own);
  }
  return found;
}
