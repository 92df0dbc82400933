import path from 'node:path';

/** Endings of files that hold mentions and little else; `.gz` may follow each. */
const corpusEndings = ['conll', 'iob', 'iob2', 'bio', 'pubtator', 'bioc.xml', 'bioc.json', 'bioc', 'jsonl', 'parquet'];
/** Endings that are a corpus's where the name is that of a split. */
const otherEndings = ['txt', 'tsv', 'xml', 'json', 'ndjson', 'ann'];

const alternatives = (endings: readonly string[]) => endings.map((ending) => ending.replaceAll('.', '\\.')).join('|');
const ownName = new RegExp(`\\.(?:${alternatives(corpusEndings)})(?:\\.gz)?$`, 'i');
const anyName = new RegExp(`\\.(?:${alternatives([...corpusEndings, ...otherEndings])})(?:\\.gz)?$`, 'i');
const splitName =
  /(?:^|[^a-z])(?:train|training|dev|devel|develop|development|valid|validation|test|testing)(?:[^a-z]|set|$)/i;

/** What is looked for in a workspace. */
export const corpusGlob = `**/*.{${[...new Set([...corpusEndings, ...otherEndings].map((ending) => ending.split('.').at(-1)))].join(',')},gz}`;

/**
 * The corpora among the files of a workspace, as folders (with a file or folder for each split, or of brat's files) and
 * single files, in the order of their paths. Only names are looked at: what is no corpus after all is told when it is read.
 */
export function corporaAmong(files: readonly string[]): readonly string[] {
  const places = files.flatMap((file) => {
    const name = path.basename(file);
    const folder = path.dirname(file);
    if (!anyName.test(name)) return [];
    const bare = name.replace(anyName, '');
    if (/\.ann$/i.test(name)) return [splitName.test(path.basename(folder)) ? path.dirname(folder) : folder];
    if (splitName.test(bare)) return [folder];
    return ownName.test(name) ? [file] : [];
  });
  const found = [...new Set(places)];
  // A file beside the splits is part of their corpus.
  return found.filter((place) => !found.includes(path.dirname(place)) || !ownName.test(place)).sort();
}

/** Whether the name of a place is that of a single file of labelled text. */
export function isCorpusFile(place: string): boolean {
  return ownName.test(place);
}
