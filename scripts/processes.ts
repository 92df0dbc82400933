import { spawn } from 'node:child_process';
import { UserError } from '../src/core/errors.ts';

export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** In milliseconds; the program is ended after it. Ten minutes if not given. */
  readonly timeout?: number;
}

/**
 * Runs a program to its end and gives what it wrote, output and errors together.
 * @throws UserError with the last lines of it if the program fails, cannot be started or takes too long.
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { cwd, env = process.env, timeout = 600_000 } = options;
  const child = spawn(program, args, { cwd, env, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    const failed = (why: string) => {
      const last = output.trimEnd().split('\n').slice(-20);
      reject(new UserError([`${[program, ...args].join(' ')}: ${why}`, ...last].join('\n')));
    };
    child.once('error', (error) => failed(error.message));
    child.once('close', (code, signal) => (code === 0 ? resolve(output) : failed(signal ?? `exit code ${code}`)));
  });
}

/** Runs npm, the one that runs this script if there is one. */
export function npm(args: readonly string[], options: RunOptions): Promise<string> {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? run(process.execPath, [cli, ...args], options) : run('npm', args, options);
}

/** Ends a process that was started detached, with all that it started; waits until it is gone. */
export async function endGroup(pid: number): Promise<void> {
  const send = (signal: NodeJS.Signals | 0) => {
    try {
      return process.kill(-pid, signal);
    } catch {
      return false; // Nothing of the group is left.
    }
  };
  send('SIGTERM');
  const patience = Date.now() + 3000;
  while (send(0)) {
    if (Date.now() > patience) send('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
