import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { trainCommand } from '../../src/cli/train.ts';
import { modelsFolder } from '../../src/library/folders.ts';
import { hyperParameters, type TrainingRequest } from '../../src/protocol/training.ts';
import {
  commandLineOf,
  outputFolder,
  resumeArguments,
  trainingArguments,
} from '../../src/server/jobs/training/arguments.ts';

const request: TrainingRequest = {
  method: 'gerbera',
  base: 'base',
  targets: ['/c/target'],
  generals: ['/c/one', '/c/two'],
  corpora: [],
  output: 'my-model',
  hyper: {},
};

describe('the command line of a run', () => {
  it('names the method, the base, the corpora and the folder, and nothing that is not set', () => {
    expect(trainingArguments({ ...request, output: '/out/model' })).toEqual(
      'train --method gerbera --base base --target /c/target --general /c/one /c/two --out /out/model'.split(' '),
    );
    expect(trainingArguments({ ...request, method: 'multi', targets: [], corpora: ['/c/a', '/c/b'] })).toContain(
      '--corpora',
    );
  });

  it('writes into the library where the output is a bare name', () => {
    expect(outputFolder(request)).toBe(path.join(modelsFolder(), 'my-model'));
    expect(trainingArguments(request)).toContain(path.join(modelsFolder(), 'my-model'));
  });

  it('has an option of the command line for every hyper-parameter', () => {
    const hyper: Required<TrainingRequest['hyper']> = {
      ...{ epochs: [3, 2], learningRates: [5e-4, 1e-7], batch: 8, batchTokens: 512, accumulate: 2, maxLength: 64 },
      ...{ maxSteps: 9, warmup: 0.2, schedule: 'cosine', weightDecay: 0.02, dropout: 0.2, layerDecay: 0.9 },
      ...{ labelSmoothing: 0.1, patience: 0, fraction: 0.5, alpha: 0.5, seed: 7, device: 'cpu', threads: 1 },
      ...{ memory: 1.5, weights: 'float16', test: true },
    };
    expect(Object.keys(hyper).sort()).toEqual(Object.keys(hyperParameters.entries).sort());
    const given = parseArguments(trainingArguments({ ...request, hyper }).slice(1), trainCommand.options);
    expect(given.list('epochs')).toEqual(['3', '2']);
    expect(given.list('learning-rate')?.map(Number)).toEqual([5e-4, 1e-7]);
    const names = ['batch', 'batch-tokens', 'accumulate', 'max-length', 'steps', 'warmup', 'schedule', 'weight-decay'];
    const more = ['dropout', 'layer-decay', 'label-smoothing', 'patience', 'fraction', 'alpha', 'seed', 'device'];
    expect([...names, ...more, 'threads', 'memory', 'weights'].map((name) => given.value(name))).toEqual(
      '8 512 2 64 9 0.2 cosine 0.02 0.2 0.9 0.1 0 0.5 0.5 7 cpu 1 1.5 float16'.split(' '),
    );
    expect(given.flag('test')).toBe(true);
    expect(given.positionals).toEqual([]);
  });

  it('goes on with a run as it was started', () => {
    expect(resumeArguments('/out', false)).toEqual(['train', '--resume', '--out', '/out']);
    expect(resumeArguments('/out', true)).toEqual(['train', '--resume', '--out', '/out', '--finish']);
  });

  it.skipIf(process.platform === 'win32')('is quoted so that a shell takes it as it is meant', () => {
    const target = '/c/it\'s a $HOME `x` "corpus"; *';
    const line = commandLineOf({ ...request, targets: [target], hyper: { epochs: [2, 1] } }, 'linux');
    const script = line.replace(/^gerbera/, `"$NODE" -e 'console.log(JSON.stringify(process.argv.slice(1)))' --`);
    const shell = spawnSync('sh', ['-c', script], { env: { NODE: process.execPath }, encoding: 'utf8' });
    const asked = trainingArguments({ ...request, targets: [target], hyper: { epochs: [2, 1] } });
    expect(JSON.parse(shell.stdout)).toEqual(asked);
  });

  it('is quoted for the shells of Windows', () => {
    const line = commandLineOf({ ...request, targets: ['C:\\My corpora\\'], hyper: { epochs: [2, 1] } }, 'win32');
    expect(line).toContain(' --target "C:\\My corpora\\\\" --general /c/one /c/two ');
    expect(line).toContain(' --epochs "2,1"');
  });
});
