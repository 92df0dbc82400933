import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import { formByName } from '../detect.ts';
import type { CorpusForm, FormName } from '../forms/form.ts';
import { forms } from '../forms/forms.ts';
import type { CorpusParts } from '../parts.ts';
import { mappingFileName } from '../types/mapping-file.ts';

/**
 * The form that a corpus is to be written in: the one that is said, else for a single file the one that the name of the
 * target has the ending of.
 * @throws UserError if it is not to tell, or the target's name is not one for it.
 */
export function formOfTarget({ parts }: CorpusParts, target: string, name: FormName | undefined): CorpusForm {
  const byName = formByName(target);
  const known = forms.map((form) => form.name).join(', ');
  const hasParts = parts.some(({ split }) => split !== undefined);
  if (hasParts && byName) {
    const what = parts.map(({ split }) => split).join(', ');
    throw new UserError(
      `${target}: names a file, and the corpus has parts (${what}); name a folder, and its form with --to`,
    );
  }
  const form = name === undefined ? byName : forms.find((each) => each.name === name);
  if (!form) throw new UserError(`${target}: its name says no form; say it with --to: ${known}`);
  if (form.name === 'parquet' && target.toLowerCase().endsWith('.gz')) {
    throw new UserError(`${target}: Parquet is compressed by itself; leave the ending .gz away`);
  }
  return form;
}

/**
 * @throws UserError if the target is the source or holds it, or exists and may not be replaced: without `force`, if it is
 *   no file or folder as the form needs, or is a folder that holds what no conversion writes.
 */
export async function checkTarget(
  { parts }: CorpusParts,
  source: string,
  target: string,
  to: CorpusForm,
  force: boolean,
): Promise<void> {
  const place = real(target);
  for (const read of [source, ...parts.map((part) => part.place)].map(real)) {
    if (read === place || read.startsWith(place + path.sep)) {
      throw new UserError(`${target}: is or holds the corpus that is read; write to another place`);
    }
  }
  if (!existsSync(target)) return;
  const asFolder = to.kind === 'folder' || parts.some(({ split }) => split !== undefined);
  const isFolder = statSync(target).isDirectory();
  if (asFolder !== isFolder) {
    throw new UserError(`${target}: is a ${isFolder ? 'folder' : 'file'} already; name another place`);
  }
  if (isFolder) {
    const names = readdirSync(target);
    if (names.length === 0) return;
    const foreign = names.find((name) => !isOurs(name, names, to));
    if (foreign !== undefined) {
      throw new UserError(`${target}: holds ${quoted(foreign)}, which no conversion writes; name another folder`);
    }
  }
  if (!force) throw new UserError(`${target}: is there already; replace it with --force, or name another place`);
}

/** Whether a name in a folder is one that a conversion may have written: a part's, or one of a pair of files of brat's. */
function isOurs(name: string, names: readonly string[], to: CorpusForm): boolean {
  if (name === mappingFileName || /^(?:train|devel|test)(?:\.|$)/.test(name)) return true;
  const { name: stem, ext } = path.parse(name);
  return to.kind === 'folder' && ['.txt', '.ann'].includes(ext) && names.includes(`${stem}.ann`);
}

/** A path without links, also of what does not exist yet. */
function real(place: string): string {
  const whole = path.resolve(place);
  if (existsSync(whole)) return realpathSync(whole);
  const parent = path.dirname(whole);
  return parent === whole ? whole : path.join(real(parent), path.basename(whole));
}
