import { describe, expect, it } from 'vitest';
import type { RunLogEntry } from '../../src/runs/run.ts';
import { columnsOf, lookOf, pointAt } from '../../webview/panel/curves/chart-data.ts';
import { curvesOf } from '../../webview/panel/curves/curves.ts';
import { evaluationEntry, planEntry, stepEntry } from './entries.ts';
import { themeStyle, themes } from './themes.ts';

describe('the curves of a run', () => {
  it('stand on one axis of updates: a stage begins where the one before it ended', () => {
    const curves = curvesOf([
      planEntry,
      stepEntry('multi-task', 1, { Gene: 1.5, General: 2 }),
      stepEntry('multi-task', 2, { Gene: 1 }),
      evaluationEntry('multi-task', 2, 0.4),
      stepEntry('target', 1, { Gene: 0.5 }),
      evaluationEntry('target', 1, 0.6),
    ]);
    expect(curves.stages).toEqual([
      { name: 'multi-task', from: 0 },
      { name: 'target', from: 2 },
    ]);
    expect([...curves.loss]).toEqual([
      [
        'Gene',
        [
          [1, 1.5],
          [2, 1],
          [3, 0.5],
        ],
      ],
      ['General', [[1, 2]]],
    ]);
    expect(curves.scores.get('ncbi')?.micro).toEqual([
      [2, 0.4],
      [3, 0.6],
    ]);
    expect([...(curves.scores.get('ncbi')?.types ?? [])]).toEqual([
      [
        'Gene',
        [
          [2, 0.4],
          [3, 0.6],
        ],
      ],
    ]);
    expect(curves.last).toMatchObject({ stage: 'target', step: 1 });
  });

  it('leave out what was done after the checkpoint that a run went on from', () => {
    const first: RunLogEntry[] = [
      planEntry,
      stepEntry('multi-task', 1, { Gene: 3 }),
      stepEntry('multi-task', 2, { Gene: 2 }),
      evaluationEntry('multi-task', 2, 0.4),
      stepEntry('target', 1, { Gene: 9 }),
    ];
    const again: RunLogEntry = { ...planEntry, resumed: { stage: 'multi-task', epoch: 1, step: 1 } };
    const curves = curvesOf([...first, again, stepEntry('multi-task', 2, { Gene: 2.5 })]);
    expect(curves.loss.get('Gene')).toEqual([
      [1, 3],
      [2, 2.5],
    ]);
    expect(curves.evaluations).toEqual([]);
    expect(curves.stages).toEqual([{ name: 'multi-task', from: 0 }]);
  });

  it('are those of the last start where a run was started anew in its folder', () => {
    const curves = curvesOf([planEntry, stepEntry('multi-task', 1, { Gene: 3 }), planEntry]);
    expect(curves.loss.size).toBe(0);
    expect(curves.last).toBeUndefined();
  });
});

describe('the data of a chart', () => {
  const series = [
    { label: 'a', points: [[1, 10] as const, [3, 30] as const] },
    { label: 'b', points: [[2, 5] as const, [3, 6] as const] },
  ];

  it('has a column for each series over the updates of all', () => {
    expect(columnsOf(series)).toEqual([
      [1, 2, 3],
      [10, null, 30],
      [null, 5, 6],
    ]);
  });

  it('tells the value at an update by the last one before it', () => {
    expect([0, 1, 2, 3, 9].map((at) => pointAt(series[0]?.points ?? [], at)?.[1])).toEqual([undefined, 10, 10, 30, 30]);
    expect(pointAt(series[0]?.points ?? [])).toEqual([3, 30]);
  });

  it('draws no two of five lines alike, even without their colours', () => {
    const five = [1, 2, 3, 4, 5].map((place) => ({ label: String(place), points: [] }));
    expect(new Set(five.map((_, index) => lookOf(five, index).dash.join())).size).toBe(5);
  });

  it('draws six lines in six colours that every theme has, none of them seen through', () => {
    const six = [1, 2, 3, 4, 5, 6].map((place) => ({ label: String(place), points: [] }));
    const names = six.map((_, index) => /^var\((.*)\)$/.exec(lookOf(six, index).color)?.[1]);
    expect(new Set(names).size).toBe(6);
    for (const theme of themes) {
      for (const name of names) expect(themeStyle(theme)).toMatch(new RegExp(`${name}: ?#[0-9a-f]{6}\\b`, 'i'));
    }
  });
});
