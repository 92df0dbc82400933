import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { embeddedModel } from '../../../src/library/folders.ts';
import { importModel } from '../../../src/library/import.ts';
import { localServer } from '../../files/download/server.ts';
import { commit, serveModel } from '../../library/hub/hub.ts';
import { gerbera } from '../../support/command-line.ts';
import { goldenFolder, missing } from '../../support/shared.ts';

const hub = localServer();
const storage = localServer();
let home = '';
let models = '';

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'gerbera-models-'));
  models = path.join(home, 'models');
  vi.stubEnv('GERBERA_HOME', home);
  vi.stubEnv('HF_ENDPOINT', hub.address);
  vi.stubEnv('HF_TOKEN', '');
  hub.asked.length = 0;
  storage.asked.length = 0;
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

describe('gerbera models', () => {
  it.each([[[]], [['list']]])('%j lists what is installed', async (more) => {
    const { exitCode, stdout } = await gerbera(['models', ...more]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^default {2}bert: Gene, Disease, .*, RNA\n$/);
  });

  it('tells as JSON what each takes and how good it is', async () => {
    const { stdout } = await gerbera(['models', 'list', '--json']);
    const [embedded] = JSON.parse(stdout);
    expect(embedded).toMatchObject({ name: 'default', embedded: true, scoredOn: 'test', parameters: 7035931 });
    expect(embedded.bytes).toBeGreaterThan(14e6);
    expect(embedded.scores[0].corpus).toBe('NCBI-disease');
  });

  it('removes models, and says which could not be', async () => {
    await importModel(embeddedModel(), { models, name: 'mine' });
    const { exitCode, stdout, stderr } = await gerbera(['models', 'remove', 'default', 'mine', 'mine', '--json']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/"default" came with the product.*\n.*mine: removed, 15 MB are free now\n$/);
    expect(JSON.parse(stdout)).toEqual([{ name: 'mine', bytes: expect.any(Number) }]);
    expect(readdirSync(models)).toEqual([]);
    expect((await gerbera(['models', 'remove', 'mine'])).exitCode).toBe(1);
  });

  it('exports one', async () => {
    const out = path.join(home, 'out');
    const { exitCode, stdout, stderr } = await gerbera([
      'models',
      'export',
      'default',
      '--as=head',
      '--head=DNA',
      '--out',
      out,
    ]);
    expect([exitCode, stdout]).toEqual([0, `${out}\n`]);
    expect(stderr).toMatch(/^gerbera: 8 files, 26 MB: README\.md, config\.json, /);
    expect(existsSync(path.join(out, 'modeling_gerbera.py'))).toBe(true);
    const again = await gerbera(['models', 'export', 'default', '--out', out]);
    expect([again.exitCode, again.stderr]).toEqual([1, `gerbera: ${out}: is not empty; choose another folder\n`]);
  });

  it.each([
    [['move'], '"move" is none of list, export, download, remove'],
    [['list', 'x'], '"x" is one argument too many'],
    [['list', '--yes'], '--yes has no effect with "models list"'],
    [['remove'], 'nothing to remove'],
    [['export'], 'one model is needed'],
    [['export', 'default'], '--out DIR is needed'],
    [['export', 'default', '--as', 'gguf', '--out', 'x'], '--as is one of transformers, head, onnx'],
    [['export', 'default', '--head', 'DNA', '--out', 'x'], '--head has no effect with --as transformers'],
    [['download'], 'one repository is needed'],
    [['download', 'a/b', '--json', '--events'], '--json shows what would be fetched'],
  ])('%j is not how it is used', async (argv, message) => {
    const { exitCode, stderr } = await gerbera(['models', ...argv]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(hub.asked).toEqual([]);
  });
});

describe.skipIf(missing(goldenFolder))(
  `gerbera models download (${missing(goldenFolder) ?? 'from this machine'})`,
  () => {
    beforeEach(() => serveModel(hub, path.join(goldenFolder, 'bert-tiny'), { storage }));

    it('shows what it would fetch and fetches nothing unless it is wanted', async () => {
      const { exitCode, stderr } = await gerbera(['models', 'download', 'lab/tiny']);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`lab/tiny, 325 kB in 5 files\n  commit ${commit}\n  licence: mit\n  config.json, `);
      expect(stderr).toContain('nothing is downloaded without being asked for: --yes');
      const { stdout } = await gerbera(['models', 'download', 'lab/tiny', '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ repository: 'lab/tiny', commit, licence: 'mit' });
      expect(existsSync(models)).toBe(false);
      expect(storage.asked).toEqual([]);
    });

    it('takes it into the library', async () => {
      const { exitCode, stdout, stderr } = await gerbera(['models', 'download', 'lab/tiny', '--yes', '--name', 'mine']);
      expect([exitCode, stdout]).toEqual([0, `mine\t${path.join(models, 'mine')}\n`]);
      expect(stderr).toContain('"mine" finds Disease, Chemical; use it with --model mine');
    });

    it('tells what it does line by line', async () => {
      const { stdout } = await gerbera(['models', 'download', 'lab/tiny', '--yes', '--events']);
      const events = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(events[0]).toMatchObject({ kind: 'found', model: { commit } });
      expect(events.at(-1)).toEqual({
        kind: 'done',
        model: { name: 'tiny', folder: path.join(models, 'tiny'), types: ['Disease', 'Chemical'] },
      });
      expect(new Set(events.map(({ kind }) => kind))).toEqual(
        new Set(['found', 'download', 'note', 'checked', 'done']),
      );
    });
  },
);
