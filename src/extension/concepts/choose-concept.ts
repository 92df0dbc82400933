import {
  type QuickInputButton,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { ConceptChoice, ConceptChoosing, MentionChoices } from '../../protocol.ts';
import { mentionAt } from './at-cursor.ts';
import { pickConcept } from './concept-list.ts';
import type { ConceptRequests } from './concept-requests.ts';
import { conceptLine, linkWords, matching, noIcons, pagesOf } from './concept-words.ts';
import { askPage, openAddress } from './identifiers.ts';
import { targetOf } from './target.ts';

interface ChoiceItem extends QuickPickItem {
  /** The concept; null for none of them, undefined to forget the choice. */
  readonly concept?: string | null;
  readonly identifiers?: readonly string[];
}

/** Opens the page of a concept while the list stays. */
export const pageButton: QuickInputButton = { iconPath: new ThemeIcon('link-external'), tooltip: 'Open its page' };

/** Lets a person say what a mention means: that of an argument, or the one at the cursor. The server keeps the choice. */
export async function chooseConcept(requests: ConceptRequests, argument: unknown): Promise<void> {
  const found = await mentionAt(requests, targetOf(argument).place);
  if (!found) return;
  const { mention, type, linked, chosen, place } = found;
  const candidates = [...(await chosenBefore(requests, found)), ...found.candidates];
  const item = (choice: ConceptChoice): ChoiceItem => ({
    ...conceptLine(
      choice,
      choice.identifiers.some((each) => linked.includes(each)),
    ),
    ...{ concept: choice.concept, identifiers: choice.identifiers },
    buttons: pagesOf(choice.identifiers).length > 0 ? [pageButton] : [],
  });
  const picked = await pickConcept<ChoiceItem>({
    title: `“${noIcons(mention)}” (${noIcons(type)}): ${linkWords({ ...found, candidates })}`,
    placeholder: `What does it mean? Search, or choose; ${keptWords(place.uri)}`,
    search: (text, token) => requests.search(text, type, token),
    items(typed, results) {
      const fit = typed === '' ? candidates : matching(candidates, typed);
      const known = new Set(fit.map(({ concept }) => concept));
      const more = (results ?? []).filter(({ concept }) => !known.has(concept));
      return [
        ...group(candidates.length > 0 ? 'candidates' : 'no candidate was found: type to search', fit.map(item)),
        ...group('in your terminologies', more.map(item)),
        ...group('otherwise', [
          {
            label: '$(circle-slash) None of these',
            description: `“${noIcons(mention)}” is left without a concept`,
            concept: null,
          },
          ...(chosen ? [{ label: '$(discard) Forget the choice', description: 'and let GERBERA decide' }] : []),
        ]),
      ];
    },
    pressed: ({ identifiers = [] }) => void openPage(identifiers),
  });
  if (!picked) return;
  const choosing: ConceptChoosing = {
    ...{ uri: place.uri, mention, type },
    ...(picked.concept === undefined ? {} : { concept: picked.concept }),
  };
  await requests.choose(choosing);
  const meant = picked.concept === undefined ? undefined : (picked.concept ?? 'none of the concepts');
  const told =
    meant === undefined
      ? `The choice for “${mention}” is forgotten`
      : `“${mention}” is ${meant} now; ${keptWords(place.uri)}`;
  window.setStatusBarMessage(`$(check) ${noIcons(told)}`, 8000);
}

/** The concept that was chosen, if the linker itself does not think of it. */
async function chosenBefore(requests: ConceptRequests, found: MentionChoices): Promise<readonly ConceptChoice[]> {
  const { type, linked, chosen, candidates } = found;
  const [identifier] = linked;
  const isIt = ({ identifiers }: ConceptChoice) => identifiers.some((each) => linked.includes(each));
  if (!chosen || identifier === undefined || candidates.some(isIt)) return [];
  return (await requests.search(identifier, type)).filter(isIt).slice(0, 1);
}

export async function openPage(identifiers: readonly string[]): Promise<void> {
  const page = await askPage(pagesOf(identifiers));
  if (page) await openAddress(page.address);
}

function group(label: string, items: readonly ChoiceItem[]): readonly ChoiceItem[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}

/** Where the choice is kept: the server's own places. */
function keptWords(uri: string): string {
  const document = Uri.parse(uri);
  const folder = document.scheme === 'file' ? workspace.getWorkspaceFolder(document)?.name : undefined;
  return folder === undefined ? 'kept with your terminologies' : `kept in .gerbera/concepts.json of ${noIcons(folder)}`;
}
