import { isExcluded } from '../spec/exclusions.ts';
import type { CellName, StudyAuxiliary, StudyCorpus, StudyMethod, StudySize, StudySpec } from '../study.ts';
import type { ReadStudyCorpus, StudyContents } from './contents.ts';

/** A cell with what it is made of. */
export interface Cell {
  readonly name: CellName;
  readonly target: StudyCorpus;
  /** None of them is the target. */
  readonly auxiliaries: readonly StudyCorpus[];
  readonly method: StudyMethod;
  readonly size: StudySize;
}

/** The cells of a study, and what was left out because a target would have helped itself, in words. */
export interface Grid {
  readonly cells: readonly Cell[];
  readonly notes: readonly string[];
}

/** Writes out the grid: seed by seed, so that whole replications come first, then target by target. */
export function gridOf(spec: StudySpec, contents: StudyContents): Grid {
  const { targets, sizes, methods, auxiliaries, seeds, exclude } = spec;
  const notes = new Set<string>();
  const cells = seeds.flatMap((seed) =>
    targets.flatMap((target) =>
      sizes.flatMap((size) =>
        methods.flatMap((method) => {
          const cell = (auxiliary: string | null, corpora: readonly StudyCorpus[]): Cell => ({
            name: { target: target.name, auxiliary, method: method.name, size, seed },
            target,
            auxiliaries: corpora,
            method,
            size,
          });
          const all = method.schedule === 'single' ? [cell(null, [])] : withAuxiliaries(cell);
          return all.filter(({ name }) => !isExcluded(name, exclude));
        }),
      ),
    ),
  );
  return { cells, notes: [...notes] };

  function withAuxiliaries(cell: (auxiliary: string, corpora: readonly StudyCorpus[]) => Cell): readonly Cell[] {
    return auxiliaries.flatMap((auxiliary) => {
      const made = cell(auxiliary.name, othersThan(auxiliary, cell('', []).target));
      return made.auxiliaries.length > 0 ? [made] : [];
    });
  }

  /** The corpora of an auxiliary but for the target, under whatever name, and copies of it. */
  function othersThan(auxiliary: StudyAuxiliary, target: StudyCorpus): readonly StudyCorpus[] {
    const own = contents.corpora.get(target.folder);
    return auxiliary.corpora.filter((corpus) => {
      const same = corpus.folder === target.folder;
      const copy = !same && isCopy(contents.corpora.get(corpus.folder), own);
      if (copy) {
        notes.add(
          `${corpus.name} holds the same files as the target ${target.name} and does not help it (${corpus.folder})`,
        );
      } else if (same && auxiliary.corpora.length > 1) {
        notes.add(`${target.name} is left out of ${auxiliary.name} where it is the target itself`);
      }
      return !same && !copy;
    });
  }
}

function isCopy(one: ReadStudyCorpus | undefined, other: ReadStudyCorpus | undefined): boolean {
  return one !== undefined && one.hash === other?.hash;
}
