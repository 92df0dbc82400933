import path from 'node:path';
import type { TrainingBase, TrainingRequest } from '../../protocol/training.ts';
import type { CorpusPart, CorpusSummary } from '../../protocol.ts';
import type { RunSummary } from '../../runs/run.ts';
import { modelNameProblem } from '../models/model-names.ts';
import { t } from '../texts.ts';

/** Why a corpus cannot be the one that a model is to do well on; undefined if it can. */
export function targetProblem(corpus: CorpusSummary): string | undefined {
  return (
    partsProblem(corpus) ??
    trainProblem(corpus) ??
    develProblem(corpus) ??
    (isUnnamed(corpus)
      ? t(
          'None of the types of {0} ({1}) has a name to be learnt by: its file mapping.json leaves them out.',
          corpus.name,
          [...typesOf(corpus)].join(', '),
        )
      : undefined)
  );
}

/** Why a corpus cannot be one of the general domain beside these others; undefined if it can. */
export function generalProblem(
  corpus: CorpusSummary,
  target: CorpusSummary,
  generals: readonly CorpusSummary[],
): string | undefined {
  if (corpus.place === target.place) return t('{0} is the target corpus already.', corpus.name);
  if (generals.some(({ place }) => place === corpus.place)) return t('{0} is chosen already.', corpus.name);
  return partsProblem(corpus) ?? trainProblem(corpus);
}

/** `Disease 5,134 · 593 documents to learn from`. */
export function corpusWords(corpus: CorpusSummary): string {
  const train = partOf(corpus, 'train');
  const count = (value: number) => `${value.toLocaleString('en')}${train?.complete === false ? '+' : ''}`;
  const types = Object.entries(train?.mentions ?? {}).sort(([, a], [, b]) => b - a);
  const most = types.slice(0, 4).map(([type, number]) => `${type} ${count(number)}`);
  const others = types.length > most.length ? [t('{0} other types', types.length - most.length)] : [];
  return [...most, ...others, t('{0} documents to learn from', count(train?.documents ?? 0))].join(' · ');
}

function partsProblem({ name, parts }: CorpusSummary): string | undefined {
  return parts.some(({ split }) => split !== undefined)
    ? undefined
    : t('{0} is a single file or has no parts; a folder with a train and a devel part is needed to train.', name);
}

function trainProblem(corpus: CorpusSummary): string | undefined {
  const train = partOf(corpus, 'train');
  if (!train)
    return t(
      '{0} has no train part (only {1}); add it as train.conll or in another form.',
      corpus.name,
      partNames(corpus),
    );
  if (train.problem !== undefined) return train.problem;
  return isUnlabelled(train)
    ? t('The train part of {0} has no labelled mention: there is nothing to learn.', corpus.name)
    : undefined;
}

function develProblem(corpus: CorpusSummary): string | undefined {
  const devel = partOf(corpus, 'devel');
  if (!devel)
    return t(
      '{0} has no devel part (only {1}), by which the best weights are chosen; move some documents of its train part to a file devel beside it.',
      corpus.name,
      partNames(corpus),
    );
  if (devel.problem !== undefined) return devel.problem;
  return isUnlabelled(devel)
    ? t('The devel part of {0} has no labelled mention: the best weights cannot be chosen by it.', corpus.name)
    : undefined;
}

function partOf({ parts }: CorpusSummary, split: string): CorpusPart | undefined {
  return parts.find((part) => part.split === split);
}

/** The parts of a corpus, as a list for people. */
export function partNames({ parts }: CorpusSummary): string {
  return parts.map(({ split, place }) => split ?? path.basename(place)).join(', ');
}

/** Whether a part is known to have no mention. */
export function isUnlabelled({ mentions, complete }: CorpusPart): boolean {
  return complete && Object.keys(mentions).length === 0;
}

function typesOf(corpus: CorpusSummary): ReadonlySet<string> {
  return new Set(Object.keys(partOf(corpus, 'train')?.mentions ?? {}));
}

/** Whether no type of what there is to learn goes by a name in models. Types may come after the beginning that was counted. */
function isUnnamed(corpus: CorpusSummary): boolean {
  const types = [...typesOf(corpus)];
  return partOf(corpus, 'train')?.complete === true && types.every((type) => corpus.mapping[type] === undefined);
}

/** A model to start from, in a list. */
export function baseLine(base: TrainingBase): { label: string; description: string; detail: string } {
  const { name, family, layers, hidden, embedded, types } = base;
  const size = t('{0}, {1} layers of {2}', family, layers, hidden);
  return {
    label: `$(symbol-misc) ${name}`,
    description: embedded ? t('comes with the extension') : base.base,
    detail: types.length === 0 ? t('{0}; an encoder', size) : t('{0}; finds {1}', size, types.join(', ')),
  };
}

/** Names in the library that no new model can take: of models, and of runs that write there. */
export function takenNames(models: readonly string[], runs: readonly RunSummary[], library: string): readonly string[] {
  const inLibrary = runs.filter(({ output, state }) => path.dirname(output) === library && state !== 'missing');
  return [...new Set([...models, ...inLibrary.map(({ name }) => name)])];
}

/**
 * Why a model cannot be saved there; undefined if it can.
 * @param typed a name in the library, or the absolute path of a folder.
 * @param entries what is in a folder; undefined of one that does not exist.
 */
export function outputProblem(
  typed: string,
  taken: readonly string[],
  entries: (folder: string) => readonly string[] | undefined,
): string | undefined {
  if (!path.isAbsolute(typed)) {
    return /[\\/]/.test(typed)
      ? t('A name in your library, or the absolute path of a folder, is needed.')
      : modelNameProblem(typed, taken);
  }
  return (entries(typed)?.length ?? 0) > 0 ? t('This folder is not empty; choose another one.') : undefined;
}

/** What was chosen. */
export interface FineTuneChoices {
  readonly target: CorpusSummary;
  readonly generals: readonly CorpusSummary[];
  readonly base: TrainingBase;
  /** A name in the library or an absolute path. */
  readonly output: string;
}

/** The run that the choices stand for: with corpora of the general domain GERBERA's two stages, else one. */
export function requestOf({ target, generals, base, output }: FineTuneChoices): TrainingRequest {
  return {
    method: generals.length > 0 ? 'gerbera' : 'single',
    base: base.base,
    targets: [target.place],
    generals: generals.map(({ place }) => place),
    corpora: [],
    output,
    hyper: {},
  };
}
