import path from 'node:path';
import { ProgressLocation, type QuickPickItem, QuickPickItemKind, window, workspace } from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import { unlinked } from '../../core/unlinked.ts';
import type { CorpusSummary } from '../../protocol.ts';
import { unlessCancelled } from '../cancelled.ts';
import type { Connection } from '../connection.ts';
import { tellError } from '../tell.ts';
import { t } from '../texts.ts';
import { ask, type QuestionPlace } from '../wizard.ts';
import { isCorpusFile } from './corpora-among.ts';
import { workspaceCorpora } from './workspace-corpora.ts';

interface PlaceItem extends QuickPickItem {
  readonly place?: string;
  /** Which dialog it opens. */
  readonly dialog?: 'folder' | 'file';
}

/** A question for a corpus. */
export interface CorpusQuestion extends QuestionPlace {
  /** What the button of the dialogs says. */
  readonly openLabel: string;
  /** Corpora that were used before, newest first. */
  readonly recent: readonly string[];
  /** What they are called. */
  readonly recentLabel: string;
  /** Whether a single file will do, where no parts are needed. */
  readonly files: boolean;
  /** Places that are not offered. */
  readonly without?: readonly string[];
  /** An answer in place of a corpus: that none, or no more, is wanted. It comes first. */
  readonly none?: QuickPickItem;
  /** Why a corpus cannot be taken; it is told, and the question stays. */
  problem(corpus: CorpusSummary): string | undefined;
}

/** The corpus that a person names, looked into; one that cannot be read or taken is told, and asked for again. */
export async function chooseCorpus(
  connection: Connection,
  question: CorpusQuestion,
): Promise<CorpusSummary | 'none' | 'back' | undefined> {
  const items = await placeItems(question);
  for (;;) {
    const active = question.none ?? items.find(({ place, dialog }) => place !== undefined || dialog !== undefined);
    const answer = await ask<PlaceItem>({ ...question, items, active, problem: () => undefined });
    if (answer === undefined || answer === 'back') return answer;
    if (answer === question.none) return 'none';
    const place = answer.place ?? (await openCorpusDialog(answer.dialog ?? 'folder', question.openLabel));
    if (place === undefined) continue;
    const corpus = await lookInto(connection, place);
    const problem = corpus && question.problem(corpus);
    if (problem !== undefined) tellError(problem);
    else if (corpus) return corpus;
  }
}

/** The corpus that a person points at in a dialog. */
export async function openCorpusDialog(kind: 'folder' | 'file', openLabel: string): Promise<string | undefined> {
  const folder = kind === 'folder';
  const [picked] =
    (await window.showOpenDialog({
      title: folder ? t('A corpus: a folder with train, devel and test parts') : t('A file of labelled text'),
      openLabel,
      canSelectFiles: !folder,
      canSelectFolders: folder,
    })) ?? [];
  if (picked && picked.scheme !== 'file') throw new Error(t('corpora are read from the disk; choose another place'));
  return picked?.fsPath;
}

async function placeItems(question: CorpusQuestion): Promise<readonly PlaceItem[]> {
  const { recent, recentLabel, files, none, without = [] } = question;
  const usable = (place: string) => !without.includes(place) && (files || !isCorpusFile(place));
  const before = [...new Set(recent)].filter(usable);
  const here = (await workspaceCorpora()).filter((place) => usable(place) && !before.includes(place));
  const item = (place: string): PlaceItem => ({
    label: `$(database) ${path.basename(place)}`,
    description: workspace.asRelativePath(path.dirname(place)),
    place,
  });
  const group = (label: string, places: readonly string[]): PlaceItem[] =>
    places.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...places.map(item)];
  return [
    ...(none ? [none] : []),
    ...group(recentLabel, before),
    ...group(t('in this workspace'), here),
    { label: t('elsewhere'), kind: QuickPickItemKind.Separator },
    { label: `$(folder-opened) ${t('Choose a folder …')}`, dialog: 'folder' },
    ...(files ? [{ label: `$(file) ${t('Choose a file …')}`, dialog: 'file' } as const] : []),
  ];
}

async function lookInto(connection: Connection, place: string): Promise<CorpusSummary | undefined> {
  try {
    return await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: `GERBERA: ${t('looking into {0}', unlinked(path.basename(place)))}`,
        cancellable: true,
      },
      (_, token) => unlessCancelled(token, () => connection.describeCorpus(place, token)),
    );
  } catch (error) {
    tellError(errorMessage(error));
    return undefined;
  }
}
