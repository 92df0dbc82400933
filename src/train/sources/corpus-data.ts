import { UserError } from '../../core/errors.ts';
import type { Corpus, LabelledSentence, Split } from '../../corpus/corpus.ts';
import { ProblemTally } from '../../corpus/problems.ts';
import { readCorpus } from '../../corpus/read.ts';
import { atMost, subset } from '../../corpus/select.ts';
import { checkMapping, mapMentions, mappedNames, type TypeMapping } from '../../corpus/types/mapping.ts';
import type { CorpusConfig, StageConfig, TrainingConfig } from '../config/config.ts';
import { headsOfCorpus, orderHeads } from '../config/heads.ts';
import { planEpoch } from '../data/batches.ts';
import { type ExampleSet, makeExamples } from '../data/examples.ts';
import { type MergedSet, mergeExamples } from '../data/merge.ts';
import type { ProblemsEvent } from '../events.ts';
import { develWarnings, typeWarnings } from './corpus-warnings.ts';
import { needPart, scoreParts, scoringSeconds, type UsedCorpus } from './score-parts.ts';
import { batchSize, type DataFile, type Reader, type RunData } from './stage-data.ts';

/**
 * Reads the corpora of a run and checks that each has the parts that the stages need.
 * @throws UserError naming the corpus's folder or file and what is missing or wrong.
 */
export async function readCorpora(config: TrainingConfig, signal: AbortSignal | undefined): Promise<RunData> {
  const trained = new Set(config.stages.flatMap(({ corpora }) => corpora));
  const selected = new Set(config.stages.flatMap(({ select }) => select.corpora));
  const judged = new Set(judgedStages(config).flatMap(({ select }) => select.corpora));
  const choosing = config.stages.filter(({ select }) => select.keep === 'best');
  const deciding = new Set(choosing.flatMap(({ select }) => select.corpora));
  const used = new Map<string, UsedCorpus>();
  const problems: ProblemsEvent[] = [];
  const warnings: string[] = [];
  for (const [id, each] of Object.entries(config.corpora)) {
    if (!trained.has(id) && !selected.has(id)) continue;
    const tally = new ProblemTally();
    const whole = await readCorpus(each.folder, {
      onProblem: (problem) => tally.add(problem),
      ...(each.type === undefined ? {} : { defaultType: each.type }),
      ...(signal ? { signal } : {}),
    });
    if (tally.total > 0) problems.push({ kind: 'problems', corpus: id, problems: tally.summary() });
    const mapping = mappingOf(whole, each);
    const corpus = withFewDevel(
      each.onlyWithMentions === 'everywhere' ? mentioning(whole, mapping) : whole,
      each,
      config.seed,
    );
    if (selected.has(id)) needPart(corpus, 'devel', 'choose the best weights on');
    if (deciding.has(id)) needMentions(corpus, 'devel', mapping);
    if (config.test && judged.has(id)) needPart(corpus, 'test', 'be scored on');
    if (deciding.has(id)) warnings.push(...develWarnings(id, corpus, mapping));
    if (trained.has(id)) warnings.push(...typeWarnings(id, corpus, mapping));
    const train = trained.has(id) ? trainingSentences(corpus, each, mapping, config.seed) : [];
    used.set(id, { id, corpus, mapping, train });
  }
  const of = (id: string): UsedCorpus => {
    const found = used.get(id);
    if (!found) throw new Error(`the corpus ${id} was not read`);
    return found;
  };
  // The same examples serve every stage with the same reader.
  const made = new Map<string, WeakMap<Reader, Promise<ExampleSet>>>();

  async function examplesOf(id: string, reader: Reader): Promise<ExampleSet> {
    const ofCorpus = made.get(id) ?? new WeakMap<Reader, Promise<ExampleSet>>();
    made.set(id, ofCorpus);
    const known = ofCorpus.get(reader);
    if (known) return known;
    const { spec, tokenizer } = reader;
    const { train, mapping } = of(id);
    const options = { name: id, heads: spec.heads, mapping, maxLength: spec.maxLength };
    const examples = makeExamples(train, tokenizer, { ...options, ...(signal ? { signal } : {}) });
    ofCorpus.set(reader, examples);
    return examples;
  }

  return {
    heads: orderHeads([...used.values()].flatMap(({ mapping }) => mappedNames(mapping))),
    files: [...used.values()].flatMap(filesOf),
    problems,
    warnings,
    async stage(stage, reader) {
      const { maxLength } = reader.spec;
      const sets: ExampleSet[] = [];
      for (const id of stage.corpora) sets.push(await examplesOf(id, reader));
      const { opening, closing } = reader.tokenizer;
      const merges = config.merge && stage.sampling.order === 'mixed';
      const merged = merges ? mergeExamples(sets) : sets.map((set, index) => ({ ...set, from: [index] }));
      const { weights = {}, ...sampling } = stage.sampling;
      const idsOf = ({ from }: MergedSet) => from.flatMap((index) => stage.corpora[index] ?? []);
      const options = {
        size: batchSize(stage),
        maxLength,
        sampling: { ...sampling, weights: merged.map((set) => mean(idsOf(set).map((id) => weights[id] ?? 1))) },
        order: stage.sampling.order,
        special: { opening, closing, padding: reader.spec.encoder.padId },
      };
      return {
        sets: merged.map((set) => idsOf(set).join(' + ')),
        epoch: (epoch) => planEpoch(merged, options, { seed: config.seed, stage: stage.name, epoch }),
        evaluationSeconds: async (step, signal) =>
          scoringSeconds(await step.classifier(), stage.select.corpora.map(of), signal),
        async evaluate(step, signal) {
          const corpora = await scoreParts(await step.classifier(), stage.select.corpora.map(of), 'devel', signal);
          return { corpora, score: corpora.reduce((sum, { micro }) => sum + micro.f1 / corpora.length, 0) };
        },
      };
    },
    test: (classifier, ids) => {
      // A run that is ended early may leave the model of a stage whose corpora need no test part.
      const there = ids.map(of).filter(({ corpus }) => corpus.parts.test);
      return scoreParts(classifier, there, 'test', signal);
    },
  };
}

