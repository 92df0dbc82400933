import { type Disposable, type Memento, window } from 'vscode';
import { unlinked } from '../../core/unlinked.ts';
import { t } from '../texts.ts';
import { type Ending, type EndingAction, EndingWatch } from './run-endings.ts';
import type { Runs } from './runs.ts';

/** Under which key it is remembered which runs were under way. */
const runningKey = 'runsUnderWay';

/** Tells of runs that have ended, each once in a window, also of those that ended while no window was open. */
export class RunNotices implements Disposable {
  readonly #listener: Disposable;

  /**
   * @param memory keeps which runs were under way when the last window was closed.
   * @param act does what a person chose then.
   */
  constructor(runs: Runs, memory: Memento, act: (action: EndingAction, run: string) => void) {
    const watch = new EndingWatch(memory.get<readonly string[]>(runningKey, []));
    let kept = JSON.stringify(watch.running);
    this.#listener = runs.onDidChange(() => {
      for (const ending of watch.look(runs.list ?? [])) void tellEnding(ending, act);
      const running = JSON.stringify(watch.running);
      if (running === kept) return;
      kept = running;
      void memory.update(runningKey, watch.running);
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

async function tellEnding(
  { run, message, severity, actions }: Ending,
  act: (action: EndingAction, run: string) => void,
): Promise<void> {
  const titles: Record<EndingAction, string> = { use: t('Use It'), resume: t('Resume'), open: t('Open Panel') };
  const shown = `GERBERA: ${unlinked(message)}`;
  const buttons = actions.map((action) => titles[action]);
  const answer = await {
    information: () => window.showInformationMessage(shown, ...buttons),
    warning: () => window.showWarningMessage(shown, ...buttons),
    error: () => window.showErrorMessage(shown, ...buttons),
  }[severity]();
  const action = actions.find((each) => titles[each] === answer);
  if (action) act(action, run.id);
}
