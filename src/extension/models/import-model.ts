import { ProgressLocation, Uri, window, workspace } from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import { unlinked } from '../../core/unlinked.ts';
import type { ListedModel } from '../../protocol.ts';
import { hasBareLabels } from '../labels.ts';
import { t } from '../texts.ts';
import { askName, askType } from './ask-type.ts';
import { freeName, modelNameProblem } from './model-names.ts';
import type { ModelRequests } from './model-requests.ts';

/** Copies a model's folder into the user's library; undefined if nothing was chosen. */
export async function importModel(requests: ModelRequests): Promise<ListedModel | undefined> {
  const [folder] = (await window.showOpenDialog({
    title: t('A model in the layout of Hugging Face: config.json, tokenizer, weights'),
    openLabel: t('Import'),
    canSelectFiles: false,
    canSelectFolders: true,
  })) ?? [undefined];
  if (!folder) return undefined;
  const type = (await needsType(folder)) ? await askType() : '';
  if (type === undefined) return undefined;
  const taken = (await requests.list()).map(({ name }) => name);
  const suggested = freeName(folder.path.split('/').at(-1) ?? '', taken);
  const name = await askName(suggested, (typed) => modelNameProblem(typed, taken));
  if (name === undefined) return undefined;
  return window.withProgress(
    { location: ProgressLocation.Notification, title: `GERBERA: ${t('importing {0}', unlinked(name))}` },
    () => requests.import({ folder: folder.fsPath, name, ...(type === '' ? {} : { type }) }),
  );
}

/** Whether the labels of a model do not tell which type they stand for. Other flaws are for the server to name. */
async function needsType(folder: Uri): Promise<boolean> {
  const file = Uri.joinPath(folder, 'config.json');
  try {
    const text = new TextDecoder().decode(await workspace.fs.readFile(file));
    return hasBareLabels(parseJson(text, file.fsPath));
  } catch (error) {
    throw new Error(t("{0} is not a model's folder: {1}", folder.fsPath, errorMessage(error)));
  }
}
