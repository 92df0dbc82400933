import { fileURLToPath } from 'node:url';
import { LRUCache } from 'lru-cache';
import { Minimatch } from 'minimatch';

/**
 * What a glob may be. A workspace that is not trusted sets them too: matching must end, and a `*` that may end in many places
 * is tried at each of them for each `*` that follows in the same name.
 */
const most = { characters: 1000, alternatives: 200, wildcards: 4 } as const;

/** Compiled globs; undefined for one that is not fit. */
const compiled = new LRUCache<string, { readonly matchers: readonly Minimatch[] | undefined }>({ max: 500 });

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
  return globs.some((glob) => compile(glob)?.some((matcher) => [file, ...inside].some((path) => matcher.match(path))));
}

/** What is wrong with a glob of `gerbera.exclude`, in words for the user; undefined if it can be used. */
export function globProblem(glob: string): string | undefined {
  if (compile(glob)) return undefined;
  const start = glob.length > 60 ? `${glob.slice(0, 60)}…` : glob;
  const { characters, alternatives, wildcards } = most;
  return `The glob ${JSON.stringify(start)} of gerbera.exclude is not used: it has more than ${characters} characters, ${alternatives} alternatives in braces, or ${wildcards} asterisks in one name.`;
}

/** The glob for a document, and for what is in a folder of its name. */
function compile(glob: string): readonly Minimatch[] | undefined {
  const known = compiled.get(glob);
  if (known) return known.matchers;
  const matchers = glob.length > most.characters ? undefined : matchersOf(glob);
  compiled.set(glob, { matchers });
  return matchers;
}

function matchersOf(glob: string): readonly Minimatch[] | undefined {
  const pattern = slashed(glob.trim()).replace(/^\.\//, '').replace(/\/$/, '');
  if (pattern === '') return [];
  const anywhere = pattern.includes('/') ? pattern : `**/${pattern}`;
  const options = { dot: true, nocomment: true, nonegate: true, noext: true, braceExpandMax: most.alternatives + 1 };
  const matchers = [anywhere, `${anywhere}/**`].map((each) => new Minimatch(each, options));
  const fit = matchers.every(
    ({ globSet }) =>
      globSet.length <= most.alternatives &&
      globSet.every((path) => path.split('/').every((name) => name.split('*').length - 1 <= most.wildcards)),
  );
  return fit ? matchers : undefined;
}
