import { PassThrough, Readable, type Writable } from 'node:stream';
import { commands } from '../../src/cli/commands.ts';
import { runCommandLine } from '../../src/cli/run.ts';

/** What a command line did. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** Runs `gerbera` with arguments in this process. */
export async function gerbera(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { stdin = '', signal = new AbortController().signal } = options;
  const output = { stdout: '', stderr: '' };
  const collect = (name: keyof typeof output): Writable => {
    const stream = new PassThrough({ encoding: 'utf8' });
    return stream.on('data', (text: string) => {
      output[name] += text;
    });
  };
  const exitCode = await runCommandLine(argv, commands, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    watched: false,
    signal,
  });
  await new Promise((resolve) => setImmediate(resolve));
  return { exitCode, ...output };
}
