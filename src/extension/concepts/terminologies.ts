import { commands, env, type QuickPickItem, QuickPickItemKind, Uri, window } from 'vscode';
import { unlinked } from '../../core/unlinked.ts';
import { tell } from '../tell.ts';
import type { ConceptRequests } from './concept-requests.ts';
import { noIcons } from './concept-words.ts';
import { sizeWords, type Terminology, terminologyFacts, terminologyLine } from './terminology-words.ts';

interface TerminologyItem extends QuickPickItem {
  readonly terminology: Terminology;
}

interface ListItem extends QuickPickItem {
  readonly terminology?: Terminology;
  run?(): Thenable<unknown>;
}

/** Shows which terminologies there are: versions, licences, counts, dates; one that is chosen, with all that is known of it. */
export async function showTerminologies(requests: ConceptRequests): Promise<void> {
  const { installed, file, problem } = await requests.terminologies();
  const items: readonly ListItem[] = [
    ...(problem === undefined
      ? []
      : [{ label: '$(error) The terminologies cannot be read', detail: noIcons(problem) }]),
    ...group(installed.length > 0 ? 'in your store' : 'none is imported yet', installed.map(itemOf)),
    ...group('more', [
      {
        label: '$(file-add) Import a terminology from a file or folder …',
        run: () => commands.executeCommand('gerbera.importTerminology'),
      },
      {
        label: '$(cloud-download) Download a terminology …',
        run: () => commands.executeCommand('gerbera.downloadTerminology'),
      },
      {
        label: '$(search) Search concepts …',
        run: () => commands.executeCommand('gerbera.searchConcepts'),
      },
      ...(installed.length > 0
        ? [
            {
              label: '$(folder) Show the file that they are in',
              description: noIcons(file),
              run: () => commands.executeCommand('revealFileInOS', Uri.file(file)),
            },
          ]
        : []),
    ]),
  ];
  const picked = await window.showQuickPick(items, {
    title: 'Terminologies',
    placeHolder: 'Choose one to see all that is known of it',
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked?.terminology) await showFacts(requests, picked.terminology);
  else await picked?.run?.();
}

/** Asks which terminology is to go, and once more before it goes. */
export async function removeTerminology(requests: ConceptRequests): Promise<void> {
  const { installed, problem } = await requests.terminologies();
  if (problem !== undefined) throw new Error(problem);
  if (installed.length === 0) {
    void tell('no terminology is imported; the small one that comes with the extension stays.');
    return;
  }
  const picked = await window.showQuickPick(installed.map(itemOf), {
    title: 'Remove Terminology',
    placeHolder: 'The terminology to take out of your store',
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked) await removeOne(requests, picked.terminology);
}

async function showFacts(requests: ConceptRequests, terminology: Terminology): Promise<void> {
  const copy = 'Copy';
  const remove = 'Remove…';
  const facts = terminologyFacts(terminology).join('\n');
  const answer = await window.showInformationMessage(
    unlinked(terminology.title || terminology.name),
    { modal: true, detail: facts },
    copy,
    remove,
  );
  if (answer === copy) await env.clipboard.writeText(`${facts}\n`);
  if (answer === remove) await removeOne(requests, terminology);
}

async function removeOne(requests: ConceptRequests, terminology: Terminology): Promise<void> {
  const remove = 'Remove';
  const answer = await window.showWarningMessage(
    `Remove the terminology ${unlinked(terminology.name)}?`,
    {
      modal: true,
      detail: `${sizeWords(terminology)}. The file that it was read from stays: ${terminology.source}`,
    },
    remove,
  );
  if (answer !== remove) return;
  await window.withProgress({ location: { viewId: 'gerbera.entities' }, title: 'removing' }, () =>
    requests.remove(terminology.name),
  );
  void tell(`${terminology.name} is removed.`);
}

function itemOf(terminology: Terminology): TerminologyItem {
  return { ...terminologyLine(terminology), terminology };
}

function group(label: string, items: readonly ListItem[]): readonly ListItem[] {
  return [{ label, kind: QuickPickItemKind.Separator }, ...items];
}
