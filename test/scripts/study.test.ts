import { describe, expect, it } from 'vitest';
import { cells, configuration, methods, sizes, targets } from '../../scripts/study/cells.ts';
import { plot } from '../../scripts/study/plot.ts';
import { insertResults, panels, table } from '../../scripts/study/report.ts';
import type { Result } from '../../scripts/study/results.ts';
import { parseConfig } from '../../src/train/config/parse-config.ts';

describe('the plot of a study', () => {
  it('has a panel a corpus, a colour a method and a dot a run', () => {
    const series = (shift: number) => [
      { fraction: 0.05, scores: [10 + shift, 12 + shift] },
      { fraction: 1, scores: [50 + shift] },
    ];
    const image = plot([
      {
        title: 'A & B',
        series: [
          { method: 'single', points: series(0) },
          { method: 'gerbera', points: series(3) },
        ],
      },
      { title: 'C', series: [{ method: 'single', points: series(0) }] },
    ]);
    expect(image).toContain('A &amp; B');
    expect(image.match(/opacity="0.3"/g)).toHaveLength(9);
    expect(image).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the cells of a study', () => {
  const folders = { base: '/models/base', target: '/data/target', corpora: '/data' };

  it('are every target, size and method, one whole replication after another', () => {
    const all = [...cells([1, 2])];
    expect(all).toHaveLength(2 * targets.length * sizes.length * methods.length);
    expect(all.findIndex(({ seed }) => seed === 2)).toBe(all.length / 2);
  });

  it('are configurations that training accepts, and read the target as often with GERBERA as without', () => {
    for (const cell of cells([1])) {
      const text = JSON.stringify({ ...configuration(cell, folders), output: '/out' });
      const { stages } = parseConfig(text, 'cell.json');
      expect(stages.reduce((sum, { epochs }) => sum + epochs, 0)).toBe(cell.size.epochs);
      for (const { select } of stages) expect(select.corpora).toEqual(['target']);
    }
  });
});

describe('the report of a study', () => {
  const result = (method: string, seed: number, testF1: number): Result => {
    const target = targets[0]?.name ?? '';
    return { target, fraction: 0.05, method, seed, testF1, develF1: 0, trainSentences: 36, seconds: 1, key: '' };
  };
  const results = [
    result('single task', 1, 20),
    result('single task', 2, 22),
    result('GERBERA, GUM-Time', 2, 25),
    result('GERBERA, GUM-Time', 1, 24),
    result('GERBERA, GUM-Time', 3, 90),
  ];

  it('compares runs of the same seed alone and says how many there are', () => {
    const text = table(results);
    expect(text).toContain('| JNLPBA-RNA | 5 % (36) | 21.0 ± 1.4 | 46.3 ± 37.8 (+3.5, p = 0.50) | – | 2 / 3 / 0 |');
    expect(text).toContain('- GERBERA, GUM-Time, all cells together: +3.5, p = 0.50, 2 pairs');
  });

  it('has panels for what was run alone', () => {
    expect(panels(results).map(({ title }) => title)).toEqual(['JNLPBA-RNA']);
  });

  it('is put between two marks of a page and leaves the rest', () => {
    const page = 'Before\n<!-- results: written by npm run study -->\nold\n<!-- end of results -->\nAfter\n';
    const written = insertResults(page, 'new');
    expect(written).toMatch(/^Before\n<!-- results: .*\n\nnew\n<!-- end of results -->\nAfter\n$/);
    expect(written).not.toContain('old');
    expect(insertResults(written, 'new')).toBe(written);
    expect(() => insertResults('no marks', 'new')).toThrow('has no');
  });
});
