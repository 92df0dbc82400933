import type { RunState, RunSummary } from '../../runs/run.ts';
import { t } from '../texts.ts';
import { resultWords } from './run-words.ts';

/** What can be done with a run that has ended. */
export type EndingAction = 'use' | 'resume' | 'open';

/** What a person is told of a run that has ended. */
export interface Ending {
  readonly run: RunSummary;
  readonly message: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly actions: readonly EndingAction[];
}

/**
 * Finds which runs have ended, each once: those that were seen running in this window, and those that an earlier window
 * left running.
 */
export class EndingWatch {
  readonly #running: Set<string>;
  /** Runs that no window has seen ending. */
  readonly #unseen: Set<string>;

  /** @param left ids of runs that were under way when this was last asked, in this window or one before. */
  constructor(left: readonly string[]) {
    this.#running = new Set(left);
    this.#unseen = new Set(left);
  }

  /** Ids of the runs that are under way, for the next window. */
  get running(): readonly string[] {
    return [...this.#running];
  }

  /** What there is to tell, now that the runs are these. */
  look(runs: readonly RunSummary[]): readonly Ending[] {
    const endings: Ending[] = [];
    for (const run of runs) {
      if (run.state === 'running') {
        this.#running.add(run.id);
        this.#unseen.delete(run.id);
      } else if (this.#running.delete(run.id)) {
        const ending = endingOf(run, this.#unseen.delete(run.id));
        if (ending) endings.push(ending);
      }
    }
    // One that was removed meanwhile has nothing to tell.
    const known = new Set(runs.map(({ id }) => id));
    for (const id of [...this.#running].filter((each) => !known.has(each))) this.#running.delete(id);
    return endings;
  }
}

const actionsOf: Readonly<Record<RunState, readonly EndingAction[]>> = {
  running: [],
  stopped: ['resume', 'open'],
  interrupted: ['resume', 'open'],
  failed: ['resume', 'open'],
  done: ['use', 'open'],
  missing: ['open'],
};

function endingOf(run: RunSummary, unseen: boolean): Ending | undefined {
  const { state, name, problem } = run;
  const told = (message: string, severity: Ending['severity']): Ending => ({
    ...{ run, message, severity },
    // Pretraining leaves an encoder, which finds nothing.
    actions: actionsOf[state].filter((action) => action !== 'use' || run.method !== 'pretrain'),
  });
  const result = resultWords(run) ?? '';
  const reason = problem ?? '';
  if (state === 'done') {
    const message = unseen
      ? t('the training of {0} was finished while VS Code was closed: {1}', name, result)
      : t('the training of {0} is finished: {1}', name, result);
    return told(endSentence(message), 'information');
  }
  if (state === 'failed') {
    const message = unseen
      ? t('the training of {0} has failed while VS Code was closed: {1}', name, reason)
      : t('the training of {0} has failed: {1}', name, reason);
    return told(endSentence(message), 'error');
  }
  if (state === 'interrupted') {
    const message = unseen
      ? t('the training of {0} was interrupted while VS Code was closed; it can go on from its last checkpoint.', name)
      : t('the training of {0} was interrupted; it can go on from its last checkpoint.', name);
    return told(message, 'warning');
  }
  // Where a person has stopped it in this window, they know.
  if (state === 'stopped' && unseen)
    return told(t('the training of {0} was stopped while VS Code was closed; it can go on.', name), 'information');
  if (state === 'missing')
    return told(t('the folder of the training of {0} is gone: {1}', name, run.output), 'warning');
  return undefined;
}

/** A sentence whose last words may be missing, with its full stop. */
function endSentence(sentence: string): string {
  return `${sentence.replace(/[\s:.]+$/, '')}.`;
}
