import { commands, type QuickPickItem, Selection, window } from 'vscode';
import type { ConceptChoice } from '../../protocol.ts';
import { activePaper } from '../papers.ts';
import { openPage, pageButton } from './choose-concept.ts';
import { pickConcept } from './concept-list.ts';
import type { ConceptRequests } from './concept-requests.ts';
import { conceptLine, noIcons, pagesOf } from './concept-words.ts';
import { copyIdentifier } from './identifiers.ts';

interface FoundItem extends QuickPickItem {
  readonly choice?: ConceptChoice;
}

interface ActionItem extends QuickPickItem {
  run(): Promise<unknown>;
}

/** Lets a person search the terminologies, and copy, open or write what is found. */
export async function searchConcepts(requests: ConceptRequests): Promise<void> {
  const picked = await pickConcept<FoundItem>({
    title: 'Search Concepts',
    placeholder: 'A name or an identifier: parkin, MESH:D010300',
    search: (text, token) => requests.search(text, undefined, token),
    items: (typed, found) => (found ? listed(typed, found) : []),
    pressed: ({ choice }) => void openPage(choice?.identifiers ?? []),
  });
  if (!picked) return;
  if (!picked.choice) return void (await commands.executeCommand('gerbera.showTerminologies'));
  const { choice } = picked;
  const action = await window.showQuickPick(actionsOn(requests, choice), { title: noIcons(choice.name) });
  await action?.run();
}

function listed(typed: string, found: readonly ConceptChoice[]): readonly FoundItem[] {
  if (found.length === 0) {
    const label = `$(info) Nothing is called “${noIcons(typed)}” in your terminologies`;
    return [{ label, detail: 'Show which terminologies there are, and how more are had' }];
  }
  return found.map((choice) => ({
    ...conceptLine(choice),
    choice,
    buttons: pagesOf(choice.identifiers).length > 0 ? [pageButton] : [],
  }));
}

function actionsOn(requests: ConceptRequests, { name, identifiers }: ConceptChoice): readonly ActionItem[] {
  const editor = activePaper() ?? window.activeTextEditor;
  const pages = pagesOf(identifiers);
  const insert = (text: string): ActionItem => ({
    label: `$(edit) Insert ${noIcons(text)}`,
    description: 'at the cursor',
    run: async () => {
      if (!editor) return;
      await editor.edit((edit) => edit.replace(editor.selection, text));
      editor.selection = new Selection(editor.selection.end, editor.selection.end);
      await window.showTextDocument(editor.document, editor.viewColumn);
    },
  });
  return [
    {
      label: '$(copy) Copy Identifier',
      description: identifiers.map(noIcons).join(' · '),
      run: () => copyIdentifier(requests, { identifiers }),
    },
    ...(pages.length > 0
      ? [
          {
            label: "$(link-external) Open Concept's Page",
            description: pages.map(({ title }) => title).join(' · '),
            run: () => openPage(identifiers),
          },
        ]
      : []),
    ...(editor ? [insert(name), ...identifiers.slice(0, 1).map(insert)] : []),
  ];
}
