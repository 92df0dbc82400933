import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedBase, embeddedModel } from '../../src/library/folders.ts';
import { listBases } from '../../src/runs/bases.ts';

const library = mkdtempSync(path.join(tmpdir(), 'gerbera-bases-'));

beforeAll(() => {
  cpSync(embeddedBase(), path.join(library, 'encoder'), { recursive: true });
  cpSync(embeddedModel(), path.join(library, 'recognizer'), { recursive: true });
  mkdirSync(path.join(library, 'broken'));
  writeFileSync(path.join(library, 'broken', 'config.json'), '{');
});
afterAll(() => rmSync(library, { recursive: true }));

describe('the models that training can start from', () => {
  it('are those that come with the product', async () => {
    const [base, model, ...others] = await listBases(path.join(library, 'absent'));
    expect(others).toEqual([]);
    expect(base).toMatchObject({ name: 'base', family: 'bert', embedded: true, types: [] });
    expect(base?.layers).toBeGreaterThan(0);
    expect(base?.hidden).toBeGreaterThan(0);
    expect(model).toMatchObject({ name: 'default', embedded: true, defaults: base?.defaults });
    expect(model?.types).toContain('Disease');
  });

  it('are those of the library that have an encoder, recognizers or not', async () => {
    const bases = (await listBases(library)).slice(2);
    expect(bases.map(({ name, embedded }) => ({ name, embedded }))).toEqual([
      { name: 'encoder', embedded: false },
      { name: 'recognizer', embedded: false },
    ]);
    expect(bases.map(({ types }) => types.length > 0)).toEqual([false, true]);
  });
});
