import { execFileSync, type StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { productFolder } from '../../library/folders.ts';

/** Set by `esbuild.mjs` where it bundles a checkout of git. */
declare const GERBERA_COMMIT: string | undefined;

/** The commit of the product's source, in full; undefined where it was not built from a checkout of git. */
export function productCommit(): string | undefined {
  if (typeof GERBERA_COMMIT === 'string') return GERBERA_COMMIT;
  const folder = productFolder();
  // Not that of a repository that the product merely lies in.
  if (!existsSync(path.join(folder, '.git'))) return undefined;
  try {
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8', stdio }).trim();
  } catch {
    return undefined;
  }
}
