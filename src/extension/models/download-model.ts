import { ProgressLocation, window } from 'vscode';
import { unlinked } from '../../core/unlinked.ts';
import type { ListedModel } from '../../protocol.ts';
import { unlessCancelled } from '../cancelled.ts';
import { t } from '../texts.ts';
import { askName, askTypeUnlessTold } from './ask-type.ts';
import { parseHubName } from './hub-name.ts';
import { freeName, modelNameProblem } from './model-names.ts';
import type { ModelRequests } from './model-requests.ts';
import { downloadQuestion, lookUpQuestion } from './model-words.ts';

/**
 * Fetches a model from the Hugging Face Hub into the library. The network is called only after a person has been asked, and
 * once more before anything is fetched.
 * @returns undefined if it was not wanted after all.
 */
export async function downloadModel(requests: ModelRequests): Promise<ListedModel | undefined> {
  const typed = await window.showInputBox({
    title: t('Download a model from the Hugging Face Hub'),
    prompt: t('A token classifier (BERT, RoBERTa, DistilBERT, ELECTRA); you are asked before the network is called.'),
    placeHolder: t('owner/name or owner/name@revision'),
    ignoreFocusOut: true,
    validateInput: (value) =>
      value === '' || parseHubName(value) ? undefined : t('owner/name or owner/name@revision is needed.'),
  });
  const wanted = parseHubName(typed ?? '');
  if (!wanted || !(await agreed(lookUpQuestion(wanted.repository), t('Ask')))) return undefined;
  const found = await window.withProgress(
    progressOf(t('asking huggingface.co about {0}', wanted.repository)),
    (_, token) => unlessCancelled(token, () => requests.lookUp(wanted, token)),
  );
  if (!found) return undefined;
  if (!(await agreed(downloadQuestion(found), t('Download')))) return undefined;
  const taken = (await requests.list()).map(({ name }) => name);
  const suggested = freeName(wanted.repository.split('/').at(-1) ?? '', taken);
  const name = await askName(suggested, (typed) => modelNameProblem(typed, taken));
  if (name === undefined) return undefined;
  const type = await askTypeUnlessTold();
  if (type === undefined) return undefined;
  // What was agreed to, whatever comes to the branch meanwhile.
  const { repository, commit: revision } = found;
  const model = await window.withProgress(progressOf(t('downloading {0}', repository)), (progress, token) =>
    unlessCancelled(token, () =>
      requests.download({ repository, revision, name, ...(type === '' ? {} : { type }) }, token, (step) =>
        progress.report(step),
      ),
    ),
  );
  return model ?? undefined;
}

async function agreed(question: { readonly message: string; readonly detail: string }, yes: string): Promise<boolean> {
  const { message, detail } = question;
  return (await window.showInformationMessage(unlinked(message), { modal: true, detail }, yes)) === yes;
}

function progressOf(title: string) {
  return { location: ProgressLocation.Notification, title: `GERBERA: ${unlinked(title)}`, cancellable: true };
}
