import type {
  CountedScore,
  EvaluationError,
  EvaluationReport,
  MeanIntervals,
  ModeScores,
} from '../../../src/evaluate/report/report.ts';

/** A score of counts. */
export function counted(tp: number, fp: number, fn: number): CountedScore {
  const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    support: tp + fn,
    tp,
    fp,
    fn,
  };
}

function around({ precision, recall, f1 }: CountedScore): MeanIntervals {
  const of = (ratio: number) => [ratio - 0.03, ratio + 0.02] as const;
  return { precision: of(precision), recall: of(recall), f1: of(f1) };
}

const gene = counted(720, 180, 220);
const chemical = counted(405, 60, 95);
const all = counted(1125, 240, 315);

/** Scores that differ a little from one mode to the next. */
export function scores(): ModeScores {
  const mean = (of: (score: CountedScore) => number) => (of(gene) + of(chemical)) / 2;
  const means = {
    precision: mean((score) => score.precision),
    recall: mean((score) => score.recall),
    f1: mean((score) => score.f1),
    support: 1440,
  };
  return { types: { Gene: gene, Chemical: chemical }, micro: all, macro: means, weighted: means };
}

/** An error in which a labelled mention was found with other bounds, in a text that a reader may not trust. */
export function boundaryError(text = 'mutations of the BRCA1 gene were found', type = 'Gene'): EvaluationError {
  const place = { file: 'corpus/test.pubtator.txt', line: 12, column: 30, endLine: 12, endColumn: 35 };
  return {
    kind: 'boundary',
    document: '8528200',
    gold: { type, text: text.slice(17, 22), place },
    found: { type, text: text.slice(17, 27), score: 0.93, place },
    context: { text, gold: [17, 22], found: [17, 27] },
  };
}

/** A whole report, made up; `changes` replace what is in it. */
export function reportOf(changes: Partial<EvaluationReport> = {}): EvaluationReport {
  const mode = scores();
  const error = boundaryError();
  return {
    ...mode,
    mode: 'default',
    modes: { default: mode, strict: mode, partial: mode, type: mode, boundary: mode },
    intervals: {
      seed: 7,
      samples: 1000,
      level: 0.95,
      types: { Gene: around(gene), Chemical: around(chemical) },
      micro: around(all),
      macro: around(all),
    },
    confusion: {
      labels: ['Gene', 'Chemical', 'O'],
      counts: [
        [800, 12, 130],
        [9, 430, 55],
        [210, 48, 24_000],
      ],
    },
    breakdown: {
      novelty: [
        { name: 'seen', support: 900, found: 810, recall: 0.9 },
        { name: 'synonym', support: 240, found: 160, recall: 160 / 240 },
        { name: 'new concept', support: 300, found: 155, recall: 155 / 300 },
      ],
      length: [
        { name: '1', ...counted(700, 100, 120) },
        { name: '2', ...counted(300, 80, 95) },
        { name: '5+', ...counted(125, 60, 100) },
      ],
      section: [
        { name: 'title', ...counted(225, 30, 45) },
        { name: 'abstract', ...counted(900, 210, 270) },
      ],
    },
    errors: {
      counts: { missed: 180, invented: 105, boundary: 120, type: 10, 'boundary and type': 5 },
      frequent: [
        {
          kind: 'boundary',
          gold: { type: 'Gene', text: 'brca1' },
          found: { type: 'Gene', text: 'brca1 gene' },
          count: 14,
          places: [0],
        },
        { kind: 'missed', gold: { type: 'Gene', text: 'p53' }, count: 6, places: [] },
      ],
      places: [error],
      cut: false,
    },
    calibration: {
      bins: [
        { from: 0.5, to: 0.6, count: 40, correct: 14, meanScore: 0.55 },
        { from: 0.6, to: 0.7, count: 0, correct: 0, meanScore: 0 },
        { from: 0.9, to: 1, count: 1325, correct: 1111, meanScore: 0.985 },
      ],
      error: 0.142,
    },
    system: { kind: 'model', name: 'default', folder: '/models/default', id: '0123456789abcdef0123', device: 'cpu' },
    corpus: {
      name: 'Two Types',
      place: '/corpora/two types',
      split: 'test',
      form: 'pubtator',
      files: [{ file: '/corpora/two types/test.pubtator.txt', sha256: 'ab'.repeat(32) }],
      documents: 100,
      sentences: 980,
      words: 25_694,
      mentions: { GENE: 940, Chemical: 500, Modifier: 12 },
      mapping: { GENE: 'Gene', Chemical: 'Chemical' },
      problems: {
        counts: { 'text differs': 1 },
        examples: [
          {
            kind: 'text differs',
            file: 'test.pubtator.txt',
            line: 31,
            message: 'it says "a", the text says "b"; taken as it is',
          },
        ],
      },
    },
    version: '0.1.0',
    date: '2026-11-21T16:00:00.000Z',
    seconds: 2.4,
    ...changes,
  };
}

/** The same report with a second system beside the first. */
export function comparedReport(): EvaluationReport {
  const difference = { f1: 0.034, interval: [0.012, 0.055] as const, p: 0.0005 };
  return reportOf({
    comparison: {
      other: { kind: 'model', name: 'starter', folder: '/models/starter', device: 'cpu' },
      scores: scores(),
      difference: {
        micro: difference,
        macro: { f1: -0.004, interval: [-0.02, 0.013], p: 0.62 },
        types: { Gene: difference, Chemical: { f1: -0.02, interval: [-0.05, 0.013], p: 0.21 } },
      },
      seed: 7,
      samples: 1000,
      rounds: 10_000,
    },
  });
}
