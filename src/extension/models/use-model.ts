import { ConfigurationTarget, type QuickPickItem, window, workspace } from 'vscode';
import type { ListedModel } from '../../protocol.ts';
import { t } from '../texts.ts';
import type { ModelRequests } from './model-requests.ts';
import { modelLine } from './model-words.ts';

interface ModelItem extends QuickPickItem {
  readonly model?: ListedModel;
}

/**
 * Lets a person choose among the models that there are, and writes the choice to the setting `gerbera.model`.
 * @returns whether another one is to be imported instead.
 */
export async function selectModel(requests: ModelRequests): Promise<'import' | undefined> {
  const models = await requests.list();
  const items: ModelItem[] = models.map((model) => ({ ...modelLine(model, requests.inUse), model }));
  const picked = await window.showQuickPick(
    [...items, { label: `$(folder-opened) ${t('Import a model from a folder …')}` }],
    {
      title: t('Select the model that reads your documents'),
      matchOnDetail: true,
      // The page of a panel whose button asked for it takes the focus a moment later.
      ignoreFocusOut: true,
    },
  );
  if (!picked) return undefined;
  if (!picked.model) return 'import';
  if (picked.model.broken) throw new Error(picked.model.description);
  await writeModel(picked.model);
  return undefined;
}

/**
 * Makes a model the one that reads documents.
 * @param place its folder, or its name in the library.
 */
export async function useModel(requests: ModelRequests, place: string): Promise<void> {
  const models = await requests.list();
  const model = models.find(({ folder, name }) => folder === place || name === place);
  if (model?.broken) throw new Error(model.description);
  // A model that a run left outside the library goes by its path.
  await writeModel(model ?? { name: place, embedded: false });
}

/** Where the workspace has a model of its own it is replaced there; else the choice is the user's for every window. */
export async function writeModel({ name, embedded }: Pick<ListedModel, 'name' | 'embedded'>): Promise<void> {
  const configuration = workspace.getConfiguration('gerbera');
  const inWorkspace = workspace.isTrusted && configuration.inspect('model')?.workspaceValue !== undefined;
  const target = inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  const value = embedded ? (inWorkspace ? '' : undefined) : name;
  await configuration.update('model', value, target);
}
