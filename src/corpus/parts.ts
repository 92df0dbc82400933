import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { type Split, splits } from './corpus.ts';
import { folderForm, formByName, formOf, isFolder, namesIn } from './detect.ts';
import type { CorpusForm, FormName } from './forms/form.ts';
import { forms } from './forms/forms.ts';

/** A part of a corpus, or all of it: a file, or the folder of a folder form. */
export interface CorpusFile {
  /** Absent where a file or folder alone is the corpus. */
  readonly split?: Split;
  readonly place: string;
  readonly form: CorpusForm;
}

/** The parts that a corpus has on disk. */
export interface CorpusParts {
  /** The folder's name, or the file's without its endings. */
  readonly name: string;
  /** The folder that its parts lie in. */
  readonly folder: string;
  /** In the order train, devel, test, or one without a split. */
  readonly parts: readonly CorpusFile[];
}

/** What parts are called. */
const splitNames: ReadonlyMap<string, Split> = new Map<string, Split>([
  ['train', 'train'],
  ['training', 'train'],
  ['devel', 'devel'],
  ['dev', 'devel'],
  ['develop', 'devel'],
  ['development', 'devel'],
  ['valid', 'devel'],
  ['validation', 'devel'],
  ['test', 'test'],
  ['testing', 'test'],
]);

const names = [...splitNames.keys()].toSorted((a, b) => b.length - a.length).join('|');
const nameAtStart = new RegExp(`^(?:${names})(?![a-z])`, 'i');
const nameInside = new RegExp(`(${names})(?:[-_ ]?set)?`, 'gi');

/**
 * The parts of a corpus: a file, a folder of a folder form, or a folder with a file (or a folder of a folder form) for
 * each part that there is, named `train`, `devel` (`dev`, `valid`, …) or `test`, with an ending that a form has, or .gz
 * after it. Where no file is named so, names that hold one of these words are taken (`NCBItrainset_corpus.txt`). A file of
 * train and devel together (`traindev`) is the train part where there is neither. Other files are passed over.
 * @param name the form that its parts are said to be of; names with its endings come before others then.
 * @throws UserError naming the place if it does not exist, is of no form that is known, or has two files for one part.
 */
export async function corpusParts(place: string, name?: FormName): Promise<CorpusParts> {
  const whole = path.resolve(place);
  if (!(await isFolder(place))) {
    const form = await formOf(place, name);
    return { name: bareName(path.basename(whole)), folder: path.dirname(place), parts: [{ place, form }] };
  }
  const form = await folderForm(place);
  if (form && (name === undefined || form.name === name)) {
    return { name: path.basename(whole), folder: place, parts: [{ place, form }] };
  }
  const found = await partPlaces(place, name);
  const parts: CorpusFile[] = [];
  for (const split of splits) {
    const part = found.get(split);
    if (part !== undefined) parts.push({ split, place: part, form: await formOf(part, name) });
  }
  if (parts.length === 0) throw noCorpus(place, name);
  return { name: path.basename(whole), folder: place, parts };
}

/** A name in a corpus's folder that may be one of a part, without its endings. */
interface Candidate {
  readonly name: string;
  readonly stem: string;
}

/** Where the parts of a folder lie. */
async function partPlaces(folder: string, form: FormName | undefined): Promise<ReadonlyMap<Split, string>> {
  const all: Candidate[] = [];
  for (const name of await namesIn(folder)) {
    const candidate = await candidateOf(folder, name, form);
    if (candidate) all.push(candidate);
  }
  const fitting = all.filter(({ name }) => form !== undefined && hasEndingOf(name, form));
  const candidates = fitting.length > 0 ? fitting : all;
  const strict = assign(folder, candidates, (stem) => splitNames.get(stem.toLowerCase()));
  const found = strict.size > 0 ? strict : assign(folder, candidates, splitIn);
  if (found.has('train') || found.has('devel')) return found;
  return new Map([...found, ...assign(folder, candidates, (stem) => (isTrainAndDevel(stem) ? 'train' : undefined))]);
}

