import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the command line and the extension keep a user's models: `GERBERA_HOME` if it is set, else the platform's folder
 * for application data (XDG base directories on Linux).
 */
export function dataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.GERBERA_HOME) return path.resolve(env.GERBERA_HOME);
  if (platform === 'win32') return path.join(env.LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'gerbera');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'gerbera');
  // The XDG specification: a relative path is to be ignored.
  const data = env.XDG_DATA_HOME && path.isAbsolute(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : undefined;
  return path.join(data ?? path.join(home, '.local', 'share'), 'gerbera');
}

/** The folder of imported models, one folder each; it may not exist yet. */
export function modelsFolder(data: string = dataFolder()): string {
  return path.join(data, 'models');
}

/** The folder of the store of terminologies; it may not exist yet. */
export function conceptsFolder(data: string = dataFolder()): string {
  return path.join(data, 'concepts');
}

/** The folder of what models found in papers of workspaces: a cache; it may not exist yet. */
export function readingsFolder(data: string = dataFolder()): string {
  return path.join(data, 'readings');
}

/** The folder that knows the runs of training, one folder each; it may not exist yet. */
export function runsFolder(data: string = dataFolder()): string {
  return path.join(data, 'runs');
}

/** The folder of what was measured of corpora (`gerbera transfer`): a cache; it may not exist yet. */
export function transferFolder(data: string = dataFolder()): string {
  return path.join(data, 'transfer');
}

/** The product's own folder, from the bundles in `dist` as from the source tree: the one that holds `package.json`. */
export function productFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const above = ['..', '../..'].map((up) => path.resolve(here, up));
  const found = above.find((folder) => existsSync(path.join(folder, 'package.json')));
  if (found === undefined) throw new Error(`there is no package.json above ${here}; install the product anew`);
  return found;
}

/** The model that comes with the product. */
export function embeddedModel(): string {
  return path.join(productFolder(), 'models', 'default');
}

/** The encoder that comes with the product, for training to start from. */
export function embeddedBase(): string {
  return path.join(productFolder(), 'models', 'base');
}

/** What the gain of an auxiliary corpus is predicted by; it comes with the product (docs/transfer.md). */
export function gainTable(): string {
  return path.join(productFolder(), 'models', 'transfer', 'gain.json');
}

/** The terminology that comes with the product: what the sample papers mention, as TSV. */
export function embeddedTerminology(): string {
  return path.join(productFolder(), 'samples', 'terminology.tsv');
}

/** The product's version, as in its manifest. */
export function productVersion(): string {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(path.join(productFolder(), 'package.json'), 'utf8'),
  );
  return manifest.version;
}
