import path from 'node:path';
import { CancellationTokenSource } from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import type { CorpusRole } from '../../protocol/panel.ts';
import { openCorpusDialog } from '../corpora/choose-corpus.ts';
import { workspaceCorpora } from '../corpora/workspace-corpora.ts';
import { t } from '../texts.ts';
import type { PanelHandlers, PanelServices, TellPage } from './handlers.ts';

/** What the page asks of corpora. */
export function corpusHandlers(
  { connection }: PanelServices,
  tell: TellPage,
): Pick<PanelHandlers, 'chooseCorpus' | 'describeCorpus'> {
  const label = (role: CorpusRole) => (role === 'evaluate' ? t('Evaluate') : t('Learn from It'));
  return {
    async chooseCorpus({ role, what }) {
      const place = await openCorpusDialog(what, label(role));
      if (place !== undefined) tell({ kind: 'chosen', role, place });
    },
    async describeCorpus({ place }) {
      const source = new CancellationTokenSource();
      const answer = await connection.describeCorpus(place, source.token).then(
        (corpus) => ({ corpus }),
        (error: unknown) => ({ problem: errorMessage(error) }),
      );
      source.dispose();
      tell({ kind: 'corpus', place, ...answer });
    },
  };
}

/** Corpora of earlier runs and evaluations that are offered at most. */
const mostRecent = 30;

/** Tells the page the corpora of the workspace, and those that were used before. */
export async function tellPlaces({ evaluations, runs }: PanelServices, tell: TellPage): Promise<void> {
  const evaluated = (await evaluations.list()).map(({ asked }) => asked.place);
  const learnt = (runs.list ?? []).flatMap(({ corpora }) => corpora.map(({ folder }) => folder));
  const here = await workspaceCorpora();
  const recent = [...new Set([...learnt, ...evaluated])].filter((place) => !here.includes(place)).slice(0, mostRecent);
  const named = (place: string, from: 'workspace' | 'recent') => ({
    ...{ place, from },
    name: path.basename(place),
  });
  tell({
    kind: 'places',
    places: [...here.map((place) => named(place, 'workspace')), ...recent.map((place) => named(place, 'recent'))],
  });
}
