import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, UserError } from '../src/core/errors.ts';
import { cache } from './paths.ts';
import { npm, run } from './processes.ts';

/** code-server is VS Code's own workbench and extension host behind a web page; 4.139.1 is VS Code 1.139.1. */
const version = '4.139.1';

/** Packages inside it that are big and that neither the tests nor a look at a sample need. */
const unneeded = ['@github', '@microsoft/mxc-sdk', '@vscode/sqlite3', '@devcontainers', 'ssh2', 'cpu-features'];

/**
 * The entry file of the local VS Code server, installed from npm into the cache on the first call (about half a minute,
 * 270 MB); a broken installation leaves nothing behind.
 * @throws UserError if it cannot be fetched.
 */
export async function installVscodeServer(tell: (line: string) => void): Promise<string> {
  const installed = path.join(cache, `vscode-server-${version}`);
  const entry = 'node_modules/code-server/out/node/entry.js';
  if (existsSync(path.join(installed, entry))) return path.join(installed, entry);
  tell(`Installing the VS Code server ${version} from npm into ${installed}; this is done once.`);
  await mkdir(cache, { recursive: true });
  const staging = await mkdtemp(path.join(cache, 'installing-'));
  try {
    await retried(() => install(staging, tell), tell);
    await rename(staging, installed).catch((error: unknown) => {
      // Another process was faster.
      if (!existsSync(path.join(installed, entry))) throw error;
    });
  } catch (error) {
    throw new UserError(
      `The VS Code server could not be installed from the npm registry; is this machine online?\n${errorMessage(error)}`,
    );
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return path.join(installed, entry);
}

/** Whether the server was built with what writes Output channels. */
export function hasOutputChannels(entry: string): boolean {
  const vscode = path.resolve(path.dirname(entry), '../../lib/vscode');
  return existsSync(path.join(vscode, 'node_modules/@vscode/spdlog/build/Release/spdlog.node'));
}

async function retried(attempt: () => Promise<void>, tell: (line: string) => void): Promise<void> {
  for (let left = 2; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      tell(`${errorMessage(error).split('\n')[0]}; trying again`);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

async function install(folder: string, tell: (line: string) => void): Promise<void> {
  // Its own install scripts build what is not needed here and fail without Kerberos' headers.
  const quiet = [
    ...['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
    ...['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
  ];
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npm(['install', ...quiet, `code-server@${version}`], { cwd: folder });
  const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
  await npm(['install', ...quiet, '--omit=dev'], { cwd: vscode });
  await buildNative(vscode, tell);
  for (const name of unneeded) await rm(path.join(vscode, 'node_modules', name), { recursive: true, force: true });
  await keepThisPlatform(path.join(vscode, 'node_modules/@vscode/ripgrep-universal/bin'));
  await keepThisPlatform(path.join(vscode, 'node_modules/node-pty/prebuilds'));
}

/**
 * Builds the module that writes the logs of Output channels, and the one that ends the server's children with it. They
 * speak Node-API, so the headers of any Node do; without compiler or headers the server runs, its Output stays empty.
 */
async function buildNative(vscode: string, tell: (line: string) => void): Promise<void> {
  try {
    const headers = await nodeHeaders(vscode);
    const env = { ...process.env, npm_config_nodedir: headers, JOBS: '2' };
    await npm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { cwd: vscode, env });
  } catch (error) {
    tell(`The VS Code server runs without Output channels: ${errorMessage(error).split('\n')[0]}`);
  }
}

/** A folder with `include/node/node_api.h`: that of a Node on the PATH. */
async function nodeHeaders(cwd: string): Promise<string> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).map((bin) => path.resolve(cwd, bin, '..'));
  const found = folders.find((folder) => existsSync(path.join(folder, 'include/node/node_api.h')));
  if (found === undefined) throw new UserError('no headers of Node.js were found beside a node on the PATH');
  await run('c++', ['--version'], { cwd });
  await run('python3', ['--version'], { cwd });
  return found;
}

async function keepThisPlatform(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of await readdir(folder)) {
    if (!name.endsWith(`${process.platform}-${process.arch}`)) await rm(path.join(folder, name), { recursive: true });
  }
}
