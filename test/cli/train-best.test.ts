import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJsonObject } from '../../src/core/json.ts';
import { gerbera } from '../support/command-line.ts';
import { workshop, writeCorpus } from '../train/run/fixtures.ts';

const quick = ['--device', 'cpu', '--threads', '1', '--max-length', '24', '--batch-tokens', '96', '--epochs', '1'];

describe('gerbera train --method best', () => {
  it('ranks the candidates as gerbera transfer does, trains with the first, and keeps why', async () => {
    const shop = workshop();
    // One shares the mentions of the target, the other none.
    const near = writeCorpus(shop.at('near'), { type: 'Disease', mentions: ['w1', 'w2'], seed: 5, sentences: 40 });
    const places = [shop.general, near];
    const file = shop.at('report.json');
    const compared = await gerbera(['transfer', shop.target, ...places, '--device', 'cpu', '--out', file]);
    expect(compared.exitCode).toBe(0);
    const report = parseJsonObject(readFileSync(file, 'utf8'), file) as { ranking: { name: string }[] };
    const [first = '', second = ''] = report.ranking.map(({ name }) => name);
    expect([first, second].sort()).toEqual(['general', 'near']);

    const out = shop.at('out');
    const argv = ['train', '--method', 'best', '--best', '1', '--target', shop.target, '--auxiliary', ...places];
    const { exitCode, stderr } = await gerbera([...argv, '--base', shop.base, ...quick, '--out', out]);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`gerbera: trained with: ${first}`)]);
    const run = parseJsonObject(readFileSync(path.join(out, 'run.json'), 'utf8'), 'run.json');
    const { config } = run as { config: { notes: string[]; corpora: object; stages: { corpora: string[] }[] } };
    expect(config.notes.slice(0, 3)).toEqual([
      expect.stringMatching(/^candidates ranked by .* \(encoder .*, seed 1\)$/),
      expect.stringMatching(new RegExp(`^trained with: ${first}\\b`)),
      expect.stringMatching(new RegExp(`^left out: ${second}\\b`)),
    ]);
    expect(config.stages.map(({ corpora }) => corpora)).toEqual([['target', first], ['target']]);
    expect(readFileSync(path.join(out, 'README.md'), 'utf8')).toContain(`**Decided before.** ${config.notes[0]}.`);

    // What it stands for is trained with again as it is, and nothing is ranked.
    writeFileSync(shop.at('config.json'), JSON.stringify(config));
    const again = await gerbera(['train', '--config', shop.at('config.json'), '--write-config']);
    expect([again.stderr, JSON.parse(again.stdout)]).toEqual(['', config]);
  }, 120_000);
});
