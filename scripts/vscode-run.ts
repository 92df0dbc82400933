import { spawn } from 'node:child_process';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { UserError } from '../src/core/errors.ts';
import { endGroup, run } from './processes.ts';

export interface VscodeOptions {
  /** The entry file that `installVscodeServer` gives. */
  readonly entry: string;
  /** Holds profile, extensions and logs; all that the server writes. */
  readonly folder: string;
  /** A free one if not given. */
  readonly port?: number;
  /** Whether folders must be trusted before their settings count; they are all trusted if not given. */
  readonly askForTrust?: boolean;
  /** User settings of a new profile, besides those that keep the server quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /** How long a window that was closed or lost is waited for before its processes end, in seconds; a minute if not given. */
  readonly patience?: number;
}

export interface Vscode {
  readonly url: string;
  readonly pid: number;
  /** Ends the server and all its children. */
  stop(): Promise<void>;
}

/** Nothing that calls out of this machine, pops up or is not about the paper at hand. */
const quiet = {
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'typescript.validate.enable': false,
  'window.menuBarVisibility': 'compact',
  'window.autoDetectColorScheme': false,
  'workbench.colorTheme': 'Dark Modern',
};

/**
 * Starts a VS Code server on 127.0.0.1 with a profile of its own and waits until it answers.
 * @throws UserError naming its log if it ends or does not answer within 30 seconds.
 */
export async function startVscode(options: VscodeOptions): Promise<Vscode> {
  const { entry, folder, askForTrust = false, settings = {}, patience = 60 } = options;
  const port = await freePort(options.port);
  await writeProfile(folder, { ...quiet, ...settings });
  const log = path.join(folder, 'server.log');
  const output = await open(log, 'w');
  const child = spawn(
    process.execPath,
    [
      entry,
      ...profileArguments(folder),
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...(askForTrust ? [] : ['--disable-workspace-trust']),
      ...['--app-name', 'VS Code', '--reconnection-grace-time', String(patience)],
    ],
    { env: environment(options), stdio: ['ignore', output.fd, output.fd], detached: true },
  );
  const { pid } = child;
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  await output.close();
  if (pid === undefined) throw new UserError(`the VS Code server cannot be started: ${process.execPath} ${entry}`);

  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 30_000;
  while (!(await answers(`${url}/healthz`))) {
    if (ended || Date.now() > deadline) {
      await endGroup(pid);
      throw new UserError(`the VS Code server ${ended ? 'ended' : 'does not answer'}; its log is ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, pid, stop: () => endGroup(pid) };
}

/** Installs an extension into the profile in `options.folder`, in place of an older one. */
export async function installExtension(vsix: string, options: VscodeOptions): Promise<void> {
  await writeProfile(options.folder, { ...quiet, ...options.settings });
  await run(
    process.execPath,
    [options.entry, ...profileArguments(options.folder), '--install-extension', vsix, '--force'],
    {
      cwd: options.folder,
      env: environment(options),
      timeout: 120_000,
    },
  );
}

/** The address that opens a folder in the server, and a file of it. */
export function workbenchAddress(server: string, folder: string, file?: string): string {
  const address = new URL('/', server);
  address.searchParams.set('folder', folder);
  if (file !== undefined) {
    const remote = `vscode-remote://${address.host}${new URL(`file://${file}`).pathname}`;
    address.searchParams.set('payload', JSON.stringify([['openFile', remote]]));
  }
  return address.href;
}

function profileArguments(folder: string): string[] {
  return [
    ...['--config', path.join(folder, 'config.yaml')],
    ...['--user-data-dir', path.join(folder, 'user')],
    ...['--extensions-dir', path.join(folder, 'extensions')],
  ];
}

/** Settings that are there already are the user's and stay. */
async function writeProfile(folder: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(path.join(folder, 'user/User'), { recursive: true });
  await writeFile(path.join(folder, 'config.yaml'), 'auth: none\ncert: false\n');
  const file = path.join(folder, 'user/User/settings.json');
  if (await readFile(file).catch(() => undefined)) return;
  await writeFile(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}

/** A home of its own and no gallery: the server writes only into its folder and calls nobody. */
function environment({ folder, env }: VscodeOptions): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, VSCODE_IPC_HOOK_CLI: __, PORT: ___, PASSWORD: ____, ...own } = process.env;
  return { ...own, HOME: folder, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...env };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** @throws UserError if `wanted` is taken. */
function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(new UserError(`port ${wanted} cannot be used: ${error.message}`)));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
