import type { Steps } from '../core/steps.ts';
import type { Scheme } from '../corpus/scheme.ts';
import { sentencesOf } from '../corpus/words.ts';
import { ConfusionTally } from './breakdown/confusion.ts';
import { ErrorTally } from './breakdown/errors.ts';
import { WordIndex } from './breakdown/words.ts';
import { type Resampling, resample } from './compare/comparison.ts';
import { TypeColumns, type UnitCounts } from './compare/unit-counts.ts';
import type { KnownMentions } from './known-mentions.ts';
import { itemsOf } from './match/item.ts';
import { matchItems } from './match/match.ts';
import { modeScores } from './match/tally.ts';
import type { DocumentPair } from './pair.ts';
import {
  type CorpusInfo,
  type EvaluationReport,
  type Mode,
  type ModeScores,
  modes,
  type SystemInfo,
} from './report/report.ts';
import { type PreparedDocument, SystemTally } from './system-tally.ts';

export interface ReportOptions {
  /** Types that are listed first, in this order, whether or not they occur; others that occur follow by name. */
  readonly types: readonly string[];
  /** `default` if not given. */
  readonly mode?: Mode;
  /** What the training part holds, to tell new mentions from known ones. */
  readonly known?: KnownMentions;
  /** 1 if not given. */
  readonly seed?: number;
  /** Of the bootstrap; 1,000 if not given. */
  readonly samples?: number;
  /** Of the randomisation test; 10,000 if not given. */
  readonly rounds?: number;
  /** Errors that are kept with their places; 10,000 if not given. */
  readonly places?: number;
  /** Whether a second system is compared. */
  readonly compared?: boolean;
  /**
   * The name that a type of the labels of sentences is scored under, for strict scores, undefined if it is not scored; as it
   * is written if not given.
   */
  readonly nameOf?: (type: string) => string | undefined;
  /** The scheme that labels follow, for strict scores; found out from them if not given. */
  readonly scheme?: Scheme;
}

/** What a report is about. */
export interface ReportAbout {
  readonly system: SystemInfo;
  readonly other?: SystemInfo;
  readonly corpus: CorpusInfo;
  /** GERBERA's version. */
  readonly version: string;
  /** ISO 8601. */
  readonly date: string;
  /** Of reading and recognition. */
  readonly seconds?: number;
}

/** nervaluate's counts are given in its modes. */
const counted: ReadonlySet<Mode> = new Set(['partial', 'type', 'boundary']);

/**
 * Gathers all that a report tells, one document after another; of a document only counts are kept, and the errors that the
 * report will show.
 */
export class ReportBuilder {
  readonly #options: ReportOptions;
  readonly #mode: Mode;
  readonly #resampling: Resampling;
  readonly #columns = new TypeColumns();
  readonly #first: SystemTally;
  readonly #second: SystemTally | undefined;
  readonly #confusion = new ConfusionTally();
  readonly #errors: ErrorTally;
  readonly #size = { documents: 0, sentences: 0, words: 0 };

  constructor(options: ReportOptions) {
    const { mode = 'default', known, scheme, nameOf, seed = 1, samples = 1000, rounds = 10_000 } = options;
    this.#options = options;
    this.#mode = mode;
    this.#resampling = { seed, samples, rounds };
    this.#errors = new ErrorTally(options.places ?? 10_000);
    const tally = {
      mode,
      columns: this.#columns,
      ...(scheme ? { scheme: scheme === 'BILOU' ? ('IOBES' as const) : scheme } : {}),
      nameOf: nameOf ?? ((type: string) => type),
    };
    this.#first = new SystemTally({ ...tally, detailed: true, ...(known ? { known } : {}) });
    this.#second = options.compared ? new SystemTally({ ...tally, detailed: false }) : undefined;
  }

  /** What has been counted so far. */
  get size(): { readonly documents: number; readonly sentences: number; readonly words: number } {
    return { ...this.#size };
  }

  /** Counts a document. */
  add({ gold: document, found, other, foundSentences, otherSentences, ...known }: DocumentPair): void {
    const sentences = known.sentences ?? sentencesOf(document);
    const words = new WordIndex(sentences.flatMap((sentence) => sentence.words));
    this.#size.documents++;
    this.#size.sentences += sentences.length;
    this.#size.words += words.count;
    const gold = itemsOf(document.mentions);
    const prepared: PreparedDocument = { document, gold, words };
    const items = this.#first.add(prepared, found, foundSentences);
    this.#confusion.add(words, gold, items);
    this.#errors.add(document, matchItems(gold, items, 'default'));
    this.#second?.add(prepared, other ?? [], otherSentences);
  }

  /** The report of all documents so far, in the steps of its intervals and tests (`finish`, `finishCalmly`). */
  *report({ system, other, ...about }: ReportAbout): Steps<EvaluationReport> {
    const names = this.#names();
    const scores = this.#modes(this.#first, names);
    const { units, breakdown, calibration } = this.#first.tally(this.#mode);
    if (!units || !breakdown) throw new Error(`the mode ${this.#mode} was not counted in detail`);
    const counts = calibration?.calibration();
    const second = this.#second && other ? { info: other, ...this.#compared(this.#second, names) } : undefined;
    const { intervals, difference } = yield* resample(
      units,
      names,
      this.#resampling,
      second && { units: second.units, scores: scores[this.#mode], other: second.scores },
    );
    const { seed, samples, rounds } = this.#resampling;
    return {
      ...scores[this.#mode],
      mode: this.#mode,
      modes: scores,
      intervals,
      confusion: this.#confusion.confusion(names),
      breakdown: breakdown.breakdown(counted.has(this.#mode)),
      errors: this.#errors.errors(),
      ...(counts ? { calibration: counts } : {}),
      ...(second && difference
        ? { comparison: { other: second.info, scores: second.scores, difference, seed, samples, rounds } }
        : {}),
      system,
      ...about,
    };
  }

  #compared(tally: SystemTally, names: readonly string[]): { units: UnitCounts; scores: ModeScores } {
    const { units, outcomes } = tally.tally(this.#mode);
    if (!units) throw new Error(`the mode ${this.#mode} was not counted for each document`);
    return { units, scores: modeScores(outcomes.outcome, names, counted.has(this.#mode)) };
  }

  #modes(tally: SystemTally, names: readonly string[]): Record<Mode, ModeScores> {
    const scores = modes.map((mode) => {
      const { outcomes } = tally.tally(mode);
      return [mode, modeScores(outcomes.outcome, names, counted.has(mode))] as const;
    });
    return Object.fromEntries(scores) as Record<Mode, ModeScores>;
  }

  /** Of all types that occur in any mode, on any side. */
  #names(): string[] {
    const tallies = [this.#first, ...(this.#second ? [this.#second] : [])];
    const occurring = tallies.flatMap((tally) =>
      modes.flatMap((mode) => [...tally.tally(mode).outcomes.outcome.types.keys()]),
    );
    const { types } = this.#options;
    return [...types, ...[...new Set(occurring)].filter((type) => !types.includes(type)).sort()];
  }
}
