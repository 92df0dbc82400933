import path from 'node:path';
import { CancellationTokenSource } from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import type { CorpusRole } from '../../protocol/panel.ts';
import { openCorpusDialog } from '../corpora/choose-corpus.ts';
import { knownCorpora } from '../corpora/known-corpora.ts';
import { t } from '../texts.ts';
import type { PanelHandlers, PanelServices, TellPage } from './handlers.ts';

/** What the page asks of corpora. */
export function corpusHandlers(
  { connection }: PanelServices,
  tell: TellPage,
): Pick<PanelHandlers, 'chooseCorpus' | 'describeCorpus'> {
  return {
    async chooseCorpus({ role, what }) {
      const place = await openCorpusDialog(what, dialogLabel(role));
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

/** What the button of a dialog says. */
function dialogLabel(role: CorpusRole): string {
  if (role === 'evaluate') return t('Evaluate');
  return role === 'transferTarget' || role === 'transferCandidate' ? t('Compare') : t('Learn from It');
}

/** Tells the page the corpora of the workspace, and those that were used before. */
export async function tellPlaces({ evaluations, runs }: PanelServices, tell: TellPage): Promise<void> {
  const places = await knownCorpora(evaluations, runs);
  tell({ kind: 'places', places: places.map((each) => ({ ...each, name: path.basename(each.place) })) });
}
