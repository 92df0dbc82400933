import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import type { Limits } from './limits.ts';

/** A file that may be a paper, as it lies on the disk. */
export interface PaperFile {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  /** When it was changed last (ms since 1970). */
  readonly modified: number;
}

/** A folder to look through. */
export interface PaperFolder {
  /** Absolute. */
  readonly path: string;
  /** Whether a file or folder, by its absolute path, is left out. */
  readonly isExcluded: (path: string) => boolean;
}

/** What was found, and whether limits left something out. */
export interface FoundPapers<Folder extends PaperFolder> {
  readonly papers: readonly (PaperFile & { readonly folder: Folder })[];
  readonly limited: boolean;
}

const forms = /\.(?:md|markdown|txt)$/i;

/** Whether a file's name is that of Markdown or of a text. */
export function hasPaperName(file: string): boolean {
  return forms.test(file) && !path.basename(file).startsWith('.');
}

/**
 * Files in folders and in the folders below, those nearer to the top first; in a folder by name. Links are not followed, so
 * that nothing outside is read and nothing twice; hidden files and folders, and `node_modules`, are passed over. What cannot be
 * looked at is as if it were not there.
 */
export async function findPapers<Folder extends PaperFolder>(
  folders: readonly Folder[],
  limits: Limits,
  stale: () => boolean,
): Promise<FoundPapers<Folder>> {
  const papers: (PaperFile & { readonly folder: Folder })[] = [];
  const seen = new Set(folders.map((folder) => folder.path));
  let limited = false;
  let entries = 0;
  let bytes = 0;

  for (const folder of folders) {
    let level: readonly string[] = [folder.path];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > limits.depth) {
        limited = true;
        break;
      }
      const below: string[] = [];
      for (const place of level) {
        if (stale() || limited) return { papers, limited };
        const listed = await list(place, limits.entries - entries);
        entries += listed.length;
        limited ||= entries >= limits.entries;
        for (const { name, kind } of listed) {
          const inside = path.join(place, name);
          if (kind === 'folder') {
            // A folder of the workspace inside another one has settings of its own.
            if (!seen.has(inside) && !folder.isExcluded(inside)) below.push(inside);
            continue;
          }
          const file = hasPaperName(name) && !folder.isExcluded(inside) ? await statusOf(inside) : undefined;
          if (!file || file.size === 0 || file.size > limits.bytes) continue;
          if (papers.length === limits.files || bytes + file.size > limits.allBytes) return { papers, limited: true };
          bytes += file.size;
          papers.push({ ...file, folder });
        }
      }
      level = below;
    }
  }
  return { papers, limited };
}

/** How a plain file lies on the disk; undefined if there is none of that name. */
export async function statusOf(file: string): Promise<PaperFile | undefined> {
  const found = await lstat(file).catch(() => undefined);
  return found?.isFile() ? { path: file, size: found.size, modified: found.mtimeMs } : undefined;
}

/** The plain files and the folders in a folder, so many of them, by name. */
async function list(
  folder: string,
  most: number,
): Promise<{ readonly name: string; readonly kind: 'file' | 'folder' }[]> {
  const listed: { readonly name: string; readonly kind: 'file' | 'folder' }[] = [];
  try {
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      const { name } = entry;
      if (name.startsWith('.') || name === 'node_modules') continue;
      if (entry.isFile()) listed.push({ name, kind: 'file' });
      else if (entry.isDirectory()) listed.push({ name, kind: 'folder' });
      if (listed.length >= most) break;
    }
  } catch {
    // It is gone, or not ours to look into.
  }
  return listed.sort((a, b) => (a.name < b.name ? -1 : 1));
}
