import { type Disposable, type Memento, ProgressLocation, window } from 'vscode';
import { unlinked } from '../../core/unlinked.ts';
import type { TrainingRequest } from '../../protocol/training.ts';
import type { RunSummary } from '../../runs/run.ts';
import type { Actions } from '../commands.ts';
import type { Connection } from '../connection.ts';
import type { Models } from '../models/models.ts';
import { tell } from '../tell.ts';
import { t } from '../texts.ts';
import { FineTuneQuestions } from './fine-tune.ts';
import { resumeTraining, stopTraining } from './run-actions.ts';
import type { EndingAction } from './run-endings.ts';
import { RunNotices } from './run-notices.ts';
import { Runs } from './runs.ts';
import { TrainingStatus } from './training-status.ts';

type TrainingActions = Pick<Actions, 'fineTune' | 'stopTraining' | 'resumeTraining' | 'openTrainingPanel'>;

/** What training needs of its surroundings. */
export interface TrainingPlace {
  /** Keeps which runs were under way. */
  readonly memory: Memento;
  /** Runs what may fail, and tells it then. */
  told(action: () => Promise<void>): Promise<void>;
  /** Opens the panel, at a run if one is given. */
  open(run?: string): Promise<void>;
  /** Opens the panel with its form filled. */
  fill(request: TrainingRequest): Promise<void>;
}

/** Training, from the questions what to train to what is told at its end. */
export class Training implements Disposable {
  readonly runs: Runs;
  readonly #connection: Connection;
  readonly #models: Models;
  readonly #place: TrainingPlace;
  readonly #owned: readonly Disposable[];

  constructor(connection: Connection, models: Models, place: TrainingPlace) {
    const { memory, told } = place;
    this.#connection = connection;
    this.#models = models;
    this.#place = place;
    this.runs = new Runs(connection, told);
    const act = (action: EndingAction, run: string) => void told(() => this.#act(action, run));
    let done = '';
    this.#owned = [
      this.runs,
      new TrainingStatus(this.runs),
      new RunNotices(this.runs, memory, act),
      this.runs.onDidChange(() => {
        // A run that is done is a model of the library.
        const now = JSON.stringify((this.runs.list ?? []).filter(isDone).map(({ id, finished }) => [id, finished]));
        if (now !== done) models.changed();
        done = now;
      }),
    ];
  }

  /** The commands. */
  get actions(): TrainingActions {
    return {
      fineTune: () => this.fineTune(),
      stopTraining: (run) => stopTraining(this.runs, run),
      resumeTraining: (run) => this.resume(run),
      openTrainingPanel: (run) => this.#place.open(typeof run === 'string' ? run : undefined),
    };
  }

  dispose(): void {
    for (const owned of this.#owned) owned.dispose();
  }

  /** Asks what to train, and starts it. */
  async fineTune(): Promise<void> {
    const asked = await new FineTuneQuestions(this.#connection, this.#models.requests, this.runs).ask();
    if (asked?.next === 'panel') await this.#place.fill(asked.request);
    else if (asked) await this.#start(asked.request);
  }

  /** Goes on with a run that was stopped. */
  async resume(argument: unknown): Promise<void> {
    const run = await resumeTraining(this.runs, argument);
    if (run) await this.#offer(t('the training of {0} goes on.', run.name), run);
  }

  async #start(request: TrainingRequest): Promise<void> {
    const name = unlinked(request.output.split(/[\\/]/).at(-1) ?? request.output);
    const run = await window.withProgress(
      { location: ProgressLocation.Notification, title: `GERBERA: ${t('starting the training of {0}', name)}` },
      () => this.runs.start(request),
    );
    await this.#offer(t('the training of {0} is under way.', run.name), run);
  }

  async #offer(told: string, { id }: RunSummary): Promise<void> {
    const open = t('Open Panel');
    if ((await tell(told, open)) === open) await this.#place.open(id);
  }

  async #act(action: EndingAction, id: string): Promise<void> {
    if (action === 'open') return this.#place.open(id);
    if (action === 'resume') return this.resume(id);
    const run = this.runs.find(id);
    if (run) await this.#models.use(run.output);
  }
}

function isDone({ state }: RunSummary): boolean {
  return state === 'done';
}
