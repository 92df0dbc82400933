import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationReport } from '../../../src/evaluate/report/report.ts';
import { type Asked, KeptEvaluations, titleOf } from '../../../src/extension/evaluation/kept.ts';
import { smallReport } from '../../support/small-report.ts';

const root = mkdtempSync(path.join(tmpdir(), 'gerbera-kept-'));
afterAll(() => rmSync(root, { recursive: true }));

const asked: Asked = { place: '/corpora/NCBI disease', split: 'test', model: 'default' };
let report: EvaluationReport;
beforeAll(async () => {
  report = await smallReport();
});

async function evaluated(kept: KeptEvaluations, what: Asked): Promise<string> {
  const { id, folder } = await kept.begin(what);
  writeFileSync(path.join(folder, 'report.json'), JSON.stringify(report));
  await kept.keep(id, what);
  return id;
}

describe('kept evaluations', () => {
  it('are listed newest first, with what was asked and the report', async () => {
    const kept = new KeptEvaluations(path.join(root, 'list'));
    expect(await kept.list()).toEqual([]);
    const first = await evaluated(kept, asked);
    const second = await evaluated(kept, { ...asked, against: '/models/mine' });
    expect(await kept.list()).toEqual([
      { id: second, asked: { ...asked, against: '/models/mine' } },
      { id: first, asked },
    ]);
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT[\w-]+NCBI_disease-test-default$/);
    expect(await kept.report(first)).toEqual(report);
  });

  it('are the last twenty', async () => {
    const kept = new KeptEvaluations(path.join(root, 'many'));
    const ids: string[] = [];
    for (let count = 0; count < 23; count++) {
      ids.push(await evaluated(kept, { ...asked, model: `m${String(count).padStart(2, '0')}` }));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect((await kept.list()).map(({ id }) => id)).toEqual(ids.slice(3).reverse());
    expect(existsSync(kept.folderOf(ids[0] ?? ''))).toBe(false);
  });

  it('tell what the system refuses, by the name of the folder', async () => {
    const folder = path.join(root, 'refused');
    writeFileSync(folder, '');
    const kept = new KeptEvaluations(path.join(folder, 'evaluations'));
    await expect(kept.begin(asked)).rejects.toThrow(/^\/.*evaluations\/\S+: cannot be written: /);
    await kept.drop('2026');
    expect(await kept.list()).toEqual([]);
  });

  it('are kept though another window takes away what this one looks at', async () => {
    const folder = path.join(root, 'windows');
    mkdirSync(folder);
    // Listed with the others, and gone when it is looked at.
    symlinkSync(path.join(root, 'nowhere'), path.join(folder, 'gone'));
    const kept = new KeptEvaluations(folder);
    const id = await evaluated(kept, asked);
    expect(await kept.list()).toEqual([{ id, asked }]);
  });

  it('are none that did not end; what a crash left goes after a day', async () => {
    const kept = new KeptEvaluations(path.join(root, 'crash'));
    const { folder: running } = await kept.begin(asked);
    const { folder: crashed } = await kept.begin({ ...asked, model: 'other' });
    const yesterday = Date.now() / 1000 - 100_000;
    utimesSync(crashed, yesterday, yesterday);
    await evaluated(kept, { ...asked, model: 'third' });
    expect(await kept.list()).toHaveLength(1);
    expect(existsSync(running)).toBe(true);
    expect(existsSync(crashed)).toBe(false);
  });

  it('have no report where it is gone, cut or of another form, and say so', async () => {
    const kept = new KeptEvaluations(path.join(root, 'broken'));
    const id = await evaluated(kept, asked);
    const file = path.join(kept.folderOf(id), 'report.json');
    writeFileSync(file, JSON.stringify({ ...report, micro: undefined }));
    await expect(kept.report(id)).rejects.toThrow(/report\.json: not a report of this version of GERBERA/);
    writeFileSync(file, '{"types": ');
    await expect(kept.report(id)).rejects.toThrow(/report\.json: line 1, column \d+: invalid JSON/);
    rmSync(file);
    await expect(kept.report(id)).rejects.toThrow(/not there any more/);
  });

  it('are no folders elsewhere', async () => {
    const kept = new KeptEvaluations(path.join(root, 'outside'));
    mkdirSync(path.join(root, 'secret'));
    for (const id of ['', '..', '.', '../secret', 'a/b', 'a\\b']) expect(() => kept.folderOf(id)).toThrow();
  });

  it('have titles that people can tell apart', () => {
    expect(titleOf(asked)).toBe('NCBI disease · test · default');
    expect(titleOf({ place: '/a/b.conll', model: '/m/mine/', against: 'default' })).toBe(
      'b.conll · mine against default',
    );
  });
});
