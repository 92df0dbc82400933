import { UserError } from '../../core/errors.ts';
import type { TrainingConfig } from '../../train/config/config.ts';
import type { CellName, StudyRun, StudySpec } from '../study.ts';
import { modelFolder } from '../work-folder.ts';
import { checkStudyStages, configure } from './configure.ts';
import { type ReadStudyCorpus, readContents, type StudyContents } from './contents.ts';
import { type Cell, gridOf } from './grid.ts';
import { type Contents, runKey } from './key.ts';
import { splitShared } from './shared-stages.ts';

/** All that a study trains. */
export interface StudyPlan {
  readonly spec: StudySpec;
  /** In the order in which they are to be done: seed by seed, and each after those whose model it starts from. */
  readonly runs: readonly StudyRun[];
  /** How much each run has to do, by its key. */
  readonly work: ReadonlyMap<string, RunWork>;
  /** What its corpora held when it was planned, by their folders: what the keys stand for. */
  readonly corpora: ReadonlyMap<string, ReadStudyCorpus>;
  /** What a person had better know: cells that were left out. */
  readonly notes: readonly string[];
}

/** What the time and the memory of a run go by. */
export interface RunWork {
  /** Training examples that it goes through if no stage ends early. */
  readonly examples: number;
  /** Training sentences that it reads. */
  readonly sentences: number;
}

/** Where and how a study is run. */
export interface PlanOptions {
  /** The folder of its runs, absolute. */
  readonly work: string;
  /** Threads of a run where the study does not say. */
  readonly threads: number;
  readonly signal?: AbortSignal;
}

const mostCells = 100_000;

/**
 * Reads what a study names, and writes out its runs.
 * @throws UserError naming what cannot be read or makes no sense.
 */
export async function planStudy(spec: StudySpec, { work, threads, signal }: PlanOptions): Promise<StudyPlan> {
  checkStudyStages(spec);
  const read = await readContents(spec, signal);
  const { cells, notes } = gridOf(spec, read);
  if (cells.length > mostCells) throw new UserError(`${spec.file}: ${cells.length} cells are more than ${mostCells}`);
  if (cells.length === 0)
    throw new UserError(`${spec.file}: there is no cell in it; look at "exclude" and "auxiliaries"`);
  const runs = new Runs(spec, read, work);
  for (const cell of cells) runs.add(cell, configure(cell, spec, read, threads));
  return {
    spec,
    runs: runs.all(),
    work: new Map(runs.all().map(({ key, config }) => [key, workOf(config, read)])),
    corpora: read.corpora,
    notes,
  };
}

/** Collects runs, each once. */
class Runs {
  readonly #spec: StudySpec;
  readonly #contents: Contents;
  readonly #work: string;
  readonly #runs = new Map<string, StudyRun>();
  /** By the folders of the models that they give. */
  readonly #keys = new Map<string, string>();

  constructor(spec: StudySpec, { base, corpora }: StudyContents, work: string) {
    this.#spec = spec;
    this.#work = work;
    this.#contents = {
      base: base.hash,
      corpus: (folder) => corpora.get(folder)?.hash ?? folder,
      model: (folder) => this.#keys.get(folder) ?? folder,
    };
  }

  add({ name, target }: Cell, config: TrainingConfig): void {
    const split = splitShared(config, target.folder);
    if (!split) {
      this.#put(config, [], [name]);
      return;
    }
    const { key, output } = this.#put(split.shared, [], []);
    this.#put(split.rest(output), [key], [name]);
  }

  all(): readonly StudyRun[] {
    return [...this.#runs.values()];
  }

  #put(config: TrainingConfig, after: readonly string[], cells: readonly CellName[]): { key: string; output: string } {
    const key = runKey(config, this.#contents, this.#spec.run.threads !== undefined);
    const output = modelFolder(this.#work, key);
    const known = this.#runs.get(key);
    this.#keys.set(output, key);
    this.#runs.set(key, {
      key,
      config: known?.config ?? { ...config, output },
      after,
      cells: [...(known?.cells ?? []), ...cells],
    });
    return { key, output };
  }
}

function workOf({ stages, corpora }: TrainingConfig, contents: StudyContents): RunWork {
  const whole = (folder: string) => contents.corpora.get(folder)?.sentences ?? 0;
  const used = (id: string) => {
    const { folder = '', fraction = 1, sentences: most = Number.POSITIVE_INFINITY } = corpora[id] ?? {};
    return Math.min(most, fraction * whole(folder));
  };
  const examples = stages.map(({ epochs, sampling, corpora: ids }) => {
    return epochs * (sampling.examples ?? ids.reduce((total, id) => total + used(id), 0));
  });
  return {
    examples: examples.reduce((sum, count) => sum + count, 0),
    sentences: Object.values(corpora).reduce((sum, { folder }) => sum + whole(folder), 0),
  };
}
