import { readdir, stat } from 'node:fs/promises';
import { errorMessage, UserError } from '../core/errors.ts';
import { quoted } from '../core/quote.ts';
import { headOf } from '../files/head.ts';
import type { CorpusForm, FileForm, FormName } from './forms/form.ts';
import { forms } from './forms/forms.ts';

/**
 * The form of a corpus's file or folder: of a folder the folder form that its files are of; of a file the first one, in
 * the order of the table, that its beginning is of, and where it is of none, the one that its name says.
 * @param place a file, or the folder of a folder form.
 * @param name the form that it is said to be of; then nothing is looked at but whether it is a file or a folder.
 * @throws UserError naming the place if it is absent or of no form that is known, or not of the kind that its form is.
 */
export async function formOf(place: string, name?: FormName): Promise<CorpusForm> {
  const folder = await isFolder(place);
  if (name !== undefined) return namedForm(place, name, folder);
  const found = folder ? await folderForm(place) : await fileForm(place);
  if (found) return found;
  if (folder) throw new UserError(`${place}: a folder of no form that is known; ${knownForms('folder')}`);
  throw new UserError(`${place}: neither its content nor its name says what form it is of; ${knownForms('file')}`);
}

/** The folder form that a folder is of, if it is of one. */
export async function folderForm(folder: string): Promise<CorpusForm | undefined> {
  const names = await namesIn(folder);
  return forms.find((form) => form.kind === 'folder' && form.matches(names));
}

/**
 * The names in a folder, sorted.
 * @throws UserError naming the folder if it cannot be read.
 */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (thrown) {
    throw unreadable(folder, thrown);
  }
}

/**
 * Whether a place is a folder.
 * @param expected what is said not to be there if it does not exist.
 * @throws UserError naming it if it does not exist.
 */
export async function isFolder(place: string, expected = 'file or folder'): Promise<boolean> {
  const status = await stat(place).catch((thrown: unknown) => {
    throw unreadable(place, thrown, expected);
  });
  return status.isDirectory();
}

/** The file form whose ending a name has, the longest such, in whatever case, with or without `.gz` behind it. */
export function formByName(name: string): FileForm | undefined {
  const bare = name.toLowerCase().replace(/\.gz$/, '');
  const fitting = forms.flatMap((form) =>
    form.kind === 'file'
      ? form.endings.filter((ending) => bare.endsWith(`.${ending}`)).map((ending) => ({ form, ending }))
      : [],
  );
  return fitting.toSorted((a, b) => b.ending.length - a.ending.length)[0]?.form;
}

async function fileForm(file: string): Promise<CorpusForm | undefined> {
  const head = await headOf(file);
  const byContent = head.trim() === '' ? undefined : forms.find((form) => form.kind === 'file' && form.matches(head));
  return byContent ?? formByName(file);
}

function namedForm(place: string, name: FormName, folder: boolean): CorpusForm {
  const form = forms.find((each) => each.name === name);
  if (!form) throw new UserError(`there is no form ${quoted(name)}; ${knownForms()}`);
  if (folder === (form.kind === 'folder')) return form;
  throw new UserError(
    `${place}: ${form.title} is ${form.kind === 'folder' ? 'a folder' : 'one file'}, and this is ${folder ? 'a folder' : 'a file'}`,
  );
}

function knownForms(kind?: CorpusForm['kind']): string {
  const names = forms.filter((form) => kind === undefined || form.kind === kind).map(({ name }) => name);
  return `known forms${kind === undefined ? '' : ` of a ${kind}`}: ${names.join(', ')}`;
}

function unreadable(place: string, thrown: unknown, expected = 'folder'): UserError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ENOENT') return new UserError(`${place}: no such ${expected}`);
  if (code === 'ENOTDIR') return new UserError(`${place}: not a folder`);
  return new UserError(`${place}: cannot be read: ${errorMessage(thrown)}`);
}
