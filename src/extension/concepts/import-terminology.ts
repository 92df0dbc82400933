import path from 'node:path';
import { InputBoxValidationSeverity, ProgressLocation, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { nameProblem } from '../../concepts/import/terminology-name.ts';
import { errorMessage } from '../../core/errors.ts';
import { unlinked } from '../../core/unlinked.ts';
import { plain } from '../../evaluate/report/format.ts';
import type { TerminologyImport, TerminologyList, TerminologySummary } from '../../protocol.ts';
import { unlessCancelled } from '../cancelled.ts';
import { ownTypes } from '../labels.ts';
import type { ConceptRequests } from './concept-requests.ts';
import { noIcons } from './concept-words.ts';
import { takeIn } from './take-in.ts';
import { interruptedWords, refusalWords, type Terminology } from './terminology-words.ts';

interface SourceItem extends QuickPickItem {
  readonly dialog?: 'file' | 'folder';
  /** An import to go on with. */
  readonly interrupted?: Terminology;
}

const title = 'Import Terminology';

/** Asks for a file or folder, and for what it does not tell itself, and imports it. */
export async function importTerminology(requests: ConceptRequests): Promise<'show' | 'output' | undefined> {
  const list = await requests.terminologies();
  const source = await askSource(list.installed.filter(({ interrupted }) => interrupted !== undefined));
  if (!source) return undefined;
  const place = source.interrupted?.source ?? (await openDialog(source.dialog ?? 'file'));
  if (place === undefined) return undefined;
  const asked = await askImport(requests, list, place, source.interrupted);
  if (!asked) return undefined;
  return takeIn('import', { name: asked.name }, (token, told) => requests.import(asked, token, told));
}

/** A file or a folder, which the systems' dialogs ask for apart; or an import that was interrupted. */
async function askSource(interrupted: readonly Terminology[]): Promise<SourceItem | undefined> {
  const items: readonly SourceItem[] = [
    ...(interrupted.length > 0 ? [{ label: 'interrupted: go on?', kind: QuickPickItemKind.Separator }] : []),
    ...interrupted.map((each) => ({
      label: `$(debug-continue) ${noIcons(each.name)}`,
      description: `${interruptedWords(each)} read`,
      detail: noIcons(each.source),
      interrupted: each,
    })),
    ...(interrupted.length > 0 ? [{ label: 'another one', kind: QuickPickItemKind.Separator }] : []),
    {
      label: '$(file) Choose a file …',
      detail: 'OBO, OBO Graph, MeSH, NCBI Gene, Cellosaurus, HGNC, CTD, SKOS (Turtle), TSV; .gz as it is',
      dialog: 'file',
    },
    {
      label: '$(folder-opened) Choose a folder …',
      detail: 'UMLS (RRF), the dump of NCBI Taxonomy',
      dialog: 'folder',
    },
  ];
  return window.showQuickPick(items, { title, ignoreFocusOut: true });
}

async function openDialog(dialog: 'file' | 'folder'): Promise<string | undefined> {
  const [picked] =
    (await window.showOpenDialog({
      title: 'A terminology: a file or folder with concepts and their names',
      openLabel: 'Import',
      canSelectFiles: dialog === 'file',
      canSelectFolders: dialog === 'folder',
    })) ?? [];
  if (picked && picked.scheme !== 'file')
    throw new Error('terminologies are imported from the disk; choose another place');
  return picked?.fsPath;
}

/**
 * What to import: the file's own form, name and type, or those that a person says.
 * @param interrupted the import to go on with, where a person has chosen one. Its type is asked for again: it goes on only
 *   with the same.
 */
async function askImport(
  requests: ConceptRequests,
  { installed, forms }: TerminologyList,
  place: string,
  interrupted: Terminology | undefined,
): Promise<(TerminologyImport & { readonly name: string }) | undefined> {
  const before = interrupted ?? installed.find((each) => each.interrupted !== undefined && each.source === place);
  const going = before && !interrupted ? await askToGoOn(before) : 'on';
  if (going === undefined) return undefined;
  if (before && going === 'anew') await requests.remove(before.name);
  const looked = await lookInto(requests, forms, place);
  if (!looked) return undefined;
  const { summary, form } = looked;
  const type = summary.types.length > 0 ? '' : await askType(summary);
  if (type === undefined) return undefined;
  const name = before && going === 'on' ? before.name : await askName(summary, installed);
  if (name === undefined) return undefined;
  return { place, name, ...(form === undefined ? {} : { form }), ...(type === '' ? {} : { type }) };
}

/** What a file is; where it does not tell its form, a person may say it. */
async function lookInto(
  requests: ConceptRequests,
  forms: TerminologyList['forms'],
  place: string,
): Promise<{ readonly summary: TerminologySummary; readonly form: string | undefined } | undefined> {
  let form: string | undefined;
  for (;;) {
    try {
      const summary = await window.withProgress(
        {
          location: ProgressLocation.Notification,
          title: `GERBERA: looking into ${unlinked(path.basename(place))}`,
          cancellable: true,
        },
        (_, token) => unlessCancelled(token, () => requests.describe(place, form, token)),
      );
      return summary && { summary, form };
    } catch (error) {
      const choose = 'Choose the Form…';
      const told = refusalWords(errorMessage(error), place);
      if ((await window.showErrorMessage(`GERBERA: ${unlinked(told)}`, choose)) !== choose) return undefined;
      const items = forms.map(({ name, title: label }) => ({ label, description: name, name }));
      const picked = await window.showQuickPick(items, { title: `The form of ${path.basename(place)}` });
      if (!picked) return undefined;
      form = picked.name;
    }
  }
}

async function askToGoOn(interrupted: Terminology): Promise<'on' | 'anew' | undefined> {
  const on = 'Go On';
  const anew = 'Start Anew';
  const answer = await window.showInformationMessage(
    `The import of this file as ${unlinked(interrupted.name)} was interrupted at ${interruptedWords(interrupted)}.`,
    { modal: true, detail: 'It can go on from there, if the file is the same.' },
    on,
    anew,
  );
  return answer === on ? 'on' : answer === anew ? 'anew' : undefined;
}

async function askType({ form }: TerminologySummary): Promise<string | undefined> {
  const other = 'Other …';
  const picked = await window.showQuickPick([...ownTypes, other], {
    title: `Mentions of which type are its concepts? ${plain(form)} does not tell.`,
    ignoreFocusOut: true,
  });
  if (picked !== other) return picked;
  const given = await window.showInputBox({
    title: 'The type of the entities that its concepts are, as your model names it',
    placeHolder: 'Protein',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? 'A name is needed.' : undefined),
  });
  return given?.trim();
}

async function askName({ form, name, types }: TerminologySummary, installed: readonly Terminology[]) {
  const taken = new Set(installed.map((each) => each.name));
  const given = await window.showInputBox({
    title: 'The name of the terminology',
    prompt: noIcons(`${form}${types.length > 0 ? ` with concepts for ${types.join(', ')}` : ''}.`),
    value: name,
    ignoreFocusOut: true,
    validateInput(value) {
      const problem = nameProblem(value.trim());
      if (problem !== undefined) return problem;
      if (!taken.has(value.trim())) return undefined;
      const message = 'There is one of this name: it is replaced once the new one is whole.';
      return { message, severity: InputBoxValidationSeverity.Info };
    },
  });
  return given?.trim();
}
