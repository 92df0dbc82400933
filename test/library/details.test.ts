import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelDetails } from '../../src/library/details.ts';
import { embeddedModel } from '../../src/library/folders.ts';
import { importModel } from '../../src/library/import.ts';
import { listModels } from '../../src/library/list.ts';

const record = JSON.parse(readFileSync(path.join(embeddedModel(), 'run.json'), 'utf8'));
let models = '';

beforeEach(() => {
  models = mkdtempSync(path.join(tmpdir(), 'gerbera-details-'));
});

afterEach(() => rmSync(models, { recursive: true }));

function copy(name: string, ...without: string[]): string {
  const folder = path.join(models, name);
  cpSync(embeddedModel(), folder, { recursive: true });
  for (const file of without) rmSync(path.join(folder, file));
  return folder;
}

describe('what an installed model is', () => {
  it('is told of the embedded one by its folder and the record of its run', async () => {
    const [embedded, ...others] = await modelDetails(models);
    expect(others).toEqual([]);
    expect(embedded).toMatchObject({
      name: 'default',
      embedded: true,
      broken: false,
      method: 'multi',
      base: 'base',
      date: record.finished,
      card: true,
      scoredOn: 'test',
      scores: record.test,
    });
    // The trainer counted the weights one by one.
    expect(embedded?.parameters).toBe(record.parameters);
    expect(embedded?.bytes).toBeGreaterThan(14e6);
    expect(embedded?.heads).toContainEqual({ name: 'General', plain: false });
    expect(embedded?.heads).toHaveLength(9);
  });

  it('goes with it when it is imported', async () => {
    await importModel(embeddedModel(), { models, name: 'mine' });
    const [embedded, mine] = await modelDetails(models);
    expect(mine).toEqual({ ...embedded, name: 'mine', embedded: false, folder: path.join(models, 'mine') });
  });

  it('is told as far as it is known where there is no record, or one that is not ours', async () => {
    copy('bare', 'run.json', 'README.md');
    const strange = copy('strange');
    writeFileSync(
      path.join(strange, 'run.json'),
      '{"gerbera":"1","devel":[{"corpus":"x","micro":{"f1":"high"}}],"config":7}',
    );
    const details = await modelDetails(models);
    for (const { scores, method, base, scoredOn } of details.slice(1)) {
      expect({ scores, method, base, scoredOn }).toEqual({ scores: [] });
    }
    const [bare] = details.filter(({ name }) => name === 'bare');
    expect(bare?.card).toBe(false);
    expect(Date.now() - Date.parse(bare?.date ?? '')).toBeLessThan(60_000);
  });

  it('is told of a broken one, too, and of links to a folder and to files elsewhere', async () => {
    writeFileSync(path.join(copy('broken'), 'config.json'), '{');
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'gerbera-elsewhere-'));
    cpSync(embeddedModel(), elsewhere, { recursive: true });
    symlinkSync(elsewhere, path.join(models, 'linked'));
    // As in the cache of the Hugging Face Hub.
    const links = path.join(models, 'links');
    mkdirSync(links);
    for (const name of readdirSync(elsewhere)) symlinkSync(path.join(elsewhere, name), path.join(links, name));
    const [embedded, broken, linked, ofLinks] = await modelDetails(models);
    rmSync(elsewhere, { recursive: true });
    expect(broken).toMatchObject({ name: 'broken', broken: true, heads: [], types: [] });
    expect(broken).not.toHaveProperty('parameters');
    expect(linked).toMatchObject({ name: 'linked', broken: false, bytes: embedded?.bytes });
    expect(ofLinks).toMatchObject({ name: 'links', broken: false, bytes: embedded?.bytes });
  });

  it('is not told of a run that is under way or was interrupted, and its name stays taken', async () => {
    mkdirSync(path.join(models, 'run', 'last'), { recursive: true });
    writeFileSync(path.join(models, 'run', 'training.json'), '{}');
    expect((await listModels(models)).map(({ name }) => name)).toEqual(['default']);
    expect((await modelDetails(models)).map(({ name }) => name)).toEqual(['default']);
    await expect(importModel(embeddedModel(), { models, name: 'run' })).rejects.toThrow('there already');
    copy('run');
    expect((await listModels(models)).map(({ name }) => name)).toEqual(['default', 'run']);
  });
});
