import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Settings } from '../../settings.ts';
import { isExcluded } from '../exclusion.ts';
import type { Log } from '../log.ts';
import { findPapers, type PaperFile, type PaperFolder, statusOf } from './find-papers.ts';
import { limits } from './limits.ts';

/** A folder of the workspace whose papers are read. */
export interface ReadFolder extends PaperFolder {
  readonly uri: string;
}

export type KnownFile = PaperFile & { readonly folder: ReadFolder };

/** Times in milliseconds: between two looks through the folders, at least; and for each ms that the last one took. */
const pause = { least: 500, factor: 10 } as const;

/** The files of the workspace that may be papers. */
export class PaperFiles {
  readonly #log: Log;
  #folders: readonly ReadFolder[] = [];
  #known = new Map<string, KnownFile>();
  #due = false;
  #next = 0;
  #limited = false;

  constructor(log: Log) {
    this.#log = log;
  }

  all(): Iterable<KnownFile> {
    return this.#known.values();
  }

  has(file: string): boolean {
    return this.#known.has(file);
  }

  /** Milliseconds until the folders are to be looked through; undefined if they need not be. */
  get due(): number | undefined {
    return this.#due ? Math.max(0, this.#next - performance.now()) : undefined;
  }

  /**
   * From now on these folders are read.
   * @param folders URIs of all of the workspace's; those that are not on a disk are passed over.
   */
  use(folders: readonly string[], settingsOf: (folder: string) => Settings): void {
    this.#folders = folders.flatMap((uri) => {
      const place = pathOf(uri);
      const settings = settingsOf(uri);
      if (place === undefined || !settings['concepts.link'] || !settings['concepts.readWorkspace']) return [];
      const { exclude } = settings;
      const excluded = (file: string) => isExcluded(pathToFileURL(file).href, folders, exclude);
      return [{ uri, path: path.resolve(place), isExcluded: exclude.length > 0 ? excluded : () => false }];
    });
    const read = new Map(this.#folders.map((folder) => [folder.uri, folder]));
    const kept = [...this.#known.values()].flatMap((file) => {
      const folder = read.get(file.folder.uri);
      return folder && !folder.isExcluded(file.path) ? [{ ...file, folder }] : [];
    });
    this.#known = new Map(kept.map((file) => [file.path, file]));
    this.rescan();
  }

  rescan(): void {
    this.#due = this.#folders.length > 0;
  }

  /** Looks through the folders. */
  async scan(stale: () => boolean): Promise<void> {
    this.#due = false;
    const folders = this.#folders;
    const began = performance.now();
    const { papers, limited } = await findPapers(folders, limits, () => stale() || folders !== this.#folders);
    if (stale() || folders !== this.#folders) {
      this.rescan();
      return;
    }
    const time = performance.now() - began;
    this.#next = performance.now() + Math.max(pause.least, pause.factor * time);
    this.#known = new Map(papers.map((file) => [file.path, file]));
    if (limited && !this.#limited) {
      this.#log.warn(`the workspace has more papers than are read: the first ${papers.length} are`);
    }
    this.#limited = limited;
  }

  /** Something happened to a file or folder. */
  async changed(file: string): Promise<void> {
    const status = await statusOf(file);
    const known = this.#known.get(file);
    if (known && status && status.size > 0 && status.size <= limits.bytes) {
      this.#known.set(file, { ...known, ...status });
      return;
    }
    for (const other of this.#known.keys()) {
      if (other === file || other.startsWith(`${file}${path.sep}`)) this.#known.delete(other);
    }
    // A new one may be found, or there may be room for another.
    if ((status && !known) || this.#limited) this.rescan();
  }
}

/** The path of a URI, absolute; undefined if it is not on a disk. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
