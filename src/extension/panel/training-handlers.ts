import { CancellationTokenSource, env, Uri, window } from 'vscode';
import type { TrainingRequest } from '../../protocol/training.ts';
import { logFile } from '../../runs/read-log.ts';
import type { TrainingEstimate } from '../../runs/run.ts';
import { revealInExplorer } from '../reveal-in-explorer.ts';
import { t } from '../texts.ts';
import { removeRuns } from '../training/run-actions.ts';
import type { Runs } from '../training/runs.ts';
import type { Estimates } from './estimates.ts';
import type { PanelHandlers, PanelServices, TellPage } from './handlers.ts';
import { showCard } from './show-card.ts';

type TrainingKind =
  | 'estimate'
  | 'cancelEstimate'
  | 'start'
  | 'copyCommand'
  | 'stop'
  | 'resume'
  | 'follow'
  | 'removeRuns'
  | 'run';

/** What the page asks of training and of runs. */
export function trainingHandlers(
  { runs, models }: PanelServices,
  tell: TellPage,
  estimates: Estimates,
): Pick<PanelHandlers, TrainingKind> {
  return {
    estimate: ({ id, request }) => estimates.make(id, request),
    cancelEstimate: () => estimates.end(),
    async start({ request, estimate }) {
      if (estimate !== undefined && !(await estimates.allows(estimate, request))) return;
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
      else await window.showTextDocument(Uri.file(logFile(run.output)), { preview: true });
    },
  };
}

/** The estimate of a run, until the signal ends it. */
export async function estimateOf(runs: Runs, request: TrainingRequest, signal: AbortSignal): Promise<TrainingEstimate> {
  const source = new CancellationTokenSource();
  signal.addEventListener('abort', () => source.cancel());
  try {
    return await runs.estimate(request, source.token);
  } finally {
    source.dispose();
  }
}
