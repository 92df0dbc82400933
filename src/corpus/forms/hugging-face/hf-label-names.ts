import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, parseJson } from '../../../core/json.ts';

/** Files beside a data set that name its labels; those of tner, datasets and common scripts. */
const infoFiles = ['dataset_infos.json', 'dataset_info.json', 'features.json'];
const listFiles = ['labels', 'label', 'label_list', 'ner_tags_names', 'ner_labels'].flatMap((name) =>
  ['.json', '.txt', ''].map((ending) => name + ending),
);

/** In bytes; such files hold some dozens of names. */
const largestFile = 2 ** 22;

/**
 * The labels that the numbers of a data set stand for, as a file beside it, or in the folder above, names them: the
 * features in `dataset_infos.json`, `dataset_info.json`, `features.json` or the front matter of a README.md; a list or a
 * mapping to or from numbers in `labels.json`, `label.json`, `label_list.json`, `ner_tags_names.json`; lines in
 * `labels.txt` and the like. Undefined if there is none.
 * @param column the column of labels.
 * @throws UserError naming a file of these that is no JSON.
 */
export function labelNamesBeside(file: string, column: string): readonly string[] | undefined {
  const folder = path.dirname(file);
  for (const place of [folder, path.dirname(path.resolve(folder))]) {
    const names =
      firstOf(infoFiles, place, (text, from) => namesInFeatures(parseJson(text, from), column)) ??
      firstOf(['README.md'], place, (text) => namesInCard(text, column)) ??
      firstOf(listFiles, place, (text, from) =>
        from.endsWith('.json') ? namesInList(parseJson(text, from)) : namesInLines(text),
      );
    if (names) return names;
  }
  return undefined;
}

/**
 * The names of a column of class labels in a description of features (`datasets.Features`), wherever in it that stands:
 * `{"ner_tags": {"feature": {"names": […], "_type": "ClassLabel"}, "_type": "Sequence"}}`.
 */
export function namesInFeatures(value: unknown, column: string, depth = 0): readonly string[] | undefined {
  if (!isJsonObject(value) || depth > 10) return undefined;
  const own = value[column];
  const names = own === undefined ? undefined : namesBelow(own);
  if (names) return names;
  for (const member of Object.values(value)) {
    const found = namesInFeatures(member, column, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function namesBelow(value: unknown, depth = 0): readonly string[] | undefined {
  if (Array.isArray(value) && value.length === 1) return namesBelow(value[0], depth + 1);
  if (!isJsonObject(value) || depth > 10) return undefined;
  const own = value.names === undefined ? undefined : namesInList(value.names);
  if (own) return own;
  for (const member of Object.values(value)) {
    const found = namesBelow(member, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** `["O", "B-X"]`, `{"0": "O", "1": "B-X"}` or `{"O": 0, "B-X": 1}`. */
function namesInList(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return whole(value);
  if (!isJsonObject(value)) return undefined;
  const entries = Object.entries(value);
  const names: unknown[] = [];
  for (const [key, member] of entries) {
    const [number, name] = typeof member === 'number' ? [member, key] : [Number(key), member];
    if (!(Number.isInteger(number) && number >= 0 && number < entries.length)) return undefined;
    names[number] = name;
  }
  return whole(names);
}

function whole(values: readonly unknown[]): readonly string[] | undefined {
  const names = Array.from(values).filter((value) => typeof value === 'string');
  return names.length > 0 && names.length === values.length ? names : undefined;
}

function namesInLines(text: string): readonly string[] | undefined {
  const names = text.split(/\r?\n/).map((line) => line.trim());
  return whole(names.filter((name) => name !== ''));
}

/**
 * The names in the front matter of a data set's card: below `- name: ner_tags` a line `names:` and then lines such as
 * `'0': O` or `- O`, as the Hub writes them.
 */
function namesInCard(text: string, column: string): readonly string[] | undefined {
  const [, front] = /^\ufeff?---\r?\n(.*?)\r?\n---/s.exec(text) ?? [];
  const lines = (front ?? '').split(/\r?\n/);
  const from = lines.findIndex((line) => scalar(/^\s*-\s+name:\s*(.+)$/.exec(line)?.[1]) === column);
  if (from < 0) return undefined;
  const rest = lines.slice(from + 1);
  const end = rest.findIndex((line) => /^\s*-\s+name:/.test(line));
  const own = end < 0 ? rest : rest.slice(0, end);
  const start = own.findIndex((line) => /^\s*names:\s*$/.test(line));
  if (start < 0) return undefined;
  const names: string[] = [];
  for (const line of own.slice(start + 1)) {
    const [, number, name, listed] = /^\s*(?:['"]?(\d+)['"]?:\s*(.+)|-\s+(.+))$/.exec(line) ?? [];
    const value = scalar(name ?? listed);
    if (value === undefined || (number !== undefined && Number(number) !== names.length)) break;
    names.push(value);
  }
  return whole(names);
}

function scalar(text: string | undefined): string | undefined {
  return text?.trim().replace(/^(['"])(.*)\1$/, '$2');
}

function firstOf(
  names: readonly string[],
  folder: string,
  read: (text: string, file: string) => readonly string[] | undefined,
): readonly string[] | undefined {
  for (const name of names) {
    const file = path.join(folder, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found?.isFile() || found.size > largestFile) continue;
    const list = read(readFileSync(file, 'utf8'), file);
    if (list) return list;
  }
  return undefined;
}
