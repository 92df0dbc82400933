import { finishCalmly } from '../../core/steps.ts';
import type { Split } from '../../corpus/corpus.ts';
import type { AnnotatedDocument, AnnotatedMention } from '../../corpus/document.ts';
import type { FormName } from '../../corpus/forms/form.ts';
import type { CorpusFile } from '../../corpus/parts.ts';
import { decideMapping } from '../../corpus/types/mapping-file.ts';
import { KnownMentions } from '../known-mentions.ts';
import type { DocumentPair } from '../pair.ts';
import type { CorpusInfo, EvaluationEvent, Mode } from '../report/report.ts';
import { ReportBuilder } from '../report-builder.ts';
import { choosePart } from './choose-part.ts';
import { outOfReach } from './out-of-reach.ts';
import { type RecognizedDocument, recognizeDocuments } from './recognize-documents.ts';
import { chooseTypes, type ScoredTypes, type TypeChoice } from './scored-types.ts';
import { survey } from './survey.ts';
import type { EvaluatedSystem } from './system.ts';
import { Watch } from './watch.ts';

/** What is evaluated, and how. */
export interface EvaluateOptions extends TypeChoice {
  /** A folder with train, devel and test parts, or a file, in any form. */
  readonly place: string;
  /** The part that is scored; `test`, or the only one, if not given. */
  readonly split?: Split;
  /** The corpus's form, where its content does not tell. */
  readonly form?: FormName;
  /** `default` if not given. */
  readonly mode?: Mode;
  /** Of what is drawn at random: the bootstrap and the randomisation test. */
  readonly seed?: number;
  /** GERBERA's version, for the report. */
  readonly version: string;
  readonly signal?: AbortSignal;
}

/** Milliseconds between two events that tell of progress. */
const calm = 250;

/**
 * Evaluates a model on a corpus, or compares two, each document being read once: what is found in its words, as the
 * recognizer finds it in running text, against its mentions, as offsets in its text. Of a corpus with a training part
 * that is read first, to tell new mentions from known ones. Only a stretch of the corpus is in memory, and counts for each
 * document.
 * @param systems one, or the two to compare.
 * @throws UserError if there is nothing to evaluate (`choosePart`, `chooseTypes`) or the corpus cannot be read, with file
 *   and line; the signal's reason.
 */
export async function* evaluateOnCorpus(
  systems: readonly [EvaluatedSystem, ...EvaluatedSystem[]],
  options: EvaluateOptions,
): AsyncGenerator<EvaluationEvent, void, undefined> {
  const { place, split, form, mode, seed, version, signal } = options;
  const started = performance.now();
  const { name, part, training } = await choosePart(place, split, form);
  const { length, mentions } = await survey(part, signal);
  const scored = chooseTypes(place, [...mentions.keys()], systems, options);
  const corpus = { name, place, form: part.form.name, ...(part.split ? { split: part.split } : {}) };
  const { names, unscored } = scored;
  yield { kind: 'start', system: systems[0].info, corpus, types: names, unscored };

  const watch = new Watch();
  const known = training && (await knownMentions(training, place, scored, [...mentions.keys()], options, watch));
  const builder = new ReportBuilder({
    types: names,
    nameOf: (type) => scored.mapping[type],
    compared: systems.length > 1,
    ...(mode ? { mode } : {}),
    ...(seed === undefined ? {} : { seed }),
    ...(known ? { known } : {}),
  });
  const size = { documents: 0, sentences: 0, words: 0 };
  const told = { at: Number.NEGATIVE_INFINITY, share: 0 };
  const documents = part.form.read(part.place, watch.options(part, signal));
  for await (const stretch of recognizeDocuments(documents, systems, signal)) {
    for (const recognized of stretch.documents) {
      const pair = pairOf(recognized, scored);
      for (const problem of outOfReach(pair.gold, recognized.sentences)) watch.see(problem);
      builder.add(pair);
      size.documents++;
      size.sentences += recognized.sentences.length;
    }
    size.words += stretch.words;
    yield* watch.takeProblems();
    if (performance.now() - told.at < calm) continue;
    told.at = performance.now();
    told.share = length === 0 ? 1 : Math.min(1, stretch.position / length);
    yield { kind: 'progress', documents: size.documents, words: size.words, share: told.share };
  }
  yield* watch.takeProblems();
  if (told.share < 1) yield { kind: 'progress', documents: size.documents, words: size.words, share: 1 };

  const seconds = (performance.now() - started) / 1000;
  const about: CorpusInfo = {
    ...corpus,
    ...size,
    files: watch.files,
    mentions: Object.fromEntries(mentions),
    mapping: scored.mapping,
    problems: watch.problems.summary(),
  };
  const [{ info: system }, second] = systems;
  const other = second ? { other: second.info } : {};
  const steps = builder.report({ system, ...other, corpus: about, version, date: new Date().toISOString(), seconds });
  const report = await finishCalmly(steps, signal);
  yield { kind: 'done', report };
}

/** Reads the training part's mentions, of which only surfaces and concepts stay. */
async function knownMentions(
  training: CorpusFile,
  place: string,
  { names }: ScoredTypes,
  types: readonly string[],
  { map, signal }: EvaluateOptions,
  watch: Watch,
): Promise<KnownMentions> {
  const known = new KnownMentions();
  const decided = new Map<string, string | undefined>();
  const nameOf = (type: string) => {
    // A type that the scored part lacks goes by what it would go by there.
    if (!decided.has(type)) decided.set(type, decideMapping(place, [...types, type], map)[type]);
    return decided.get(type);
  };
  for await (const document of training.form.read(training.place, watch.options(training, signal))) {
    known.add({ ...document, mentions: renamed(document.mentions, (type) => scoredName(nameOf(type), names)) });
  }
  return known;
}

function scoredName(name: string | undefined, names: readonly string[]): string | undefined {
  return name !== undefined && names.includes(name) ? name : undefined;
}

function pairOf(
  { document, sentences, found: [first = [], second] }: RecognizedDocument,
  scored: ScoredTypes,
): DocumentPair {
  const gold: AnnotatedDocument = {
    ...document,
    mentions: renamed(document.mentions, (type) => scored.mapping[type]),
  };
  const found = (mentions: readonly AnnotatedMention[], system: number) =>
    renamed(mentions, (type) => scored.found[system]?.get(type));
  return { gold, sentences, found: found(first, 0), ...(second ? { other: found(second, 1) } : {}) };
}

/** Mentions under other names; those that get none are left out. */
function renamed(
  mentions: readonly AnnotatedMention[],
  nameOf: (type: string) => string | undefined,
): AnnotatedMention[] {
  return mentions.flatMap((mention) => {
    const type = nameOf(mention.type);
    return type === undefined ? [] : [{ ...mention, type }];
  });
}
