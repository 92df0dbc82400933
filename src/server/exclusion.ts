import { fileURLToPath } from 'node:url';
import { minimatch } from 'minimatch';

const slashed = (path: string) => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path);

/** The path of a document, with forward slashes; what a URI of another scheme has for a path. */
export function documentPath(uri: string): string {
  try {
    const url = new URL(uri);
    const name = url.protocol === 'file:' ? fileURLToPath(url) : decodeURIComponent(url.pathname);
    return slashed(name);
  } catch {
    return uri;
  }
}

/**
 * Whether a glob of `gerbera.exclude` names the document or a folder that it is in. A glob is matched with the path inside
 * the workspace folder and with the absolute path; one without a slash, with every name on the way.
 * @param folders URIs of the workspace's folders.
 */
export function isExcluded(uri: string, folders: readonly string[], globs: readonly string[]): boolean {
  if (globs.length === 0) return false;
  const file = documentPath(uri);
  const inside = folders
    .map((folder) => `${documentPath(folder).replace(/\/$/, '')}/`)
    .filter((folder) => file.startsWith(folder))
    .map((folder) => file.slice(folder.length));
  return globs.some((glob) => {
    const pattern = slashed(glob.trim()).replace(/^\.\//, '').replace(/\/$/, '');
    if (pattern === '') return false;
    const anywhere = pattern.includes('/') ? pattern : `**/${pattern}`;
    return [anywhere, `${anywhere}/**`].some((each) =>
      [file, ...inside].some((path) => minimatch(path, each, { dot: true, nocomment: true, nonegate: true })),
    );
  });
}
