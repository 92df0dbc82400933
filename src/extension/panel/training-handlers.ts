import path from 'node:path';
import { CancellationTokenSource, env, Uri, window } from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import { revealInExplorer } from '../reveal-in-explorer.ts';
import { t } from '../texts.ts';
import { removeRuns } from '../training/run-actions.ts';
import type { PanelHandlers, PanelServices, TellPage } from './handlers.ts';
import { showCard } from './show-card.ts';

type TrainingKind = 'estimate' | 'start' | 'copyCommand' | 'stop' | 'resume' | 'follow' | 'removeRuns' | 'run';

/** What the page asks of training and of runs. */
export function trainingHandlers({ runs, models }: PanelServices, tell: TellPage): Pick<PanelHandlers, TrainingKind> {
  let estimating: CancellationTokenSource | undefined;
  return {
    async estimate({ id, request }) {
      estimating?.cancel();
      const source = new CancellationTokenSource();
      estimating = source;
      const answer = await runs.estimate(request, source.token).then(
        (estimate) => ({ estimate }),
        (error: unknown) => ({ problem: errorMessage(error) }),
      );
      if (!source.token.isCancellationRequested) tell({ kind: 'estimate', id, ...answer });
      if (estimating === source) estimating = undefined;
      source.dispose();
    },
    async start({ request }) {
      const { id } = await runs.start(request);
      tell({ kind: 'started', run: id });
    },
    async copyCommand({ request }) {
      await env.clipboard.writeText(await runs.commandLine(request));
      window.setStatusBarMessage(t('GERBERA: the command is on the clipboard'), 5000);
    },
    stop: ({ run, how }) => runs.stop(run, how),
    async resume({ run, finish }) {
      const { id } = await runs.resume(run, finish);
      tell({ kind: 'started', run: id });
    },
    follow: (asked) => runs.follow(asked.runs),
    async removeRuns(asked) {
      if (await removeRuns(runs, asked.runs, asked.what)) models.changed();
    },
    async run({ run: id, action }) {
      const run = runs.find(id);
      if (!run) throw new Error(t('there is no such run any more'));
      if (action === 'use') await models.use(run.output);
      else if (action === 'export') await models.export(run.output);
      else if (action === 'reveal') await revealInExplorer(run.output, run.name);
      else if (action === 'card') await showCard(run.output);
      else await window.showTextDocument(Uri.file(path.join(run.output, 'log.jsonl')), { preview: true });
    },
  };
}
