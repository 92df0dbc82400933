import { randomOf } from '../../../src/core/random.ts';
import type { MeasureRow, ReportedCell, ReportedStudy } from '../../../src/study/report/report.ts';
import type { CellResult, StudySize } from '../../../src/study/study.ts';
import { type MeasureValues, measureIds } from '../../../src/transfer/report.ts';

/** A study that nobody has run: names, cells, results and measures, the same each time. */
export interface MadeUpStudy {
  readonly study: ReportedStudy;
  readonly cells: readonly ReportedCell[];
  readonly results: readonly CellResult[];
  readonly measures: readonly MeasureRow[];
}

const size: StudySize = { sentences: 500 };

/** A result with so much F1; precision and recall lie around it. */
export function resultOf(cell: ReportedCell, f1: number): CellResult {
  const scores = { precision: f1 + 0.02, recall: f1 - 0.02, f1 };
  const { key = `made up: ${JSON.stringify(cell)}`, ...name } = cell;
  return {
    ...name,
    key,
    test: scores,
    devel: scores,
    trainSentences: 500,
    seconds: 60,
    finished: `2024-06-0${cell.seed}T12:00:00.000Z`,
    version: '0.2.0',
  };
}

/**
 * Targets × auxiliaries × methods × seeds at 500 sentences. The gain of a pair is `slope` times its first measure plus
 * chance; the other measures are chance alone.
 */
export function madeUpStudy({
  targets = ['NCBI-disease', 'BC5CDR-chem', 'BC2GM', 'linnaeus', 'JNLPBA-cl', 'JNLPBA-rna'],
  auxiliaries = [
    'gum-time',
    'wikigold',
    'btc',
    'wnut17',
    'multiconer2-en-4type',
    'NCBI-disease',
    'BC5CDR-chem',
    'BC2GM',
    'linnaeus',
    'all others',
  ],
  methods = ['single', 'gerbera', 'transfer'],
  seeds = [1, 2, 3],
  slope = 0.05,
} = {}): MadeUpStudy {
  const named = (names: readonly string[]) => names.map((name) => ({ name }));
  const cells: ReportedCell[] = [];
  const results: CellResult[] = [];
  const measures: MeasureRow[] = [];
  const add = (cell: Omit<ReportedCell, 'key'>, f1: number) => {
    cells.push({ ...cell, key: `key ${cells.length}` });
    results.push(resultOf({ ...cell, key: `key ${cells.length - 1}` }, f1));
  };
  for (const [place, target] of targets.entries()) {
    const random = randomOf('made-up study', target);
    const noise = (much: number) => much * (random.uniform() + random.uniform() + random.uniform() - 1.5);
    const single = seeds.map(() => 0.6 + place / 20 + noise(0.02));
    for (const [index, seed] of seeds.entries()) {
      add({ target, auxiliary: null, method: methods[0] ?? '', size, seed }, single[index] ?? 0);
    }
    for (const auxiliary of auxiliaries) {
      if (auxiliary === target) continue;
      const values = Object.fromEntries(measureIds.map((id) => [id, random.uniform()])) as Record<string, number>;
      measures.push({ target, auxiliary, size, values: values as unknown as MeasureValues });
      for (const method of methods.slice(1)) {
        const gain = slope * ((values[measureIds[0]] ?? 0) - 0.4) - 0.01 * place + noise(0.01);
        for (const [index, seed] of seeds.entries()) {
          add({ target, auxiliary, method, size, seed }, (single[index] ?? 0) + gain + noise(0.015));
        }
      }
    }
  }
  return {
    study: {
      name: 'Which corpus helps?',
      targets: named(targets),
      auxiliaries: named(auxiliaries),
      methods: named(methods),
      sizes: [size],
    },
    cells,
    results,
    measures,
  };
}
