import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A source file and what it imports, paths relative to the repository root. */
export interface SourceFile {
  readonly file: string;
  /** Repository files. */
  readonly files: readonly string[];
  /** Package names and `node:` modules. */
  readonly packages: readonly string[];
}

const specifier = /(?:\bfrom\s*|\bimport\s*\(\s*|\brequire\s*\(\s*|^\s*import\s+)['"]([^'"]+)['"]/gm;

/** Every TypeScript file below the folders, with its imports, type imports included. */
export function readImports(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => {
        const file = path.posix.join(folder, name.split(path.sep).join('/'));
        const found = [...readFileSync(path.join(root, file), 'utf8').matchAll(specifier)].map(
          (match) => match[1] ?? '',
        );
        return {
          file,
          files: found
            .filter((name) => name.startsWith('.'))
            .map((name) => path.posix.join(path.posix.dirname(file), name)),
          packages: found.filter((name) => !name.startsWith('.')),
        };
      }),
  );
}

/** The folder under `src` that a file belongs to, or the file's own name where it stands in `src` itself. */
export function folderOf(file: string): string {
  const [top = '', folder = '', ...rest] = file.split('/');
  return top === 'src' ? (rest.length > 0 ? folder : folder.replace(/\.ts$/, '')) : top;
}
