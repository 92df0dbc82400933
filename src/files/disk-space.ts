import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * What a folder's files hold, in bytes; 0 where there is nothing.
 * @param links whether a link to a file counts as what it leads to; links to folders inside never do.
 */
export async function bytesIn(folder: string, { links }: { readonly links: boolean }): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return bytesIn(place, { links });
    // A file may go while it is looked at.
    const found = await (links ? stat(place) : lstat(place)).catch(() => undefined);
    return found?.isFile() ? found.size : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
