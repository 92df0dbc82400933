import { isModelName } from '../../../../src/core/model-name.ts';
import { t } from '../../../texts.ts';
import { nameOf } from '../../words.ts';

/** What is there already: models of the library by their names, runs by their folders. */
export interface Taken {
  readonly models: readonly string[];
  readonly outputs: readonly string[];
  /** Where names of the library lie; empty before it is known. */
  readonly libraryFolder: string;
}

/** What `gerbera` calls its own models. */
const ownNames = ['default', 'base'];

export function isPath(output: string): boolean {
  return /[\\/]/.test(output);
}

/** Why nothing can be saved there. */
export function outputProblem(output: string, taken: Taken): string | undefined {
  if (output === '') return t('Enter a name for the model.');
  if (isPath(output)) return pathProblem(output, taken);
  if (!isModelName(output)) {
    return t('A name begins with a letter or digit and has letters, digits, “.”, “_”, “+” and “-”, 64 at most.');
  }
  return isTaken(output, taken) ? t('There is a model or a run of this name already.') : undefined;
}

function pathProblem(output: string, { outputs }: Taken): string | undefined {
  if (!/^(\/|[a-z]:[\\/]|\\\\)/i.test(output)) {
    return t('Enter a name without slashes, or the whole path of a folder.');
  }
  const plain = (path: string) => path.replace(/[\\/]+$/, '');
  return outputs.some((other) => plain(other) === plain(output))
    ? t('There is a run in this folder already.')
    : undefined;
}

function isTaken(name: string, { models, outputs, libraryFolder }: Taken): boolean {
  const inLibrary = outputs.filter((output) => libraryFolder !== '' && output.startsWith(libraryFolder)).map(nameOf);
  return [...ownNames, ...models, ...inLibrary].some((other) => other.toLowerCase() === name.toLowerCase());
}

/** A name that is free, made of the corpora's names and the method. */
export function suggestedName(corpora: readonly string[], method: string, taken: Taken): string {
  const more = corpora.length > 1 ? `-and-${corpora.length - 1}` : '';
  const name = `${nameOf(corpora[0] ?? '').slice(0, 40)}${more}-${method}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9.+-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  for (let count = 1; ; count++) {
    const numbered = count === 1 ? name : `${name}-${count}`;
    if (!isTaken(numbered, taken)) return numbered;
  }
}
