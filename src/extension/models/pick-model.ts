import { type QuickPickItem, window } from 'vscode';
import type { ModelDetails } from '../../protocol/models.ts';
import { t } from '../texts.ts';
import type { ModelRequests } from './model-requests.ts';
import { modelLine } from './model-words.ts';

interface ModelItem extends QuickPickItem {
  readonly model: ModelDetails;
}

/**
 * The model that a command is about: the one whose folder or name it was given, or the one that a person picks.
 * @param argument of the command; anything can call one.
 * @param fits which models it can be about.
 */
export async function pickModel(
  requests: ModelRequests,
  argument: unknown,
  { title, fits }: { readonly title: string; fits(model: ModelDetails): boolean },
): Promise<ModelDetails | undefined> {
  const models = await requests.details();
  if (typeof argument === 'string') {
    const given = models.find(({ folder, name }) => folder === argument || name === argument);
    if (!given) throw new Error(t('{0}: there is no such model any more', argument));
    if (!fits(given)) throw new Error(given.broken ? given.description : t('{0}: not for this model', given.name));
    return given;
  }
  const items: readonly ModelItem[] = models
    .filter(fits)
    .map((model) => ({ ...modelLine(model, requests.inUse), model }));
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: items.length === 0 ? t('There is none: import, download or fine-tune one first') : '',
    matchOnDetail: true,
    // The page of a panel whose button asked for it takes the focus a moment later.
    ignoreFocusOut: true,
  });
  return picked?.model;
}