async function candidateOf(folder: string, name: string, form: FormName | undefined): Promise<Candidate | undefined> {
  const [word] = splitsIn(name);
  if (word === undefined) return undefined;
  const place = path.join(folder, name);
  if (await isFolder(place).catch(() => false)) {
    const found = await folderForm(place);
    return found && (form === undefined || found.name === form) ? { name, stem: name } : undefined;
  }
  if (!formByName(name) && !/\.(?:json|xml)(?:\.gz)?$/i.test(name)) return undefined;
  return { name, stem: bareName(name) };
}

function hasEndingOf(name: string, form: FormName): boolean {
  const bare = name.toLowerCase().replace(/\.gz$/, '');
  return forms.some(
    (each) => each.name === form && each.kind === 'file' && each.endings.some((ending) => bare.endsWith(`.${ending}`)),
  );
}

function assign(
  folder: string,
  candidates: readonly Candidate[],
  splitOf: (stem: string) => Split | undefined,
): ReadonlyMap<Split, string> {
  const found = new Map<Split, string>();
  for (const { name, stem } of candidates) {
    const split = splitOf(stem);
    if (split === undefined) continue;
    const other = found.get(split);
    if (other !== undefined) {
      throw new UserError(`${folder}: ${path.basename(other)} and ${name} are both its ${split} part; leave one there`);
    }
    found.set(split, path.join(folder, name));
  }
  return found;
}

/** The split that a name names, if it names just one. */
function splitIn(stem: string): Split | undefined {
  const found = splitsIn(stem);
  return found.length === 1 ? found[0] : undefined;
}

function isTrainAndDevel(stem: string): boolean {
  return splitsIn(stem).toSorted().join() === 'devel,train';
}

/** The splits that a name names, each once: `traindev` names two, `NCBItrainset_corpus` one, `contest` none. */
function splitsIn(stem: string): readonly Split[] {
  const found = new Set<Split>();
  let last = 0;
  for (const { 0: match, 1: word = '', index } of stem.matchAll(nameInside)) {
    const end = index + match.length;
    const starts = index === last || !isLetter(stem[index - 1]) || isUpper(stem[index]) !== isUpper(stem[index - 1]);
    const follows = stem.slice(end);
    const ends = !isLetter(follows[0]) || (isUpper(follows[0]) && !isUpper(stem[end - 1])) || nameAtStart.test(follows);
    const split = splitNames.get(word.toLowerCase());
    if (!starts || !ends || split === undefined) continue;
    found.add(split);
    last = end;
  }
  return [...found];
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{L}/u.test(character);
}

function isUpper(character: string | undefined): boolean {
  return character !== undefined && /\p{Lu}/u.test(character);
}

/** A file's name without the ending of its form and `.gz`. */
function bareName(name: string): string {
  const bare = name.replace(/\.gz$/i, '');
  const form = formByName(name);
  const ending = form?.endings
    .filter((each) => bare.toLowerCase().endsWith(`.${each}`))
    .toSorted((a, b) => b.length - a.length)[0];
  return ending === undefined ? path.parse(bare).name : bare.slice(0, -ending.length - 1);
}

function noCorpus(folder: string, form: FormName | undefined): UserError {
  const endings = forms
    .filter((each) => form === undefined || each.name === form)
    .flatMap((each) => (each.kind === 'file' ? each.endings.map((ending) => `.${ending}`) : []));
  const expected = [
    ...(endings.length > 0
      ? [
          `files named train, devel (dev, valid, validation) or test with the ending ${[...new Set(endings)].join(', ')}, or .gz after it`,
        ]
      : []),
    ...(form === undefined || form === 'brat' ? ["texts (.txt) with brat's annotations (.ann) beside them"] : []),
  ];
  return new UserError(`${folder}: no corpus in it: expected ${expected.join('; or ')}`);
}
