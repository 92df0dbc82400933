import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { installExtension, startVscode } from '../../scripts/vscode-run.ts';
import type { Host } from './setup.ts';

/** A VS Code server with a profile, models and runs of its own. */
export interface OwnServer {
  /** What `Workbench.open` needs. */
  readonly host: Pick<Host, 'url' | 'folder' | 'chromium'>;
  /** `GERBERA_HOME` of everything in it. */
  readonly home: string;
  /** The command line's program, as it was installed. */
  readonly cli: string;
  /** Ends the server and all its children; runs that are to go on do. */
  stop(): Promise<void>;
}

/** Starts a server in a folder of its own below the host's. */
export async function startOwnServer(host: Host, name: string): Promise<OwnServer> {
  const folder = path.join(host.folder, name);
  const home = path.join(folder, 'home');
  await mkdir(home, { recursive: true });
  const options = {
    ...{ entry: host.entry, folder: path.join(folder, 'profile'), patience: 3 },
    env: { GERBERA_HOME: home },
  };
  await installExtension(host.vsix, options);
  const { url, stop } = await startVscode(options);
  const extensions = path.join(options.folder, 'extensions');
  const installed = (await readdir(extensions)).find((each) => each.startsWith('gerbera-bio.gerbera'));
  const cli = path.join(extensions, installed ?? '', 'dist/cli.mjs');
  return { host: { url, folder, chromium: host.chromium }, home, cli, stop };
}
