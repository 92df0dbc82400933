import { homedir } from 'node:os';
import path from 'node:path';
import { ProgressLocation, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { unlinked } from '../../core/unlinked.ts';
import type { ModelDetails, ModelExport } from '../../protocol/models.ts';
import { unlessCancelled } from '../cancelled.ts';
import { revealInExplorer } from '../reveal-in-explorer.ts';
import { tell } from '../tell.ts';
import { t } from '../texts.ts';
import { ask } from '../wizard.ts';
import type { ModelRequests } from './model-requests.ts';
import { type FormLine, formLines } from './model-words.ts';

interface HeadItem extends QuickPickItem {
  readonly name: string;
}

/** Asks in which form and where to, and writes the model there. */
export async function exportModel(requests: ModelRequests, model: ModelDetails): Promise<void> {
  const asked = await askExport(model);
  if (!asked) return;
  const written = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: `GERBERA: ${t('exporting {0}', unlinked(model.name))}`,
      cancellable: true,
    },
    (_, token) => unlessCancelled(token, () => requests.export(asked, token)),
  );
  if (!written) return;
  const reveal = t('Show It');
  const told = t('exported {0} to {1} ({2} files).', model.name, asked.out, written.length);
  if ((await tell(told, reveal)) === reveal) await revealInExplorer(asked.out);
}

async function askExport(model: ModelDetails): Promise<ModelExport | undefined> {
  const { name, folder, embedded, heads } = model;
  const several = heads.length > 1;
  const title = t('Export Model {0}', name);
  for (;;) {
    const picked = await ask<QuickPickItem & FormLine>({
      ...{ title, step: 1, steps: several ? 2 : 1, items: formLines(model), canGoBack: false },
      placeholder: t('The form'),
    });
    if (!picked || picked === 'back') return undefined;
    const { form } = picked;
    const head = form === 'head' && several ? await askHead(model, title) : undefined;
    if (head === 'back') continue;
    if (form === 'head' && several && !head) return undefined;
    const out = await askFolder(title, head ? `${name}-${head.name}` : `${name}-${form}`);
    return out === undefined
      ? undefined
      : { model: embedded ? name : folder, form, out, ...(head ? { head: head.name } : {}) };
  }
}

function askHead({ heads }: ModelDetails, title: string): Promise<HeadItem | 'back' | undefined> {
  return ask<HeadItem>({
    ...{ title, step: 2, steps: 2, canGoBack: true, placeholder: t('The head, which finds one kind of entity') },
    items: heads.map(({ name, plain }) => ({
      label: name,
      description: plain ? t('plain token classifier') : t('with a Python file of its own'),
      name,
    })),
  });
}

async function askFolder(title: string, name: string): Promise<string | undefined> {
  const target = await window.showSaveDialog({
    title,
    saveLabel: t('Export'),
    defaultUri: Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir()), name),
  });
  if (!target) return undefined;
  if (target.scheme !== 'file') throw new Error(t('a model is exported to the disk; choose another place'));
  return path.resolve(target.fsPath);
}
