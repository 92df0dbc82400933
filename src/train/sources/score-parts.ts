import type { WordEntity } from '../../core/entity.ts';
import { UserError } from '../../core/errors.ts';
import type { Corpus, CorpusPart, LabelledSentence, Split } from '../../corpus/corpus.ts';
import { mappedNames, type TypeMapping } from '../../corpus/types/mapping.ts';
import { evaluateSentences } from '../../evaluate/evaluate.ts';
import { report } from '../../evaluate/scores.ts';
import type { TokenClassifier } from '../../model/classifier.ts';
import { createRecognizer, type Recognizer, type Words } from '../../recognize/recognizer.ts';
import type { CorpusScores } from '../events.ts';

/** A corpus as a run uses it. */
export interface UsedCorpus {
  readonly id: string;
  readonly corpus: Corpus;
  readonly mapping: TypeMapping;
  /** The training sentences that are used; none where no stage trains on it. */
  readonly train: readonly LabelledSentence[];
}

/** @throws UserError if a corpus has no such part. */
export function needPart(corpus: Corpus, split: Split, purpose: string): CorpusPart {
  const part = corpus.parts[split];
  if (part) return part;
  const there = Object.keys(corpus.parts).join(', ');
  throw new UserError(
    `${corpus.folder}: it has no ${split} part to ${purpose} (only ${there}); add it as ${split}.tsv or in another form`,
  );
}

/** What a classifier is worth on a part of corpora. */
export async function scoreParts(
  classifier: TokenClassifier,
  corpora: readonly UsedCorpus[],
  split: Split,
  signal: AbortSignal | undefined,
): Promise<readonly CorpusScores[]> {
  const heads = [...new Set(corpora.flatMap(({ mapping }) => mappedNames(mapping)))];
  const recognizer = remembering(createRecognizer(classifier, { heads }));
  const scores: CorpusScores[] = [];
  for (const { id, corpus, mapping } of corpora) {
    const { sentences } = needPart(corpus, split, 'be scored on');
    const counts = await evaluateSentences(recognizer, sentences, mapping, signal ? { signal } : {});
    const { micro, types } = report(counts);
    scores.push({ corpus: id, micro, types: Object.fromEntries(types) });
  }
  return scores;
}

/** Seconds of a sample that tell how long scoring takes, and its sentences before its speed is known. */
const sample = { seconds: 1.5, sentences: 24 };

/** How long it takes to score the devel parts of corpora, in seconds, by a sample of their sentences. */
export async function scoringSeconds(
  classifier: TokenClassifier,
  corpora: readonly UsedCorpus[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const heads = [...new Set(corpora.flatMap(({ mapping }) => mappedNames(mapping)))];
  const recognizer = createRecognizer(classifier, { heads });
  const all = corpora.flatMap(({ corpus }) => needPart(corpus, 'devel', 'be scored on').sentences);
  const sentences = [...new Map(all.map(({ words }) => [JSON.stringify(words), words])).values()];
  const perWord = async (count: number) => {
    const taken = spread(sentences, count);
    const before = performance.now();
    await recognizer.recognize(taken, signal);
    return (performance.now() - before) / 1000 / countWords(taken);
  };
  const first = await perWord(sample.sentences);
  const words = countWords(sentences);
  const second = await perWord((sentences.length * sample.seconds) / (first * words));
  return second * words;
}

/** About so many sentences, at least one, from all over a list. */
function spread(sentences: readonly Words[], count: number): readonly Words[] {
  const step = Math.max(1, Math.round(sentences.length / Math.max(1, count)));
  return sentences.filter((_, index) => index % step === 0);
}

function countWords(sentences: readonly Words[]): number {
  return sentences.reduce((sum, words) => sum + words.length, 0);
}

/** A recognizer that reads a sentence once: the single-type sets made of one corpus share all of theirs. */
function remembering(recognizer: Recognizer): Recognizer {
  const known = new Map<string, WordEntity[]>();
  return {
    async recognize(sentences, signal) {
      const keys = sentences.map((words) => JSON.stringify(words));
      const fresh = [...new Map(keys.map((key, index) => [key, index])).entries()].filter(([key]) => !known.has(key));
      const words = fresh.map(([, index]) => sentences[index] ?? []);
      const found = await recognizer.recognize(words, signal);
      for (const [at, [key]] of fresh.entries()) known.set(key, found[at] ?? []);
      return keys.map((key) => known.get(key) ?? []);
    },
  };
}
