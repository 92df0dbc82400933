import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StopKind } from '../../src/train/events.ts';
import { productCommit } from '../../src/train/output/commit.ts';
import { requestStop } from '../../src/train/output/stop-request.ts';
import { gerbera } from '../support/command-line.ts';
import { weightsOf, workshop } from '../train/run/fixtures.ts';

const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts');
const quick = ['--device', 'cpu', '--threads', '1', '--max-length', '24', '--batch-tokens', '96', '--epochs', '1'];

describe('gerbera train', () => {
  it('trains by each method, and annotate uses what comes out', async () => {
    const shop = workshop();
    const common = ['--base', shop.base, ...quick];
    for (const [name, ...argv] of [
      ['single', '--target', shop.target, '--test'],
      ['gerbera', '--target', shop.target, '--general', shop.general],
      ['multi', '--corpora', shop.target, shop.twin, '--general', shop.general, '--target', shop.target],
    ]) {
      const out = shop.at(`${name}-out`);
      const { exitCode, stdout, stderr } = await gerbera([
        'train',
        '--method',
        name ?? '',
        ...argv,
        ...common,
        '--out',
        out,
      ]);
      expect([exitCode, stdout]).toEqual([0, `${out}\n`]);
      expect(stderr).toMatch(/^gerbera: method /);
      expect(stderr).toMatch(/step \d+\/\d+, .* tokens\/s, .* loss .*Disease \d/);
      if (name === 'single') expect(stderr).toMatch(/test target: F1 \d/);
      const read = await gerbera(['annotate', '-', '--model', out, '--device', 'cpu'], { stdin: 'w1 w2 w3' });
      expect([read.exitCode, read.stderr]).toEqual([0, '']);
    }
  });

  it('prints the configuration that a method stands for, which runs to the same weights', async () => {
    const shop = workshop();
    const argv = ['--method', 'single', '--target', shop.target, '--base', shop.base, ...quick];
    const printed = await gerbera(['train', ...argv, '--out', shop.at('a'), '--write-config']);
    expect(printed.exitCode).toBe(0);
    expect(existsSync(shop.at('a'))).toBe(false);
    writeFileSync(shop.at('config.json'), printed.stdout);
    expect((await gerbera(['train', ...argv, '--out', shop.at('a')])).exitCode).toBe(0);
    const given = ['--config', shop.at('config.json'), '--out', shop.at('b')];
    expect((await gerbera(['train', ...given])).exitCode).toBe(0);
    expect(weightsOf(shop.at('b'))).toBe(weightsOf(shop.at('a')));
    expect((await gerbera(['train', ...given, '--force', '--seed', '9'])).exitCode).toBe(0);
    expect(weightsOf(shop.at('b'))).not.toBe(weightsOf(shop.at('a')));
  });

  it('trains by a schedule of a file as by that of the command line, each written out as stages', async () => {
    const shop = workshop();
    const given = ['--auxiliary', shop.general, shop.twin, '--heads', 'separate', '--sampling-weights', 'twin=3'];
    const frozen = ['--freeze', 'target=encoder:1,target=0', '--sentences', '50', '--devel-sentences', '40'];
    const argv = ['--method', 'transfer', '--target', shop.target, ...given, ...frozen, '--out', shop.at('out')];
    const written = await gerbera(['train', ...argv, '--base', shop.base, ...quick, '--write-config']);
    expect(written.stderr).toBe('');
    const config = JSON.parse(written.stdout);
    expect(config).toMatchObject({
      method: 'transfer',
      corpora: {
        target: { sentences: 50, develSentences: 40, heads: { Disease: 'Disease' } },
        general: { heads: { PER: 'PER_general' } },
        twin: { heads: { Chemical: 'Chemical_twin' } },
      },
      stages: [
        { name: 'auxiliary', corpora: ['general', 'twin'], sampling: { weights: { twin: 3 } }, freeze: [] },
        { name: 'target', corpora: ['target'], freeze: [{ layers: 'encoder', epochs: 1 }, { layers: 0 }] },
      ],
    });
    const file = {
      schedule: 'transfer',
      base: './base',
      output: 'out',
      device: 'cpu',
      threads: 1,
      maxLength: 24,
      target: { folder: 'target', sentences: 50, develSentences: 40 },
      auxiliaries: ['general', { folder: 'twin', weight: 3 }],
      heads: 'separate',
      freeze: { target: [{ layers: 'encoder', epochs: 1 }, { layers: 0 }] },
      stages: { '*': { epochs: 1, batch: { tokens: 96 } } },
    };
    writeFileSync(shop.at('schedule.json'), JSON.stringify(file));
    const beside = ['train', '--config', shop.at('schedule.json')];
    const ofFile = await gerbera([...beside, '--write-config']);
    expect([ofFile.stderr, JSON.parse(ofFile.stdout)]).toEqual(['', config]);
    const trained = await gerbera([...beside, '--out', shop.at('other'), '--seed', '5']);
    expect([trained.exitCode, trained.stdout]).toEqual([0, `${shop.at('other')}\n`]);
    expect(trained.stderr).toMatch(/stage auxiliary: 210 examples .*\n.*of these general \d+, twin \d+\n/);
  });

  it('tells why a schedule makes no sense', async () => {
    const shop = workshop();
    writeFileSync(shop.at('schedule.json'), '{"schedule": "joint", "base": "base", "output": "o", "target": "target"}');
    const { exitCode, stderr } = await gerbera(['train', '--config', shop.at('schedule.json')]);
    const reason = 'the schedule "joint" needs an auxiliary corpus at least; name one, or use the schedule "single"';
    expect([exitCode, stderr]).toEqual([1, `gerbera: ${shop.at('schedule.json')}: ${reason}\n`]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with a checkpoint at %s; --resume alone goes on, to the same weights', async (name, code) => {
    const shop = workshop();
    const argv = ['train', '--method', 'gerbera', '--target', shop.target, '--general', shop.general];
    const given = [...argv, '--base', shop.base, ...quick.slice(0, -2), '--epochs', '6', '--out'];
    expect((await gerbera([...given, shop.at('whole')])).exitCode).toBe(0);
    const out = shop.at('out');
    const child = spawn(process.execPath, [main, ...given, out], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      const begun = stderr.includes('step 1/');
      stderr += text.toString();
      // A second signal would end it at once.
      if (!begun && stderr.includes('step 1/')) child.kill(name);
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(code);
    expect(stderr).toMatch(/checkpoint at step \d+: .*last\n.*interrupted; go on with --resume --out /);
    expect(existsSync(path.join(out, 'last', 'optimizer.safetensors'))).toBe(true);
    const resumed = await gerbera(['train', '--resume', '--out', out]);
    expect([resumed.exitCode, resumed.stderr.includes('resuming stage multi-task after step')]).toEqual([0, true]);
    expect(weightsOf(out)).toBe(weightsOf(shop.at('whole')));
    const again = await gerbera(['train', '--resume', '--out', out]);
    expect([again.exitCode, again.stderr]).toEqual([0, `gerbera: ${out}: the run in it is done already\n`]);
  });

  it('pauses and finishes when it is asked in its folder, and finishes one that was interrupted', async () => {
    const shop = workshop();
    const argv = ['train', '--method', 'gerbera', '--target', shop.target, '--general', shop.general];
    const given = [...argv, '--base', shop.base, ...quick.slice(0, -2), '--epochs', '200', '--patience', '0', '--out'];
    const asked = async (out: string, kind: StopKind) => {
      const child = spawn(process.execPath, [main, ...given, out], { stdio: ['ignore', 'ignore', 'pipe'] });
      let stderr = '';
      child.stderr.on('data', (text: Buffer) => {
        const begun = stderr.includes('epoch 1, step');
        stderr += text.toString();
        if (!begun && stderr.includes('epoch 1, step')) requestStop(out, kind);
      });
      return [await new Promise((resolve) => child.on('close', resolve)), stderr];
    };
    const paused = shop.at('paused');
    const [code, stderr] = await asked(paused, 'pause');
    expect([code, existsSync(path.join(paused, 'run.json'))]).toEqual([0, false]);
    expect(stderr).toMatch(/checkpoint at step \d+: .*last\n.*gerbera: stopped; go on with --resume --out .*paused\n$/);
    const finished = await gerbera(['train', '--resume', '--finish', '--out', paused]);
    expect([finished.exitCode, finished.stdout]).toEqual([0, `${paused}\n`]);
    expect(finished.stderr).toMatch(/stage multi-task ended at step \d+ \(asked\)/);
    expect(finished.stderr).not.toContain('stage target on');
    expect(existsSync(path.join(paused, 'model.safetensors'))).toBe(true);

    const out = shop.at('out');
    const [end, told] = await asked(out, 'finish');
    expect([end, existsSync(path.join(out, 'run.json'))]).toEqual([0, true]);
    expect(told).toContain('(asked)');
    const { commit } = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8'));
    expect(commit).toBe(productCommit());
  }, 120_000);

  it('estimates what a run would take, for people and as JSON, and writes nothing', async () => {
    const shop = workshop();
    const argv = ['train', '--method', 'single', '--target', shop.target, '--base', shop.base, ...quick];
    const out = shop.at('out');
    const shown = await gerbera([...argv, '--out', out, '--estimate']);
    expect([shown.exitCode, shown.stderr, existsSync(out)]).toEqual([0, '', false]);
    expect(shown.stdout).toMatch(/^method single, heads Disease, on cpu\nstage target on target: 150 examples \(/);
    expect(shown.stdout).toMatch(/\nabout [\d.]+ s in all if no stage ends early\n$/);
    const { exitCode, stdout } = await gerbera([...argv, '--out', out, '--estimate', '--json']);
    expect([exitCode, stdout.split('\n').length]).toEqual([0, 2]);
    expect(JSON.parse(stdout)).toMatchObject({
      method: 'single',
      output: out,
      stages: [{ name: 'target', epochs: 1 }],
    });
    const pretraining = ['pretrain', '--text', shop.text, '--base', shop.base, ...quick, '--out', out, '--estimate'];
    expect((await gerbera(pretraining)).stdout).toMatch(/^method pretrain, on cpu\nstage pretraining: /);
  });

  it.each<[readonly string[], string]>([
    [['--finish', '--out', 'o'], '--finish is for a run that was interrupted, with --resume --out DIR'],
    [['--estimate', '--resume', '--out', 'o'], '--estimate is of a run that has not begun, not --resume'],
    [['--json', '--out', 'o'], '--json is for --estimate'],
    [[], '--method is needed: single, transfer, joint, gerbera, transfer-joint, best, multi, or'],
    [['--method', 'merge'], '--method is one of single, transfer, joint, gerbera, transfer-joint, best, multi'],
    [['--method', 'single'], '--out is needed'],
    [['--method', 'single', '--base', 'default'], '--out is needed'],
    [['--method', 'single', '--base', 'default', '--out', 'o'], '--target is needed, one folder'],
    [['--method', 'gerbera', '--base', 'default', '--out', 'o', '--target', 't'], '--general or --auxiliary is needed'],
    [['--method', 'multi', '--base', 'default', '--out', 'o'], '--corpora is needed'],
    [['--method', 'single', '--base', 'default', '--out', 'o', '--target', 't', '--corpora', 'c'], '--corpora is for'],
    [['--method', 'single', '--base', 'default', '--out', 'o', '--target', 't', '--map', 'a'], '--map takes pairs'],
    [
      ['--method', 'single', '--base', 'd', '--out', 'o', '--target', 't', '--auxiliary', 'a'],
      '--auxiliary is not for',
    ],
    [['--method', 'joint', '--base', 'd', '--out', 'o', '--target', 't'], '--auxiliary is needed: at least one corpus'],
    [
      ['--method', 'joint', '--base', 'd', '--out', 'o', '--target', 't', '--general', 'a'],
      '--general is for the methods',
    ],
    [
      ['--method', 'best', '--base', 'd', '--out', 'o', '--target', 't', '--auxiliary', 'a', '--best', '2'],
      'the schedule "best" cannot train with the best 2; there is 1 candidate',
    ],
    [
      ['--method', 'multi', '--base', 'd', '--out', 'o', '--target', 't', '--best', '2'],
      '--best is not for the method multi',
    ],
    [['stray'], '"stray" is one argument too many'],
    [['--resume'], '--out is needed to resume the run in it'],
    [
      ['--resume', '--out', 'o', '--steps', '3'],
      '--steps has no effect with --resume; a run goes on as it was started',
    ],
    [['--config', 'c.json', '--epochs', '3'], '--epochs has no effect beside --config; change it in the file'],
  ])('exits with 2 for %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await gerbera(['train', ...argv]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`gerbera: ${message}`);
  });

  it.each<[readonly string[], string]>([
    [['--epochs', '0'], '--epochs takes numbers from 1'],
    [['--epochs', '1.5'], '--epochs are whole numbers'],
    [['--learning-rate', 'fast'], '--learning-rate takes numbers'],
    [['--batch', '4', '--batch-tokens', '64'], '--batch and --batch-tokens exclude each other'],
    [['--steps', '2.5'], '--steps is a whole number'],
    [['--warmup', '1.5'], '--warmup is a whole number of updates, or a share below 1'],
    [['--weights', 'int8'], '--weights is one of float32, float16'],
    [['--device', 'tpu'], '--device is one of auto'],
    [['--fraction', '2'], '--fraction is a number'],
    [['--map', 'Disease=my head'], `--map: a head's name has letters, digits, "-" and "_", not "my head"`],
    [['--threads', '100000'], '--threads is a number from 1 to 512'],
    [['--target', 'a', '--epoch', '2'], 'unknown option --epoch'],
    [['--map', 'Gene=Protein'], '--map names the type "Gene"; the corpora have Disease'],
  ])('exits with 2 for %j beside what is needed', async (argv, message) => {
    const shop = workshop();
    const given = ['--method', 'single', '--target', shop.target, '--base', shop.base, '--out', shop.at('out')];
    const { exitCode, stderr } = await gerbera(['train', ...given, ...argv]);
    expect([exitCode, stderr.includes(message) ? message : stderr]).toEqual([2, message]);
    expect(existsSync(shop.at('out'))).toBe(false);
  });

  it('takes a corpus that is named twice once, and refuses one that is both general and not', async () => {
    const shop = workshop();
    const given = ['train', '--base', shop.base, '--out', shop.at('out'), '--write-config', '--target', shop.target];
    const { target, general } = shop;
    const twice = await gerbera([...given, '--method', 'gerbera', '--general', general, path.relative('.', general)]);
    expect(JSON.parse(twice.stdout).stages[0].corpora).toEqual(['target', 'general']);
    const both = await gerbera([...given, '--method', 'gerbera', '--general', general, target]);
    expect([both.exitCode, both.stderr]).toEqual([
      2,
      `gerbera: ${target} is named as a general corpus and as another one\nTry "gerbera help train".\n`,
    ]);
  });

  it('says in one line what it cannot read', async () => {
    const shop = workshop();
    const nothing = await gerbera(['train', '--resume', '--out', shop.at('out')]);
    expect([nothing.exitCode, nothing.stderr]).toEqual([
      1,
      `gerbera: ${shop.at('out')}: there is no run in it to resume\n`,
    ]);
    const hidden = ['--target', shop.target, '--map', 'Disease=General', '--base', shop.base, '--out', shop.at('out')];
    const { exitCode, stderr } = await gerbera(['train', '--method', 'single', ...hidden]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('General would be the only head')]);
    const given = ['--base', shop.base, '--out', shop.at('out'), '--method', 'single'];
    const absent = await gerbera(['train', ...given, '--target', shop.at('absent')]);
    expect([absent.exitCode, absent.stderr]).toEqual([1, `gerbera: ${shop.at('absent')}: no such folder\n`]);
    writeFileSync(shop.at('config.json'), '{"stages": 3}');
    const config = await gerbera(['train', '--config', shop.at('config.json')]);
    expect([config.exitCode, config.stderr]).toEqual([1, `gerbera: ${shop.at('config.json')}: base is missing\n`]);
  });
});

describe('gerbera pretrain', () => {
  it('writes a masked language model that can be a base again', async () => {
    const shop = workshop();
    const given = ['--text', shop.text, '--held-out', '0.2', ...quick, '--out'];
    const first = await gerbera(['pretrain', '--base', shop.base, ...given, shop.at('one')]);
    expect([first.exitCode, first.stdout]).toEqual([0, `${shop.at('one')}\n`]);
    expect(first.stderr).toMatch(/held-out loss \d\.\d{4}/);
    const config = JSON.parse(readFileSync(path.join(shop.at('one'), 'config.json'), 'utf8'));
    expect(config.architectures).toEqual(['BertForMaskedLM']);
    expect(config).not.toHaveProperty('id2label');
    const second = await gerbera(['pretrain', '--base', shop.at('one'), ...given, shop.at('two'), '--steps', '3']);
    expect(second.exitCode).toBe(0);
    const fine = ['--method', 'single', '--target', shop.target, '--base', shop.at('two'), ...quick];
    expect((await gerbera(['train', ...fine, '--out', shop.at('three')])).exitCode).toBe(0);
  });

  it.each<[readonly string[], string]>([
    [[], '--text is needed'],
    [['--text', 'a', '--mask', '2'], '--mask is a number'],
    [['--text', 'a'], '--out is needed'],
  ])('exits with 2 for %j', async (argv, message) => {
    const { exitCode, stderr } = await gerbera(['pretrain', ...argv]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
