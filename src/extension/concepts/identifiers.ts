import { commands, env, Uri, window } from 'vscode';
import { namespaceOf } from '../../concepts/namespaces.ts';
import { quoted } from '../../core/quote.ts';
import { tell } from '../tell.ts';
import { mentionAt } from './at-cursor.ts';
import type { ConceptRequests } from './concept-requests.ts';
import { type ConceptPage, isSafeAddress, noIcons, pagesOf } from './concept-words.ts';
import { type Target, targetOf } from './target.ts';

/** How long the status bar tells what was done (ms). */
const told = 5000;

/** Copies the identifier that is given, or that of the concept at the cursor; which one, is asked where there are several. */
export async function copyIdentifier(requests: ConceptRequests, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  const identifiers = target.text === undefined ? await identifiersOf(requests, target) : [target.text];
  if (identifiers.length === 0) return;
  const items = identifiers.map((identifier) => ({
    label: noIcons(identifier),
    description: namespaceOf(identifier)?.title ?? '',
    identifier,
  }));
  const picked =
    items.length === 1 ? items[0] : await window.showQuickPick(items, { title: 'Which identifier is to be copied?' });
  if (picked) await copy(picked.identifier);
}

/** Copies an identifier and says so in the status bar. */
export async function copy(identifier: string): Promise<void> {
  await env.clipboard.writeText(identifier);
  window.setStatusBarMessage(`$(check) Copied ${noIcons(identifier)}`, told);
}

/** Opens the page at the address that is given, or that of the concept at the cursor, in the browser. */
export async function openConcept(requests: ConceptRequests, argument: unknown): Promise<void> {
  const target = targetOf(argument);
  if (target.text !== undefined) return openAddress(target.text);
  const identifiers = await identifiersOf(requests, target);
  if (identifiers.length === 0) return;
  const pages = pagesOf(identifiers);
  if (pages.length === 0) {
    void tell(`no page in the web is known for ${identifiers.join(', ')}.`);
    return;
  }
  const page = await askPage(pages);
  if (page) await openAddress(page.address);
}

/** Which of several pages is meant. */
export async function askPage(pages: readonly ConceptPage[]): Promise<ConceptPage | undefined> {
  if (pages.length < 2) return pages[0];
  const items = pages.map((page) => ({
    label: noIcons(page.title),
    description: noIcons(page.identifier),
    detail: page.address,
    page,
  }));
  return (await window.showQuickPick(items, { title: 'Which page is to be opened?' }))?.page;
}

export async function openAddress(address: string): Promise<void> {
  if (!isSafeAddress(address))
    throw new Error(`${quoted(address)} is not opened: it is not the address of a page (https)`);
  await env.openExternal(Uri.parse(address, true));
}

/** The identifiers that a command is about; a person is told where there are none. */
async function identifiersOf(requests: ConceptRequests, { identifiers, place }: Target): Promise<readonly string[]> {
  if (identifiers) return identifiers;
  const found = await mentionAt(requests, place);
  if (!found) return [];
  if (found.linked.length > 0) return found.linked;
  const choose = 'Choose a Concept…';
  const answer = await tell(`${quoted(found.mention)} is not linked to a concept.`, choose);
  if (answer === choose) await commands.executeCommand('gerbera.chooseConcept', found.place);
  return [];
}
