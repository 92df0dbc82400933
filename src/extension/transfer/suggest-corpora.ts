import path from 'node:path';
import { type QuickPickItem, workspace } from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import type { Connection } from '../connection.ts';
import { chooseCorpus, openCorpusDialog } from '../corpora/choose-corpus.ts';
import { type KnownCorpus, knownCorpora } from '../corpora/known-corpora.ts';
import type { PanelServices } from '../panel/handlers.ts';
import { tellError } from '../tell.ts';
import { t } from '../texts.ts';
import { askSeveral } from '../wizard.ts';
import { comparedProblem } from './comparison-words.ts';

interface CandidateItem extends QuickPickItem {
  readonly place: string;
}

/**
 * Asks for a target and for corpora that may help it, compares them, and shows the report. What cannot be compared is told,
 * and asked for again.
 * @param show shows the report that was made last.
 */
export async function suggestCorpora(services: PanelServices, show: () => Promise<void>): Promise<void> {
  const { connection, evaluations, runs, transfers } = services;
  const known = await knownCorpora(evaluations, runs);
  for (;;) {
    const target = await askTarget(connection, known);
    if (target === undefined) return;
    let chosen: readonly string[] | 'back' | undefined = known
      .map(({ place }) => place)
      .filter((place) => place !== target);
    let report: unknown;
    do {
      chosen = await askCandidates(target, known, chosen);
      if (typeof chosen !== 'object') break;
      report = await transfers.run({ target, candidates: chosen }).catch((error: unknown) => {
        tellError(errorMessage(error));
        return null;
      });
    } while (report === null);
    if (chosen === 'back') continue;
    if (report) await show();
    return;
  }
}

const steps = 2;
const titleOf = () => t('Suggest Auxiliary Corpora');

async function askTarget(connection: Connection, known: readonly KnownCorpus[]): Promise<string | undefined> {
  const answer = await chooseCorpus(connection, {
    ...{ title: titleOf(), step: 1, steps, canGoBack: false, files: true, openLabel: t('Compare') },
    placeholder: t('The target: the corpus that a model is to do well on'),
    recent: known.filter(({ from }) => from === 'recent').map(({ place }) => place),
    recentLabel: t('used before'),
    problem: comparedProblem,
  });
  return typeof answer === 'object' ? answer.place : undefined;
}

/**
 * The corpora that may help.
 * @param ticked those that are chosen at first; they may be among the known ones or not.
 */
async function askCandidates(
  target: string,
  known: readonly KnownCorpus[],
  ticked: readonly string[],
): Promise<readonly string[] | 'back' | undefined> {
  const recent = new Set(known.filter(({ from }) => from === 'recent').map(({ place }) => place));
  let offered = [...new Set([...known.map(({ place }) => place), ...ticked])].filter((place) => place !== target);
  let chosen = ticked;
  for (;;) {
    const items = offered.map((place): CandidateItem => {
      const folder = workspace.asRelativePath(path.dirname(place));
      const description = recent.has(place) ? `${folder} (${t('used before')})` : folder;
      return { label: path.basename(place), description, place };
    });
    const answer = await askSeveral<CandidateItem>({
      ...{ title: titleOf(), step: 2, steps, canGoBack: true, items },
      placeholder: t('Corpora that may help {0}', path.basename(target)),
      chosen: items.filter(({ place }) => chosen.includes(place)),
      other: { icon: 'folder-opened', tooltip: t('Add Another Folder …') },
      problem: (given) => (given.length === 0 ? t('choose a corpus to compare {0} with.', target) : undefined),
    });
    if (answer === undefined || answer === 'back') return answer;
    chosen = answer.chosen.map(({ place }) => place);
    if (!answer.other) return chosen;
    const added = await openCorpusDialog('folder', t('Compare'));
    if (added === undefined || added === target) continue;
    chosen = [...new Set([...chosen, added])];
    offered = [...new Set([...offered, added])];
  }
}
