import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { dataFolder, embeddedBase, embeddedModel, productVersion } from '../../src/library/folders.ts';
import { importModel } from '../../src/library/import.ts';
import { listModels } from '../../src/library/list.ts';
import { resolveModel } from '../../src/library/resolve.ts';
import { goldenFolder, missing } from '../support/shared.ts';

let folder = '';
let models = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-library-'));
  models = path.join(folder, 'data', 'models');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('folders', () => {
  it('keeps models where the platform keeps data, or where GERBERA_HOME says', () => {
    expect(dataFolder({ GERBERA_HOME: '/g' }, 'linux', '/home/u')).toBe(path.resolve('/g'));
    expect(dataFolder({}, 'linux', '/home/u')).toBe(path.join('/home/u', '.local', 'share', 'gerbera'));
    expect(dataFolder({ XDG_DATA_HOME: '/d' }, 'linux', '/home/u')).toBe(path.join('/d', 'gerbera'));
    expect(dataFolder({ XDG_DATA_HOME: 'relative' }, 'linux', '/h')).toBe(
      path.join('/h', '.local', 'share', 'gerbera'),
    );
    expect(dataFolder({ XDG_DATA_HOME: '/d' }, 'darwin', '/h')).toBe(
      path.join('/h/Library/Application Support/gerbera'),
    );
    expect(dataFolder({ LOCALAPPDATA: '/l' }, 'win32', '/h')).toBe(path.join('/l', 'gerbera'));
  });

  it('finds what the product came with', () => {
    expect(existsSync(path.join(embeddedModel(), 'config.json'))).toBe(true);
    expect(productVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('a model by its name or path', () => {
  it('is the embedded one by default', () => {
    expect(resolveModel('', models)).toBe(embeddedModel());
    expect(resolveModel('default', models)).toBe(embeddedModel());
    expect(resolveModel('base', models)).toBe(embeddedBase());
    expect(existsSync(path.join(embeddedBase(), 'config.json'))).toBe(true);
  });

  it('is in the library, or a folder', () => {
    mkdirSync(path.join(models, 'mine'), { recursive: true });
    writeFileSync(path.join(models, 'mine', 'config.json'), '{}');
    expect(resolveModel('mine', models)).toBe(path.join(models, 'mine'));
    expect(resolveModel(path.join(models, 'mine'), 'nowhere')).toBe(path.join(models, 'mine'));
    expect(resolveModel('~', models)).toBe(homedir());
  });

  it.each(['unknown', './unknown', '..\\unknown', '/un/known', 'con\0fig'])(
    '%j is refused if there is none',
    (name) => {
      expect(() => resolveModel(name, models)).toThrow(UserError);
    },
  );
});

describe.skipIf(missing(goldenFolder))(`importing (${missing(goldenFolder) ?? 'golden data'})`, () => {
  const bert = path.join(goldenFolder, 'bert-tiny');
  const published = path.join(goldenFolder, 'gerbera-bert-tiny');

  /** A copy that can be spoilt. */
  function copy(source: string, name = 'copy'): string {
    const target = path.join(folder, name);
    cpSync(source, target, { recursive: true, mode: 0 });
    return target;
  }

  it("takes only the model's files, under the folder's name, and lists it", async () => {
    const source = copy(bert, 'my-bert');
    writeFileSync(path.join(source, 'training.log'), 'x');
    writeFileSync(path.join(source, 'README.md'), '# x');
    const imported = await importModel(source, { models });
    expect(imported).toEqual({ name: 'my-bert', folder: path.join(models, 'my-bert'), types: ['Disease', 'Chemical'] });
    expect(readdirSync(imported.folder).sort()).toEqual(
      ['README.md', 'config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt'].sort(),
    );
    const listed = await listModels(models);
    expect(listed.map(({ name, embedded, broken }) => [name, embedded, broken])).toEqual([
      ['default', true, false],
      ['my-bert', false, false],
    ]);
    expect(listed[1]?.types).toEqual(['Disease', 'Chemical']);
    expect(listed[0]?.types).toContain('CellLine');
    expect(resolveModel('my-bert', models)).toBe(imported.folder);
  });

  it('gives bare labels the type that is asked for, and keeps the source as it is', async () => {
    const before = readFileSync(path.join(published, 'config.json'), 'utf8');
    const imported = await importModel(published, { models, name: 'ncbi', type: 'Disease' });
    expect(imported.types).toEqual(['Disease']);
    expect(JSON.parse(readFileSync(path.join(imported.folder, 'config.json'), 'utf8')).gerbera).toEqual({
      type: 'Disease',
    });
    expect(readFileSync(path.join(published, 'config.json'), 'utf8')).toBe(before);
  });

  it('refuses a type for labels that have one', async () => {
    await expect(importModel(bert, { models, type: 'Gene' })).rejects.toThrow('name their types (Disease, Chemical)');
    expect(readdirSync(models)).toEqual([]);
  });

  it.each(['default', 'DEFAULT', 'base', '', '..', 'a/b', 'a\\b', '.hidden', 'con', 'aux.txt', 'dot.', ' '])(
    'refuses the name %j',
    async (name) => {
      await expect(importModel(bert, { models, name })).rejects.toThrow(UserError);
      expect(readdirSync(models)).toEqual([]);
    },
  );

  it('clears what a killed import left behind, but not the copy of one at work', async () => {
    const [old, fresh] = ['.importing-old-1', '.importing-new-1'].map((name) => path.join(models, name));
    for (const staging of [old, fresh]) mkdirSync(staging ?? '', { recursive: true });
    const lastWeek = Date.now() / 1000 - 7 * 24 * 60 * 60;
    utimesSync(old ?? '', lastWeek, lastWeek);
    await importModel(bert, { models, name: 'one' });
    expect(readdirSync(models).sort()).toEqual(['.importing-new-1', 'one']);
  });

  it('refuses a name that is taken, whatever its case', async () => {
    await importModel(bert, { models, name: 'one' });
    await expect(importModel(published, { models, name: 'ONE' })).rejects.toThrow('there already');
    expect((await listModels(models))[1]?.types).toEqual(['Disease', 'Chemical']);
  });

  it('gives a name to one of two imports at once', async () => {
    const imports = await Promise.allSettled(
      [bert, published].map((source) => importModel(source, { models, name: 'same' })),
    );
    const [refused, ...others] = imports.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(others).toEqual([]);
    expect(refused).toBeInstanceOf(UserError);
    expect(readdirSync(models)).toEqual(['same']);
    expect((await listModels(models))[1]?.broken).toBe(false);
  });

  it('leaves nothing behind of a model that does not load, and names the file that was given', async () => {
    const source = copy(bert);
    const weights = path.join(source, 'model.safetensors');
    writeFileSync(weights, readFileSync(weights).subarray(0, -100));
    await expect(importModel(source, { models })).rejects.toThrow(weights);
    await expect(importModel(path.join(folder, 'nowhere'), { models })).rejects.toThrow(UserError);
    rmSync(weights);
    rmSync(path.join(source, 'pytorch_model.bin'));
    await expect(importModel(source, { models })).rejects.toThrow(source);
    expect(existsSync(models) ? readdirSync(models) : []).toEqual([]);
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    await expect(importModel(bert, { models, signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
    expect(readdirSync(models)).toEqual([]);
  });

  it("follows links inside a snapshot of Hugging Face's cache, and none that lead out of a folder", async () => {
    const repository = path.join(folder, 'models--a--b');
    cpSync(bert, path.join(repository, 'blobs'), { recursive: true });
    const snapshot = path.join(repository, 'snapshots', '0123');
    mkdirSync(snapshot, { recursive: true });
    for (const name of readdirSync(bert)) symlinkSync(path.join('../../blobs', name), path.join(snapshot, name));
    expect((await importModel(snapshot, { models, name: 'cached' })).types).toEqual(['Disease', 'Chemical']);
    expect(readdirSync(path.join(models, 'cached'))).toContain('model.safetensors');

    const source = copy(bert);
    writeFileSync(path.join(folder, 'secret'), 'x');
    symlinkSync(path.join(folder, 'secret'), path.join(source, 'README.md'));
    await expect(importModel(source, { models })).rejects.toThrow('outside');
  });

  it('lists a model that was broken later with what is wrong', async () => {
    const { folder: imported } = await importModel(bert, { models, name: 'one' });
    await importModel(published, { models, name: 'two', type: 'Gene' });
    writeFileSync(path.join(imported, 'config.json'), '{');
    mkdirSync(path.join(models, '.importing-1-x'));
    const listed = await listModels(models);
    expect(listed.map(({ name, broken }) => [name, broken])).toEqual([
      ['default', false],
      ['one', true],
      ['two', false],
    ]);
    expect(listed[1]?.description).toContain(path.join(imported, 'config.json'));
  });
});
