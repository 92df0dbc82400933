import { isModelName } from '../../core/model-name.ts';
import { t } from '../texts.ts';

/** Names of models that come with the product, which no other can take. */
const ownNames = ['default', 'base'];

/** Why a model of the library cannot be called so; undefined if it can. */
export function modelNameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return t('A name is needed.');
  if (!isModelName(name)) return t('Choose another name, of letters, digits, ".", "_" and "-".');
  const lower = name.toLowerCase();
  if ([...ownNames, ...taken].some((other) => other.toLowerCase() === lower))
    return t('There is a model of this name.');
  return undefined;
}

/** A name that can be taken, made of what it is to remind of: `NCBI disease` gives `NCBI-disease`, or `NCBI-disease-2`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const plain = wanted
    .replaceAll(/[^\w.+-]+/g, '-')
    .replace(/^[^a-z0-9]+/i, '')
    .slice(0, 56)
    .replace(/[.-]+$/, '');
  const name = isModelName(plain) ? plain : 'model';
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? name : `${name}-${number}`;
    if (modelNameProblem(numbered, taken) === undefined) return numbered;
  }
}
