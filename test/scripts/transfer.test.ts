import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { learnGains } from '../../scripts/transfer/learn-gains.ts';
import { readSpec } from '../../src/study/spec/parse-spec.ts';
import type { CellResult } from '../../src/study/study.ts';
import { parseGainTable } from '../../src/transfer/ranking/gain-table.ts';
import { predictGains } from '../../src/transfer/ranking/predict.ts';
import { predictorValues } from '../../src/transfer/ranking/predictors.ts';
import { type MeasureValues, measureIds } from '../../src/transfer/report.ts';
import { scratchFolder, write } from '../corpus/files.ts';
import { bertModel } from '../model/models.ts';
import { writeModel } from '../model/tiny.ts';

const scratch = scratchFolder();
const targets = ['alpha', 'beta', 'gamma'];
const auxiliaries = ['one', 'two', 'three'];
const options = { model: 'tiny', cache: null, threads: 1, signal: new AbortController().signal, tell: () => {} };

/** A study file and its corpora: each has mentions of its own, in words of the tiny model. */
function studyFile(name: string, sizes: string): string {
  const lines = [
    'name: made up',
    'base: ./model',
    `targets: [${targets.join(', ')}]`,
    `auxiliaries: [${auxiliaries.join(', ')}]`,
    'methods: [single, gerbera, transfer]',
    `sizes: ${sizes}`,
    'seeds: 1-2',
  ];
  return write(scratch, name, lines.join('\n'));
}

beforeAll(() => {
  mkdirSync(path.join(scratch, 'model'));
  writeModel(bertModel(), path.join(scratch, 'model'));
  for (const [place, name] of [...targets, ...auxiliaries].entries()) {
    mkdirSync(path.join(scratch, name));
    const sentence = (index: number) => `w${place + index}\tB-Thing\nw${20 + place}\tO\nw${30 + index}\tO\n`;
    const text = Array.from({ length: 12 - place }, (_, index) => sentence(index)).join('\n');
    for (const part of ['train', 'devel', 'test']) write(path.join(scratch, name), `${part}.tsv`, text);
  }
});

/** Gains in points of F1, by the places of target and auxiliary. */
function results(gainOf: (target: number, auxiliary: number) => number): CellResult[] {
  const cell = (target: string, method: string, auxiliary: string | null, seed: number, f1: number): CellResult => {
    const scores = { precision: f1, recall: f1, f1 };
    const about = { key: `${target} ${method} ${auxiliary} ${seed}`, target, method, auxiliary, seed };
    const rest = {
      size: { sentences: 8 },
      trainSentences: 8,
      seconds: 1,
      finished: '2026-01-01T00:00:00Z',
      version: '1',
    };
    return { ...about, ...rest, test: scores, devel: scores };
  };
  return targets.flatMap((target, row) =>
    [1, 2].flatMap((seed) => [
      cell(target, 'single', null, seed, 0.5),
      ...auxiliaries.map((name, column) => {
        // Seeds differ by 1 point: the standard error of two is half of that.
        return cell(target, 'gerbera', name, seed, 0.5 + (gainOf(row, column) + seed - 1.5) / 100);
      }),
    ]),
  );
}

describe('learning gains from a study', () => {
  it('gives a table that predicts with what was learned', async () => {
    const spec = readSpec(studyFile('study.yaml', '[{ sentences: 8 }]'));
    const table = await learnGains(
      spec,
      results((row, column) => row + 2 * column),
      options,
    );
    expect(parseGainTable(JSON.stringify(table), 'gain.json')).toEqual(table);
    expect(Object.keys(table.methods)).toEqual(['gerbera']);
    const { fit, leftOut, judgement } = table.methods.gerbera ?? {};
    expect(fit?.rows).toBe(9);
    expect(Object.keys(leftOut ?? {}).sort()).toEqual(targets);
    expect(judgement?.gainError).toBeCloseTo(0.5, 6);
    expect(fit?.intercept).toBeCloseTo(3, 6);
    expect(table.targets.map(({ name, sentences }) => [name, sentences])).toEqual(targets.map((name) => [name, 8]));
    const nothing = Object.fromEntries(measureIds.map((id) => [id, null])) as MeasureValues;
    const { gains } = predictGains(table, { name: 'mine', whole: '' }, predictorValues(nothing, 10));
    expect(gains.map(({ method }) => method)).toEqual(['gerbera']);
  });

  it('says what it cannot learn from', async () => {
    const several = readSpec(studyFile('sizes.yaml', '[{ sentences: 8 }, { sentences: 4 }]'));
    await expect(learnGains(several, [], options)).rejects.toThrow('it has several sizes');
    const none = readSpec(studyFile('none.yaml', '[{ sentences: 8 }]'));
    await expect(learnGains(none, [], options)).rejects.toThrow('no result of gerbera or transfer yet');
  });
});
