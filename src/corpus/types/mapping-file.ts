import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';
import { parseJsonObject } from '../../core/json.ts';
import { quoted } from '../../core/quote.ts';
import { writeTextDurably } from '../../files/durable.ts';
import { decides, type TypeMapping } from './mapping.ts';
import { standardTypes } from './type-names.ts';

/**
 * The file that keeps a corpus's mapping, in its folder: a JSON object from each type to the name that it goes by, or to
 * null, '' or '-' if it is left out; `*` stands for every type that is not named.
 *
 *     { "GENE": "Gene", "Protein": "Gene", "Modifier": null }
 */
export const mappingFileName = 'mapping.json';

/** In bytes; a corpus has some tens of types. */
const largestFile = 2 ** 20;

/**
 * The mapping that a command line gives: `GENE=Gene,Protein=Gene`; `*=Disease` names all others; `Type=` and `Type=-` leave
 * a type out. A text that ends in `.json` and has no `=` is the name of a file of the form of `mapping.json`.
 * @throws UserError naming the pair, or file and key, that is wrong.
 */
export function parseMapping(text: string): TypeMapping {
  if (/\.json$/i.test(text.trim()) && !text.includes('=')) return readMapping(text.trim());
  const mapping = new Map<string, string>();
  for (const pair of text.split(',')) {
    if (pair.trim() === '') continue;
    const at = pair.indexOf('=');
    const type = pair.slice(0, Math.max(at, 0)).trim();
    if (type === '') {
      throw new UserError(`--map: ${quoted(pair)} is no pair; write TYPE=Name, TYPE=- to leave one out, or FILE.json`);
    }
    if (mapping.has(type)) throw new UserError(`--map: the type ${quoted(type)} is named twice; leave one`);
    mapping.set(type, checkedName(pair.slice(at + 1), '--map', type));
  }
  if (mapping.size === 0) throw new UserError('--map: no pair in it; write TYPE=Name,TYPE=Name or FILE.json');
  return Object.fromEntries(mapping);
}

/**
 * Reads a file of the form of `mapping.json`.
 * @throws UserError naming the file, and the key, that is wrong.
 */
export function readMapping(file: string): TypeMapping {
  const entries = Object.entries(parseJsonObject(readSmall(file), file));
  if (entries.length === 0) throw new UserError(`${file}: no type is named in it; write {"TYPE": "Name"}`);
  return Object.fromEntries(
    entries.map(([type, name]) => {
      if (type.trim() === '') throw new UserError(`${file}: there is a type without a name; write {"TYPE": "Name"}`);
      if (name !== null && typeof name !== 'string') {
        throw new UserError(`${file}: ${quoted(type)}: expected a name in quotes, or null to leave the type out`);
      }
      return [type, checkedName(name ?? '', file, type)];
    }),
  );
}

/**
 * The mapping that is kept with a corpus, in its folder or, if the corpus is a file, beside it; undefined if there is none.
 * @throws UserError naming the file, and the key, that is wrong.
 */
export function mappingOf(place: string): TypeMapping | undefined {
  const file = mappingFileOf(place);
  return statSync(file, { throwIfNoEntry: false }) ? readMapping(file) : undefined;
}

/** Where the mapping of a corpus is kept: in its folder or, if it is a file, beside it. */
export function mappingFileOf(place: string): string {
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return path.join(isFolder ? place : path.dirname(place), mappingFileName);
}

/**
 * Keeps a mapping with a corpus, whole or not at all, in place of one that was kept before.
 * @param folder the corpus's folder, or its file.
 * @returns the file that was written.
 * @throws UserError naming the file and what the system refuses.
 */
export function keepMapping(folder: string, mapping: TypeMapping): string {
  const file = mappingFileOf(folder);
  const written = Object.entries(mapping).map(([type, name]) => [type, name === '' ? null : name]);
  writeTextDurably(file, `${JSON.stringify(Object.fromEntries(written), undefined, 2)}\n`);
  return file;
}

/** What a type is called is asked here first, and there if it says nothing of it. */
export function layered(first: TypeMapping | undefined, then: TypeMapping | undefined): TypeMapping {
  if (!first) return then ?? {};
  return { ...Object.fromEntries(Object.entries(then ?? {}).filter(([type]) => !decides(first, type))), ...first };
}

/**
 * The names that the types of a corpus go by, one rule for every command: what the command line gives; for types that it
 * does not name, what is kept with the corpus; for all others the standard names (`standardTypes`). Types that are left
 * out are not in it.
 * @param place the corpus's folder or file.
 * @param types every type that the corpus has.
 * @throws UserError naming the file, and the key, that is wrong (`mappingOf`).
 */
export function decideMapping(place: string, types: readonly string[], given?: TypeMapping): TypeMapping {
  return standardTypes(types, layered(given, mappingOf(place)));
}

function checkedName(written: string, where: string, type: string): string {
  const name = written.trim();
  if (/\p{Cc}/u.test(name)) throw new UserError(`${where}: ${quoted(type)}: a name has no control characters`);
  return name === '-' ? '' : name;
}

function readSmall(file: string): string {
  try {
    const found = statSync(file);
    if (!found.isFile()) throw new UserError(`${file}: not a file`);
    if (found.size > largestFile) throw new UserError(`${file}: more than 1 MB; a mapping has a line for each type`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    if (thrown instanceof TypeError) throw new UserError(`${file}: not text in UTF-8`);
    const absent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw new UserError(absent ? `${file}: no such file` : `${file}: cannot be read: ${errorMessage(thrown)}`);
  }
}
