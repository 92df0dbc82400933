import { stat } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import { quoted } from '../core/quote.ts';
import { finishCalmly } from '../core/steps.ts';
import type { Split } from '../corpus/corpus.ts';
import type { AnnotatedDocument, AnnotatedMention } from '../corpus/document.ts';
import type { FormName } from '../corpus/forms/form.ts';
import { type CorpusFile, corpusParts } from '../corpus/parts.ts';
import { type CorpusProblem, ProblemTally } from '../corpus/problems.ts';
import type { Scheme } from '../corpus/scheme.ts';
import { checkMapping, keptName, type TypeMapping } from '../corpus/types/mapping.ts';
import { KnownMentions } from './known-mentions.ts';
import { type DocumentSource, pairDocuments } from './pairing/pair-documents.ts';
import type { EvaluationEvent, EvaluationReport, Mode, SystemInfo } from './report/report.ts';
import { ReportBuilder } from './report-builder.ts';
import { type ChosenPart, choosePart } from './run/choose-part.ts';

export interface ScoreOptions {
  /** The gold standard: a file of any form, or the folder of a corpus. */
  readonly gold: string;
  /** What was found in the same documents, likewise. */
  readonly predicted: string;
  /** What a second system found. */
  readonly against?: string;
  /** The part of folders that is scored; `test`, or the only one, if not given. */
  readonly split?: Split;
  /** Forms of the gold standard and of predictions, where their content does not tell. */
  readonly forms?: readonly [FormName, FormName?];
  readonly mode?: Mode;
  /** Names in place of those of types, on all sides; others stay as they are written. */
  readonly map?: TypeMapping;
  /** Only these types, by the names they are scored under; all if not given. */
  readonly types?: readonly string[];
  /** The scheme that labels follow, for strict scores; found out from them if not given. */
  readonly scheme?: Scheme;
  readonly seed?: number;
  /** GERBERA's version, for the report. */
  readonly version: string;
  readonly onProblem?: (problem: CorpusProblem) => void;
  /** Told how far the scoring is, now and then. */
  readonly onProgress?: (progress: Extract<EvaluationEvent, { kind: 'progress' }>) => void;
  readonly signal?: AbortSignal;
}

/**
 * Scores what is labelled in one file against what is labelled in another, whatever their forms, and a third if it is
 * given (`pairDocuments`). Only stretches of the files are in memory.
 * @throws UserError if a file cannot be read, with file and line, the texts differ, or a type that is named occurs nowhere.
 */
export async function scoreFiles(options: ScoreOptions): Promise<EvaluationReport> {
  const {
    gold: place,
    predicted,
    against,
    split,
    forms: [form, other] = [],
    mode,
    scheme,
    seed,
    version,
    signal,
  } = options;
  const gold = await partOf(place, split, form);
  const partThere = (found: string) => partOf(found, split ?? gold.part.split, other ?? form);
  const found = await partThere(predicted);
  const second = against === undefined ? undefined : await partThere(against);
  const names = new TypeNames(options);
  const watch = new ReadWatch(options);
  const known = gold.training && (await knownMentions(watch.read(gold.training), names));
  const builder = new ReportBuilder({
    types: [],
    nameOf: (type) => names.of(type),
    compared: second !== undefined,
    ...(mode ? { mode } : {}),
    ...(scheme ? { scheme } : {}),
    ...(seed === undefined ? {} : { seed }),
    ...(known ? { known } : {}),
  });
  const mentions = new Map<string, number>();
  const foundTypes = new Set<string>();
  const onDisk = await stat(gold.part.place);
  const goldDocuments = watch.read(gold.part, (bytes) => {
    const { documents, words } = builder.size;
    const share = onDisk.isFile() && onDisk.size > 0 ? Math.min(1, bytes / onDisk.size) : 0;
    options.onProgress?.({ kind: 'progress', documents, words, share });
  });
  const source = ({ part }: ChosenPart): DocumentSource => ({ place: part.place, documents: watch.read(part) });
  const pairs = pairDocuments(
    { place: gold.part.place, documents: goldDocuments },
    [source(found), second && source(second)],
    (problem) => watch.tell(problem),
  );
  for await (const pair of pairs) {
    signal?.throwIfAborted();
    for (const { type } of pair.gold.mentions) mentions.set(type, (mentions.get(type) ?? 0) + 1);
    for (const { type } of [...pair.found, ...(pair.other ?? [])]) foundTypes.add(type);
    builder.add({
      ...pair,
      gold: { ...pair.gold, mentions: names.renamed(pair.gold.mentions) },
      found: names.renamed(pair.found),
      ...(pair.other ? { other: names.renamed(pair.other) } : {}),
    });
  }
  names.check(place);
  const shared = new Set([...foundTypes].map((type) => names.of(type)));
  if (mentions.size > 0 && foundTypes.size > 0 && ![...mentions.keys()].some((type) => shared.has(names.of(type)))) {
    watch.tell(strangers(found.part.place, place, [...mentions.keys()], [...foundTypes]));
  }
  const corpus = {
    name: gold.name,
    place,
    form: gold.part.form.name,
    ...(gold.part.split ? { split: gold.part.split } : {}),
    files: watch.files,
    ...builder.size,
    mentions: Object.fromEntries(mentions),
    mapping: names.mapping([...mentions.keys(), ...foundTypes]),
    problems: watch.problems.summary(),
  };
  const info = (name: string): SystemInfo => ({ kind: 'file', name });
  const about = { system: info(predicted), corpus, version, date: new Date().toISOString() };
  const compared = against === undefined ? {} : { other: info(against) };
  return finishCalmly(builder.report({ ...about, ...compared }), signal);
}

