import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';

/** What a person gives to sbatch besides what we do. */
export interface SlurmOptions {
  /** One an option, each with its value: `--partition=gpu`. */
  readonly all: readonly string[];
  /** Those that ask for GPUs, which only tasks that need one get. */
  readonly gpus: readonly string[];
  readonly partition?: string;
}

/** Options of sbatch with one letter that are taken, by their long names. */
const letters: ReadonlyMap<string, string> = new Map([
  ['A', 'account'],
  ['C', 'constraint'],
  ['G', 'gpus'],
  ['L', 'licenses'],
  ['M', 'clusters'],
  ['a', 'array'],
  ['b', 'begin'],
  ['c', 'cpus-per-task'],
  ['d', 'dependency'],
  ['e', 'error'],
  ['i', 'input'],
  ['J', 'job-name'],
  ['D', 'chdir'],
  ['N', 'nodes'],
  ['n', 'ntasks'],
  ['o', 'output'],
  ['p', 'partition'],
  ['q', 'qos'],
  ['t', 'time'],
  ['w', 'nodelist'],
  ['W', 'wait'],
  ['x', 'exclude'],
]);

/** What we give ourselves, and what is to be used in its place. */
const ours: ReadonlyMap<string, string> = new Map([
  ['time', 'use --minutes'],
  ['time-min', 'use --minutes'],
  ['mem', 'use --memory'],
  ['mem-per-cpu', 'use --memory'],
  ['mem-per-gpu', 'use --memory'],
  ['cpus-per-task', 'use --cpus'],
  ...[
    ...['array', 'output', 'error', 'input', 'chdir', 'job-name', 'dependency', 'kill-on-invalid-dep', 'requeue'],
    ...['no-requeue', 'wrap', 'parsable', 'wait', 'nodes', 'ntasks', 'clusters', 'test-only', 'open-mode', 'help'],
    ...[
      'usage',
      'version',
      'export',
      'export-file',
      'signal',
      'quiet',
      'uid',
      'gid',
      'get-user-env',
      'ntasks-per-node',
    ],
  ].map((name): [string, string] => [name, 'leave it out: it is set for the tasks']),
]);

const gpuOptions = new Set(['gres', 'gpus', 'gpus-per-node', 'gpus-per-task', 'gpus-per-socket']);

/**
 * Reads options for sbatch as they are written on a command line, quotes included: `--partition=gpu --account "my lab"`.
 * Whether Slurm knows one is left to sbatch.
 * @throws UserError for what is no option, and for options that would break what is set for the tasks.
 */
export function parseSlurmOptions(text: string): SlurmOptions {
  const words = wordsOf(text);
  const all: string[] = [];
  const gpus: string[] = [];
  let partition: string | undefined;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, letter, attached, long, inline] = /^(?:-([A-Za-z])(.*)|--([a-z][a-z-]*)(?:=(.*))?)$/s.exec(word) ?? [];
    const name = letter === undefined ? long : (letters.get(letter) ?? letter);
    if (name === undefined) throw new UserError(`--slurm-options: ${quoted(word)} is no option; write --name=value`);
    if (name.length === 1) throw new UserError(`--slurm-options: write -${name} by its long name`);
    const refused = ours.get(name);
    if (refused !== undefined) throw new UserError(`--slurm-options: --${name}: ${refused}`);
    let value = inline ?? (attached === '' ? undefined : attached);
    if (value === undefined && words[0]?.startsWith('-') === false) value = words.shift();
    if (letter !== undefined && value === undefined) throw new UserError(`--slurm-options: -${letter} needs a value`);
    (gpuOptions.has(name) ? gpus : all).push(value === undefined ? `--${name}` : `--${name}=${value}`);
    if (name === 'partition') partition = value;
  }
  return { all, gpus, ...(partition === undefined ? {} : { partition }) };
}

/** Splits at white space outside of quotes, as a shell does; a backslash takes the next character as it is, but in '…'. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && quote !== "'" && at + 1 < text.length) word = (word ?? '') + text.charAt(++at);
    else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (character === quote) quote = '';
    else if (quote === '' && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') throw new UserError(`--slurm-options: a ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  return words;
}
