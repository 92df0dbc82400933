import type { AnnotatedDocument, AnnotatedMention, AnnotatedSentence } from '../corpus/document.ts';
import { BreakdownTally } from './breakdown/breakdown.ts';
import { CalibrationTally } from './breakdown/calibration.ts';
import type { WordIndex } from './breakdown/words.ts';
import { type TypeColumns, UnitCounts } from './compare/unit-counts.ts';
import type { KnownMentions } from './known-mentions.ts';
import { type Item, itemsOf } from './match/item.ts';
import { countModes, type MatchMode, matchItems } from './match/match.ts';
import type { DocumentOutcome } from './match/outcome.ts';
import { SchemeChoice } from './match/schemes.ts';
import { hasLabels, type StrictScheme, strictItems, strictSchemes } from './match/strict-items.ts';
import { OutcomeTally } from './match/tally.ts';
import type { Mode } from './report/report.ts';

/** What is counted of each system. */
export interface TallyOptions {
  /** The mode whose counts are kept for each document. */
  readonly mode: Mode;
  /** Of all systems that are compared. */
  readonly columns: TypeColumns;
  /** Whether the parts of the mode's scores are counted. */
  readonly detailed: boolean;
  readonly known?: KnownMentions;
  /** The scheme that labels are said to follow; found out if not given. */
  readonly scheme?: StrictScheme;
  readonly nameOf: (type: string) => string | undefined;
}

/** A document, made ready to be scored. */
export interface PreparedDocument {
  readonly document: AnnotatedDocument;
  readonly gold: readonly Item[];
  readonly words: WordIndex;
}

/** What is counted in one mode. */
export interface ModeTally {
  readonly outcomes: OutcomeTally;
  /** Of the mode of the report. */
  readonly units?: UnitCounts;
  readonly breakdown?: BreakdownTally;
  readonly calibration?: CalibrationTally;
}

/** Counts what one system found, in every mode. */
export class SystemTally {
  readonly #options: TallyOptions;
  readonly #modes: Readonly<Record<MatchMode, ModeTally>>;
  /**
   * Strict scores by the schemes of gold and found labels: which they are is known only when all are read. Without labels
   * all are the same.
   */
  readonly #strict = new Map<string, ModeTally>();
  readonly #schemes = new SchemeChoice();

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#modes = {
      default: this.#tallyOf('default'),
      partial: this.#tallyOf('partial'),
      type: this.#tallyOf('type'),
      boundary: this.#tallyOf('boundary'),
    };
    for (const gold of this.#candidates) {
      for (const found of this.#candidates) this.#strict.set(`${gold} ${found}`, this.#tallyOf('strict'));
    }
  }

  /** @returns what was found, ready to be matched. */
  add(
    prepared: PreparedDocument,
    mentions: readonly AnnotatedMention[],
    sentences: readonly AnnotatedSentence[] | undefined,
  ): readonly Item[] {
    const { gold } = prepared;
    const found = itemsOf(mentions);
    const outcomes = countModes(gold, found);
    for (const mode of ['default', 'partial', 'type', 'boundary'] as const) {
      this.#count(this.#modes[mode], outcomes[mode], prepared, gold, found, mode);
    }
    this.#addStrict(prepared, found, outcomes.default, sentences);
    return found;
  }

  tally(mode: Mode): ModeTally {
    if (mode !== 'strict') return this.#modes[mode];
    const { scheme } = this.#options;
    const { gold, found } = scheme ? { gold: scheme, found: scheme } : this.#schemes.schemes();
    const tally = this.#strict.get(`${gold} ${found}`);
    if (!tally) throw new Error(`no strict scores of ${gold} and ${found} were counted`);
    return tally;
  }

  get #candidates(): readonly StrictScheme[] {
    return this.#options.scheme ? [this.#options.scheme] : strictSchemes;
  }

  #addStrict(
    prepared: PreparedDocument,
    found: readonly Item[],
    outcome: DocumentOutcome,
    sentences: readonly AnnotatedSentence[] | undefined,
  ): void {
    const { nameOf } = this.#options;
    const { gold, document } = prepared;
    this.#schemes.add(document.sentences, sentences);
    const labelled = hasLabels(document.sentences) || hasLabels(sentences);
    const readings = (items: readonly Item[], from: readonly AnnotatedSentence[] | undefined) =>
      new Map(this.#candidates.map((scheme) => [scheme, strictItems(items, from, scheme, nameOf)]));
    const [golds, founds] = [readings(gold, document.sentences), readings(found, sentences)];
    for (const [goldScheme, strictGold] of golds) {
      for (const [foundScheme, strictFound] of founds) {
        const tally = this.#strict.get(`${goldScheme} ${foundScheme}`);
        if (!tally) continue;
        const strict = labelled ? countModes(strictGold, strictFound).default : outcome;
        this.#count(tally, strict, prepared, strictGold, strictFound, 'default');
      }
    }
  }

  #count(
    { outcomes, units, breakdown, calibration }: ModeTally,
    outcome: DocumentOutcome,
    { document, words }: PreparedDocument,
    gold: readonly Item[],
    found: readonly Item[],
    mode: MatchMode,
  ): void {
    outcomes.add(outcome);
    units?.add(outcome);
    if (!breakdown) return;
    const matching = matchItems(gold, found, mode);
    breakdown.add(document, matching, words);
    calibration?.add(matching);
  }

  #tallyOf(mode: Mode): ModeTally {
    const { mode: kept, columns, detailed, known } = this.#options;
    if (mode !== kept) return { outcomes: new OutcomeTally() };
    return {
      outcomes: new OutcomeTally(),
      units: new UnitCounts(columns),
      ...(detailed ? { breakdown: new BreakdownTally(known), calibration: new CalibrationTally() } : {}),
    };
  }
}
