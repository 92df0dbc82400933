import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { removeModel } from '../../src/library/remove.ts';

let folder = '';
let models = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-remove-'));
  models = path.join(folder, 'models');
  for (const name of ['one', 'two']) {
    mkdirSync(path.join(models, name, 'last'), { recursive: true });
    writeFileSync(path.join(models, name, 'config.json'), '{}');
    writeFileSync(path.join(models, name, 'last', 'weights'), Buffer.alloc(1000));
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('removing a model', () => {
  it('takes its whole folder, says what is free now, and leaves the others', async () => {
    expect(await removeModel('one', models)).toEqual({ bytes: 1002 });
    expect(readdirSync(models)).toEqual(['two']);
  });

  it.each(['default', 'Base', '', '.', '..', '../models/one', 'one/last', 'one\\last', '.hidden', 'three', 'o\0ne'])(
    'refuses %j',
    async (name) => {
      mkdirSync(path.join(models, '.hidden'));
      await expect(removeModel(name, models)).rejects.toThrow(UserError);
      expect(readdirSync(models).sort()).toEqual(['.hidden', 'one', 'two']);
      expect(existsSync(path.join(models, 'one', 'last', 'weights'))).toBe(true);
    },
  );

  it('of a link takes the link alone', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(path.join(elsewhere, 'config.json'), '{}');
    symlinkSync(elsewhere, path.join(models, 'linked'));
    symlinkSync(elsewhere, path.join(models, 'two', 'inside'));
    expect(await removeModel('linked', models)).toEqual({ bytes: 0 });
    expect(await removeModel('two', models)).toEqual({ bytes: 1002 });
    expect(readdirSync(elsewhere)).toEqual(['config.json']);
    expect(readdirSync(models)).toEqual(['one']);
  });

  it('refuses a run that is not done', async () => {
    writeFileSync(path.join(models, 'one', 'training.json'), '{}');
    await expect(removeModel('one', models)).rejects.toThrow(/one: a training run that is not done/);
    expect(existsSync(path.join(models, 'one', 'last', 'weights'))).toBe(true);
  });

  it('ends removals that were cut off', async () => {
    mkdirSync(path.join(models, '.removing-x', 'last'), { recursive: true });
    await removeModel('one', models);
    expect(readdirSync(models)).toEqual(['two']);
  });
});
