import type { CorpusParts } from '../parts.ts';
import { ProblemTally } from '../problems.ts';
import type { TypeMapping } from '../types/mapping.ts';
import { sentencesOf } from '../words.ts';
import { ambiguityOf, merged } from './ambiguity.ts';
import { leakBetween, type NamedTexts } from './leaks.ts';
import { NoiseScan, WordIndex } from './noise.ts';
import { overlapWith } from './overlap.ts';
import { namedMentions, PartCounter } from './part-counter.ts';
import type { CorpusStatistics, Leak } from './statistics.ts';

export interface StatisticsOptions {
  /** What types are called by; those that it does not name keep their names. */
  readonly mapping?: TypeMapping;
  /** Also asked for texts that stand in both; it has a mapping of its own. */
  readonly other?: { readonly corpus: CorpusParts; readonly mapping?: TypeMapping };
  readonly signal?: AbortSignal;
}

/**
 * What a corpus holds, how its parts share mentions and texts, and where its labels disagree. Its files are read twice,
 * document by document; what stays in memory are its distinct surfaces and the fingerprints of its sentences.
 * @throws UserError of the form's reader, or the signal's reason.
 */
export async function corpusStatistics(
  corpus: CorpusParts,
  place: string,
  { mapping = {}, other, signal }: StatisticsOptions = {},
): Promise<CorpusStatistics> {
  const problems = new ProblemTally();
  const index = new WordIndex();
  const counters = await countParts(corpus, mapping, index, problems, signal);
  const surfaces = counters.map((counter) => counter.surfaces);
  const all = merged(surfaces);
  const scan = new NoiseScan(all, index);
  for (const part of corpus.parts) {
    for await (const document of part.form.read(part.place, signal ? { signal } : {})) {
      scan.add(document, namedMentions(document, mapping), sentencesOf(document));
    }
  }
  const training = counters[corpus.parts.findIndex(({ split }) => split === 'train')];
  const leaks = leaksWithin(namedTexts(corpus, counters));
  if (other) {
    const others = await countParts(other.corpus, other.mapping ?? {}, new WordIndex(), new ProblemTally(), signal);
    const sameTypes = String(typesOf(counters)) === String(typesOf(others));
    for (const from of namedTexts(corpus, counters)) {
      for (const to of namedTexts(other.corpus, others, other.corpus.name))
        leaks.push(leakBetween(from, to, sameTypes));
    }
  }
  return {
    name: corpus.name,
    place,
    mapping,
    parts: counters.map((counter) => counter.result()),
    ambiguity: ambiguityOf(all, surfaces),
    overlaps: corpus.parts.flatMap(({ split }, at) => {
      const own = counters[at]?.surfaces;
      if (!training || !own || !split || split === 'train') return [];
      return [overlapWith(split, own, { split: 'train', surfaces: training.surfaces })];
    }),
    leaks,
    noise: scan.result(),
    problems: problems.summary(),
  };
}

async function countParts(
  { parts }: CorpusParts,
  mapping: TypeMapping,
  index: WordIndex,
  problems: ProblemTally,
  signal: AbortSignal | undefined,
): Promise<readonly PartCounter[]> {
  const counters: PartCounter[] = [];
  for (const part of parts) {
    const onProblem = (problem: Parameters<ProblemTally['add']>[0]) => problems.add(problem);
    const counter = new PartCounter(part, mapping, index, onProblem);
    for await (const document of part.form.read(part.place, { onProblem, ...(signal ? { signal } : {}) })) {
      counter.add(document);
    }
    counters.push(counter);
  }
  return counters;
}

/** @param corpus its name, if it is not the one that is asked about. */
function namedTexts(
  { parts, name }: CorpusParts,
  counters: readonly PartCounter[],
  corpus = '',
): readonly NamedTexts[] {
  return counters.map(({ texts }, at) => {
    const split = parts[at]?.split;
    const own = split ?? name;
    return { name: corpus === '' || split === undefined ? own : `${split} of ${corpus}`, texts };
  });
}

function leaksWithin(parts: readonly NamedTexts[]): Leak[] {
  return parts.flatMap((from, at) => parts.slice(at + 1).map((to) => leakBetween(from, to, true)));
}

function typesOf(counters: readonly PartCounter[]): readonly string[] {
  return [...new Set(counters.flatMap((counter) => Object.keys(counter.result().types)))].sort();
}
