import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Chromium, findChromium } from '../../scripts/chromium.ts';
import { thisTarget } from '../../scripts/targets.ts';
import { installVscodeServer } from '../../scripts/vscode-install.ts';
import { installExtension, startVscode } from '../../scripts/vscode-run.ts';
import { packageExtension } from '../../scripts/vsix.ts';

/** What the tests of this folder share: one VS Code server with the packaged extension installed. */
export interface Host {
  readonly url: string;
  readonly pid: number;
  /** The server's entry file, for tests that start one of their own. */
  readonly entry: string;
  /** Holds the server's profile in `profile`, the user's models in `library`, and workspaces. */
  readonly folder: string;
  readonly vsix: string;
  readonly chromium: Chromium;
}

declare module 'vitest' {
  export interface ProvidedContext {
    host: Host;
  }
}

/** Packages the extension, fetches VS Code and Chromium where they are missing, and starts VS Code. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const tell = (line: string) => process.stdout.write(`${line}\n`);
  const chromium = await findChromium();
  const entry = await installVscodeServer(tell);
  const vsix = await packageExtension(thisTarget());
  const folder = await mkdtemp(path.join(tmpdir(), 'gerbera-e2e-'));
  const options = {
    entry,
    folder: path.join(folder, 'profile'),
    env: { GERBERA_HOME: path.join(folder, 'library') },
    patience: 3,
  };
  await installExtension(vsix, options);
  const server = await startVscode(options);
  project.provide('host', { url: server.url, pid: server.pid, entry, folder, vsix, chromium });
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
