import { ConfigurationTarget, ProgressLocation, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { errorMessage } from '../core/errors.ts';
import { parseJson } from '../core/json.ts';
import { unlinked } from '../core/unlinked.ts';
import type { ListedModel } from '../protocol.ts';
import type { Connection } from './connection.ts';
import { hasBareLabels, ownTypes } from './labels.ts';
import { tell } from './tell.ts';

interface ModelItem extends QuickPickItem {
  readonly model?: ListedModel;
}

/** Lets a person choose among the models that there are, and writes the choice to the setting `gerbera.model`. */
export async function selectModel(connection: Connection): Promise<void> {
  const models = await connection.models();
  const current = connection.status.model?.folder;
  const items: ModelItem[] = models.map((model) => ({
    label: `${model.broken ? '$(error)' : model.folder === current ? '$(check)' : '$(circle-outline)'} ${model.name}`,
    description: model.embedded ? 'comes with the extension' : model.folder,
    detail: model.description,
    model,
  }));
  const importItem: ModelItem = { label: '$(folder-opened) Import a model from a folder …' };
  const picked = await window.showQuickPick([...items, importItem], {
    title: 'Select the model that reads your documents',
    matchOnDetail: true,
    // The page of a panel whose button asked for it takes the focus a moment later.
    ignoreFocusOut: true,
  });
  if (!picked) return;
  if (!picked.model) return importModel(connection);
  if (picked.model.broken) throw new Error(picked.model.description);
  await writeModel(picked.model);
}

/** Copies a model's folder into the user's library and offers to switch to it. */
export async function importModel(connection: Connection): Promise<void> {
  const [folder] = (await window.showOpenDialog({
    title: 'A model in the layout of Hugging Face: config.json, tokenizer, weights',
    openLabel: 'Import',
    canSelectFiles: false,
    canSelectFolders: true,
  })) ?? [undefined];
  if (!folder) return;
  const type = (await needsType(folder)) ? await askType() : '';
  if (type === undefined) return;
  const name = await askName(folder, await connection.models());
  if (name === undefined) return;

  const model = await window.withProgress(
    { location: ProgressLocation.Notification, title: `GERBERA: importing ${unlinked(name)}` },
    () => connection.importModel({ folder: folder.fsPath, name, ...(type === '' ? {} : { type }) }),
  );
  const use = 'Use It';
  const answer = await tell(`imported ${model.name} (${model.description}).`, use);
  if (answer === use) await writeModel(model);
}

/** Where the workspace has a model of its own it is replaced there; else the choice is the user's for every window. */
async function writeModel({ name, embedded }: ListedModel): Promise<void> {
  const configuration = workspace.getConfiguration('gerbera');
  const inWorkspace = workspace.isTrusted && configuration.inspect('model')?.workspaceValue !== undefined;
  const target = inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  const value = embedded ? (inWorkspace ? '' : undefined) : name;
  await configuration.update('model', value, target);
}

/** Whether the labels of a model do not tell which type they stand for. Other flaws are for the server to name. */
async function needsType(folder: Uri): Promise<boolean> {
  const file = Uri.joinPath(folder, 'config.json');
  try {
    const text = new TextDecoder().decode(await workspace.fs.readFile(file));
    return hasBareLabels(parseJson(text, file.fsPath));
  } catch (error) {
    throw new Error(`${folder.fsPath} is not a model's folder: ${errorMessage(error)}`);
  }
}

async function askType(): Promise<string | undefined> {
  const other = 'Other …';
  const picked = await window.showQuickPick([...ownTypes, other], {
    title: 'What does this model find? Its labels (B, I, O) do not tell.',
    ignoreFocusOut: true,
  });
  if (picked !== other) return picked;
  return window.showInputBox({
    title: 'The type of the entities that this model finds',
    placeHolder: 'Protein',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? 'A name is needed.' : undefined),
  });
}

function askName(folder: Uri, models: readonly ListedModel[]): Thenable<string | undefined> {
  const taken = new Set(models.map(({ name }) => name));
  const own = folder.path.split('/').at(-1) ?? 'model';
  const numbered = (number: number): string =>
    taken.has(`${own}-${number}`) ? numbered(number + 1) : `${own}-${number}`;
  return window.showInputBox({
    title: 'The name of the model in your library',
    ignoreFocusOut: true,
    value: taken.has(own) ? numbered(2) : own,
    validateInput: (value) => (taken.has(value) ? 'There is a model of this name.' : undefined),
  });
}
