import { statSync } from 'node:fs';
import path from 'node:path';
import type { CorpusForm, FormName } from '../../corpus/forms/form.ts';
import { forms } from '../../corpus/forms/forms.ts';
import { type Arguments, type OptionSpecs, UsageError } from '../arguments.ts';

/** What documents are written as: a form of corpora, a page to read, or entities line by line. */
export type Format = CorpusForm | 'html' | 'entities';

/** Where documents go: one file for all, or a folder with a file (or, of brat, two) for each; nowhere is standard output. */
export type Out = { readonly kind: 'file' | 'folder'; readonly place: string } | undefined;

const formNames: readonly FormName[] = forms.map(({ name }) => name);
const formats: readonly (FormName | 'html' | 'entities')[] = ['entities', ...formNames, 'html'];

export const formOptions: OptionSpecs = {
  format: { kind: 'value', placeholder: 'F', help: formats.join(' ') },
  out: {
    kind: 'value',
    placeholder: 'PLACE',
    help: 'a file for all, or a folder (DIR/) with a file for each document',
  },
  from: { kind: 'value', placeholder: 'FORM', help: 'read files of corpora of this form' },
};

/** What the command line asks for. */
export interface GivenForms {
  readonly format: Format;
  readonly out: Out;
  readonly from?: FormName;
}

/** @throws UsageError if a form is not known, or cannot be written where it is asked for. */
export function formsOf(given: Arguments): GivenForms {
  const name = given.choice('format', formats) ?? 'entities';
  const format = name === 'entities' || name === 'html' ? name : forms.find((form) => form.name === name);
  if (!format) throw new UsageError(`--format: there is no ${name}`);
  const place = given.value('out');
  if (place === '') throw new UsageError('--out names no place');
  const folder = isFolderForm(format);
  if (place === undefined && folder) throw new UsageError(`${name} is a folder of files; say where with --out DIR`);
  if (place === undefined && name === 'parquet') throw new UsageError('parquet is no text; say where with --out FILE');
  const from = given.choice('from', formNames);
  const out = outOf(place, folder);
  if (format === 'entities' && out?.kind === 'folder') {
    throw new UsageError('entities go into one file; --out names a folder');
  }
  if (out?.kind === 'file' && given.positionals.some((input) => path.resolve(input) === path.resolve(out.place))) {
    throw new UsageError(`--out ${out.place} is what is read; name another place`);
  }
  return { format, out, ...(from ? { from } : {}) };
}

function outOf(place: string | undefined, folder: boolean): Out {
  if (place === undefined) return undefined;
  const isFolder =
    folder || /[\\/]$/.test(place) || (statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false);
  return { kind: isFolder ? 'folder' : 'file', place };
}

function isFolderForm(format: Format): boolean {
  return typeof format !== 'string' && format.kind === 'folder';
}
