import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingConfig } from '../../../src/train/config/config.ts';
import { claimOutput, writeStart } from '../../../src/train/output/output.ts';
import { makeFolder, refuseSources } from '../../../src/train/output/places.ts';
import { configFor, scratchFolder, workshop } from '../run/fixtures.ts';

const links = process.platform !== 'win32';

describe('the output of a run', () => {
  it('is nothing that the run reads, nor does it hold that, or what is cleared would be lost', () => {
    const shop = workshop();
    const config = configFor(shop, 'out');
    const refused = (more: Partial<TrainingConfig>, message: RegExp) =>
      expect(() => claimOutput({ ...config, ...more }, { resume: false, force: true })).toThrow(message);
    refused({ output: shop.base }, /base: the run reads from it/);
    refused({ output: path.join(shop.base, '..', 'base', '') }, /base: the run reads from it/);
    refused({ output: shop.folder }, /: the run reads from .*base, which lies in it/);
    refused({ base: shop.at('out/last') }, /out: the run reads from .*last, which lies in it/);
    const from = { model: shop.at('out/best/target') };
    refused({ stages: config.stages.map((stage) => ({ ...stage, from })) }, /reads from .*target, which lies in it/);
    expect(existsSync(shop.at('out'))).toBe(false);
    expect(() => refuseSources({ ...config, output: shop.at('base-2') })).not.toThrow();
    expect(() => refuseSources({ ...config, output: path.join(shop.target, 'out') })).not.toThrow();
  });

  it.skipIf(!links)('is told by where links lead', () => {
    const shop = workshop();
    symlinkSync(shop.folder, shop.at('link'));
    const config = configFor(shop, 'out');
    for (const output of ['link', 'link/base', 'link/link/target']) {
      expect(() => refuseSources({ ...config, output: shop.at(output) })).toThrow(/the run reads from/);
    }
    expect(() => refuseSources({ ...config, base: shop.at('link/new/last'), output: shop.at('new') })).toThrow(
      /lies in it/,
    );
  });

  it('does not lie where every text is read', () => {
    const shop = workshop();
    const config = {
      ...configFor(shop, 'texts/out'),
      corpora: {},
      text: { paths: [shop.at('texts')], mask: 0.15, heldOut: 0 },
    };
    expect(() => refuseSources(config)).toThrow(/out: it lies in .*texts, where every text is read/);
  });

  it('keeps what a run before left until a new one has all that it needs', () => {
    const shop = workshop();
    const config = configFor(shop, 'out');
    mkdirSync(config.output);
    for (const name of ['run.json', 'log.jsonl', 'own.txt']) writeFileSync(path.join(config.output, name), '{}');
    const { release } = claimOutput(config, { resume: false, force: true });
    release();
    expect(readdirSync(config.output).sort()).toEqual(['log.jsonl', 'own.txt', 'run.json']);
    writeStart(config.output, { config, files: [], gerbera: '0', started: '' });
    expect(readdirSync(config.output).sort()).toEqual(['own.txt', 'training.json']);
  });

  it('is made with the folders around it, and says why it cannot be', () => {
    const folder = scratchFolder();
    makeFolder(path.join(folder, 'a', 'b', 'c'));
    expect(realpathSync(path.join(folder, 'a/b/c'))).toContain('c');
    writeFileSync(path.join(folder, 'file'), '');
    expect(() => makeFolder(path.join(folder, 'file', 'a'))).toThrow(/a: cannot be made: ENOTDIR/);
    if (process.platform === 'linux') expect(() => makeFolder('/proc/gerbera')).toThrow(/cannot be made: E/);
  });
});