/** The stages whose models a run leaves if it is not ended early. */
function judgedStages({ stages }: TrainingConfig): readonly StageConfig[] {
  const last = stages.findLast(({ save }) => save === undefined);
  return stages.filter((stage) => stage === last || stage.save !== undefined);
}

function mappingOf(corpus: Corpus, { heads }: CorpusConfig): TypeMapping {
  if (corpus.types.length === 0) {
    throw new UserError(`${corpus.folder}: there is no mention at all in it; are its labels in the last column?`);
  }
  const mapping = heads ?? headsOfCorpus(corpus.folder, corpus.types);
  checkMapping(corpus.folder, corpus.types, mapping);
  return mapping;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Without a mention every score is zero, and what comes first would pass for the best. */
function needMentions(corpus: Corpus, split: Split, mapping: TypeMapping): void {
  const part = corpus.parts[split];
  if (!part || part.sentences.some(({ mentions }) => mapMentions(mentions, mapping).length > 0)) return;
  const heads = mappedNames(mapping).join(', ');
  throw new UserError(`${part.file}: there is no mention of ${heads} in it to choose the best weights by`);
}

/** The corpus with only those sentences of each part that have a mention to learn or to find. */
function mentioning(corpus: Corpus, mapping: TypeMapping): Corpus {
  const parts = Object.entries(corpus.parts).map(([split, part]) => {
    const sentences = part.sentences.filter(({ mentions }) => mapMentions(mentions, mapping).length > 0);
    return [split, { ...part, sentences }] as const;
  });
  return { ...corpus, parts: Object.fromEntries(parts) };
}

/** The corpus with as many sentences of its devel part as are wanted. */
function withFewDevel(corpus: Corpus, { develSentences }: CorpusConfig, seed: number): Corpus {
  const { devel } = corpus.parts;
  if (!devel || develSentences === undefined) return corpus;
  const sentences = atMost(devel.sentences, develSentences, seed);
  return { ...corpus, parts: { ...corpus.parts, devel: { ...devel, sentences } } };
}

function trainingSentences(
  corpus: Corpus,
  { fraction, sentences: most, onlyWithMentions }: CorpusConfig,
  mapping: TypeMapping,
  seed: number,
): readonly LabelledSentence[] {
  const { sentences, file } = needPart(corpus, 'train', 'train on');
  const withMentions = sentences.filter(({ mentions }) => mapMentions(mentions, mapping).length > 0);
  if (withMentions.length === 0) throw new UserError(`${file}: there is no mention to learn in it`);
  const kept = onlyWithMentions ? withMentions : sentences;
  const share = fraction === 1 ? kept : subset(kept, fraction, seed);
  return atMost(share, most ?? Number.POSITIVE_INFINITY, seed);
}

function filesOf({ id, corpus: { parts }, train, mapping }: UsedCorpus): readonly DataFile[] {
  return Object.entries(parts).map(([part, { file, sha256, sentences }]) => {
    const counted = part === 'train' ? train : sentences;
    const mentions: Record<string, number> = {};
    for (const { type } of counted.flatMap((sentence) => mapMentions(sentence.mentions, mapping))) {
      mentions[type] = (mentions[type] ?? 0) + 1;
    }
    return { id, part, file, sha256, sentences: counted.length, mentions };
  });
}
