import path from 'node:path';
import { modelsFolder } from '../../../library/folders.ts';
import type { HyperParameters, TrainingRequest } from '../../../protocol/training.ts';

/** The options of `gerbera train` that take a value; those that take several take them in turn. */
const valueOptions: readonly (readonly [Exclude<keyof HyperParameters, 'test'>, string])[] = [
  ['epochs', 'epochs'],
  ['learningRates', 'learning-rate'],
  ['batch', 'batch'],
  ['batchTokens', 'batch-tokens'],
  ['accumulate', 'accumulate'],
  ['maxLength', 'max-length'],
  ['maxSteps', 'steps'],
  ['warmup', 'warmup'],
  ['schedule', 'schedule'],
  ['weightDecay', 'weight-decay'],
  ['dropout', 'dropout'],
  ['layerDecay', 'layer-decay'],
  ['labelSmoothing', 'label-smoothing'],
  ['patience', 'patience'],
  ['fraction', 'fraction'],
  ['alpha', 'alpha'],
  ['seed', 'seed'],
  ['device', 'device'],
  ['threads', 'threads'],
  ['memory', 'memory'],
  ['weights', 'weights'],
];

/** The folder that a run writes: a bare name is a model of that name in the user's library. */
export function outputFolder({ output }: Pick<TrainingRequest, 'output'>): string {
  return path.isAbsolute(output) ? path.resolve(output) : path.join(modelsFolder(), output);
}

/** The command line that does what is asked, after the program's name. */
export function trainingArguments(request: TrainingRequest): readonly string[] {
  const { method, base, targets, generals, corpora, hyper } = request;
  return [
    ...['train', '--method', method, '--base', base],
    ...folders('target', targets),
    ...folders('general', generals),
    ...folders('corpora', corpora),
    ...['--out', outputFolder(request)],
    ...valuesOf(hyper),
    ...(hyper.test ? ['--test'] : []),
  ];
}

/** The command line that goes on with the run in a folder. */
export function resumeArguments(output: string, finish: boolean): readonly string[] {
  return ['train', '--resume', '--out', output, ...(finish ? ['--finish'] : [])];
}

/** The command line that does what is asked, to be typed into a shell of this or another system. */
export function commandLineOf(request: TrainingRequest, platform: NodeJS.Platform = process.platform): string {
  const quote = platform === 'win32' ? quotedOnWindows : quotedInShell;
  return ['gerbera', ...trainingArguments(request)].map(quote).join(' ');
}

function folders(option: string, places: readonly string[]): readonly string[] {
  return places.length === 0 ? [] : [`--${option}`, ...places];
}

function valuesOf(hyper: HyperParameters): readonly string[] {
  return valueOptions.flatMap(([name, option]) => {
    const value = hyper[name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    return [`--${option}`, String(value)];
  });
}

/** What no shell reads anything into. */
const plain = /^[\w@%+=:./-]+$/;

function quotedInShell(text: string): string {
  return plain.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** For PowerShell and `cmd` alike, where a backslash before the closing quote would make it part of the text. */
function quotedOnWindows(text: string): string {
  return /^[\w@+=:./\\-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"').replace(/\\+$/, '$&$&')}"`;
}