/** The part of a place that is scored; a file, or a folder of a folder form, has but one. */
async function partOf(place: string, split: Split | undefined, form: FormName | undefined): Promise<ChosenPart> {
  const { parts } = await corpusParts(place, form);
  return choosePart(place, parts.some((part) => part.split) ? split : undefined, form);
}

/** What is wrong where gold and found types go by different names. */
function strangers(file: string, place: string, gold: readonly string[], found: readonly string[]): CorpusProblem {
  const example = `--map ${found[0]}=${gold[0]}`;
  const message = `no type of it is one of ${place}: ${found.join(', ')} here, ${gold.join(', ')} there; bring them together, as in ${example}`;
  return { kind: 'other', file, line: 1, message };
}

async function knownMentions(documents: AsyncIterable<AnnotatedDocument>, names: TypeNames): Promise<KnownMentions> {
  const known = new KnownMentions();
  for await (const document of documents) known.add({ ...document, mentions: names.renamed(document.mentions) });
  return known;
}

/** What types are scored as. */
class TypeNames {
  readonly #map: TypeMapping | undefined;
  readonly #wanted: ReadonlySet<string> | undefined;
  readonly #types = new Set<string>();

  constructor({ map, types }: Pick<ScoreOptions, 'map' | 'types'>) {
    this.#map = map;
    this.#wanted = types && new Set(types);
  }

  /** The name that a type is scored under; undefined if it is not. */
  of(type: string): string | undefined {
    const name = this.#map ? keptName(this.#map, type) : type;
    return name !== undefined && (this.#wanted?.has(name) ?? true) ? name : undefined;
  }

  renamed(mentions: readonly AnnotatedMention[]): AnnotatedMention[] {
    return mentions.flatMap((mention) => {
      this.#types.add(mention.type);
      const type = this.of(mention.type);
      return type === undefined ? [] : [{ ...mention, type }];
    });
  }

  mapping(types: readonly string[]): TypeMapping {
    return Object.fromEntries(
      types.flatMap((type) => (this.of(type) === undefined ? [] : [[type, this.of(type) ?? '']])),
    );
  }

  /** @throws UserError if a type that is named has not occurred. */
  check(place: string): void {
    const types = [...this.#types].sort();
    if (this.#map) checkMapping(place, types, this.#map);
    const scored = new Set(types.map((type) => this.of(type)));
    const absent = [...(this.#wanted ?? [])].find((type) => !scored.has(type));
    if (absent === undefined) return;
    const map = this.#map;
    const all = new Set(types.map((type) => (map ? keptName(map, type) : type)));
    const has = [...all]
      .filter((name) => name !== undefined)
      .map(quoted)
      .join(', ');
    throw new UserError(
      `${place}: no mention of the type ${quoted(absent)} is in it, nor in what was found; there is ${has}`,
    );
  }
}

/** Reads files, and keeps what reading tells. */
class ReadWatch {
  readonly problems = new ProblemTally();
  readonly files: { file: string; sha256: string }[] = [];
  readonly #options: ScoreOptions;

  constructor(options: ScoreOptions) {
    this.#options = options;
  }

  tell(problem: CorpusProblem): void {
    this.problems.add(problem);
    this.#options.onProblem?.(problem);
  }

  read({ form, place }: CorpusFile, onBytes?: (bytes: number) => void): AsyncIterable<AnnotatedDocument> {
    const { signal } = this.#options;
    return form.read(place, {
      onProblem: (problem) => this.tell(problem),
      onHash: (sha256) => this.files.push({ file: place, sha256 }),
      ...(onBytes ? { onBytes } : {}),
      ...(signal ? { signal } : {}),
    });
  }
}
