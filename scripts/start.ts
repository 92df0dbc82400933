// Opens the sample papers with the extension: `npm start [-- --port N]`; in the desktop VS Code where there is one.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessage, UserError } from '../src/core/errors.ts';
import { dataFolder } from '../src/library/folders.ts';
import { cache, root } from './paths.ts';
import { run } from './processes.ts';
import { thisTarget } from './targets.ts';
import { installVscodeServer } from './vscode-install.ts';
import { installExtension, startVscode, workbenchAddress } from './vscode-run.ts';
import { packageExtension } from './vsix.ts';

const samples = path.join(root, 'samples');
const first = path.join(samples, 'imatinib-resistance.md');
const tell = (line: string) => process.stdout.write(`${line}\n`);

try {
  const { values } = parseArgs({ options: { port: { type: 'string' } } });
  const port = values.port === undefined ? undefined : parsePort(values.port);
  tell('Building the extension …');
  const vsix = await packageExtension(thisTarget());
  if (port === undefined && hasDesktop()) await openDesktop(vsix);
  else await serve(vsix, port);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}

/** Whether the desktop VS Code can be opened here. A port asks for the server in any case. */
function hasDesktop(): boolean {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false;
  const [program, ...args] = code('--version');
  return spawnSync(program, args).status === 0;
}

async function openDesktop(vsix: string): Promise<void> {
  for (const [program, ...args] of [code('--install-extension', vsix, '--force'), code(samples, '--goto', first)]) {
    await run(program, args, { cwd: root });
  }
  tell('The sample papers are open in VS Code.');
}

/** The command line of the desktop VS Code, whose program is a batch file on Windows. */
function code(...args: readonly string[]): readonly [string, ...string[]] {
  return process.platform === 'win32' ? ['cmd', '/c', 'code', ...args] : ['code', ...args];
}

/** Runs the local VS Code server until it is told to stop. */
async function serve(vsix: string, port: number | undefined): Promise<void> {
  const entry = await installVscodeServer(tell);
  const options = {
    entry,
    folder: path.join(cache, 'profile'),
    ...(port === undefined ? {} : { port }),
    // The server has a home of its own; the user's models are the user's.
    env: { GERBERA_HOME: dataFolder() },
  };
  await installExtension(vsix, options);
  const server = await startVscode(options);
  tell(`\nOpen ${workbenchAddress(server.url, samples, first)}\nCtrl-C ends VS Code.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  await server.stop();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) throw new UserError(`"${text}" is not a port`);
  return port;
}
