import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/core/random.ts';
import type { StudyReport } from '../../../src/study/report/report.ts';
import { writeResults } from '../../../src/study/results.ts';
import { gerbera } from '../../support/command-line.ts';
import { planOf, studyShop } from '../fixtures.ts';
import { resultOf } from './made-up.ts';

const given = { seeds: [1, 2, 3], sizes: [{ sentences: 60 }] };

/** A study of which all is said to be finished but the last run. */
async function finishedStudy() {
  const shop = studyShop(given);
  const plan = await planOf(shop, given);
  const random = randomOf('finished study');
  const cells = plan.runs.flatMap(({ key, cells: names }) => names.map((name) => ({ ...name, key })));
  const file = shop.at('results.jsonl');
  writeResults(
    file,
    cells.slice(0, -1).map((cell) => ({ ...resultOf(cell, 0.5 + 0.1 * random.uniform()), trainSentences: 60 })),
  );
  return { shop, usual: ['study', 'report', shop.file, '--results', file], cells };
}

describe('gerbera study report', () => {
  it('prints what was found, and writes page, tables and plots', async () => {
    const { shop, usual, cells } = await finishedStudy();
    const { exitCode, stdout, stderr } = await gerbera(usual);
    const folder = shop.at('study.runs/report');
    expect(stdout).toContain(`${cells.length - 1} of ${cells.length} cells have a result; 1 is missing`);
    expect(stderr).toBe(`gerbera: report: ${path.join(folder, 'report.html')}\n`);
    expect(exitCode).toBe(0);
    const names = ['report.html', 'report.md', 'report.json', 'gains-60-sentences.svg', 'seeds-60-sentences.svg'];
    expect(names.filter((name) => !existsSync(path.join(folder, name)))).toEqual([]);
    const report = JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')) as StudyReport;
    expect(report.gains.map(({ target, pairs }) => [target, pairs.length])).toEqual([
      ['target', 3],
      ['twin', 2],
    ]);
    expect(report).not.toHaveProperty('measures');
  });

  it('writes one form, elsewhere, with measures of target and auxiliary', async () => {
    const { shop, usual } = await finishedStudy();
    const out = shop.at('elsewhere');
    const { exitCode } = await gerbera([...usual, '--out', out, '--format', 'json', '--measures']);
    expect(exitCode).toBe(0);
    expect(existsSync(path.join(out, 'report.html'))).toBe(false);
    const { measures } = JSON.parse(readFileSync(path.join(out, 'report.json'), 'utf8')) as StudyReport;
    expect(measures?.rows.map(({ target, auxiliary }) => [target, auxiliary])).toEqual([
      ['target', 'general'],
      ['twin', 'general'],
    ]);
    for (const { values } of measures?.rows ?? []) expect(values.wordOverlap).toBeGreaterThan(0);
    expect(measures?.notes[0]).toContain('(60 sentences), drawn by seed 1');
  });

  it('measures a corpus that helps in two ways as each of them uses it', async () => {
    const auxiliaries = ['general', { corpus: 'general', name: 'dense', onlyWithMentions: true }];
    const two = { ...given, targets: ['target'], auxiliaries };
    const shop = studyShop(two);
    const { runs } = await planOf(shop, two);
    const file = shop.at('results.jsonl');
    writeResults(
      file,
      runs.flatMap(({ key, cells }) => cells.map((cell) => resultOf({ ...cell, key }, 0.5))),
    );
    await gerbera(['study', 'report', shop.file, '--results', file, '--out', shop.at('out'), '--measures']);
    const { measures } = JSON.parse(readFileSync(shop.at('out/report.json'), 'utf8')) as StudyReport;
    const [whole, dense] = measures?.rows ?? [];
    expect([whole?.auxiliary, dense?.auxiliary]).toEqual(['general', 'dense']);
    expect(dense?.values.tfidfCosine).not.toBe(whole?.values.tfidfCosine);
  });

  it('refuses a form that there is none of', async () => {
    const { shop } = await finishedStudy();
    const { exitCode, stderr } = await gerbera(['study', 'report', shop.file, '--format', 'pdf']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('html, md, json')]);
  });
});
