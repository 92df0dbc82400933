import { addressOf, namespaceOf } from '../../concepts/namespaces.ts';
import { plain } from '../../evaluate/report/format.ts';
import type { ConceptChoice, MentionChoices } from '../../protocol.ts';

/** Texts of terminologies in lists and in the status bar make no icons. */
export function noIcons(text: string): string {
  return plain(text).replaceAll('$(', '$ (');
}

/** A concept in a list. */
export interface ConceptLine {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
}

/** How a concept stands in a list: its name, identifiers and score, and what else is known of it. */
export function conceptLine({ name, identifiers, description, score }: ConceptChoice, chosen = false): ConceptLine {
  const sure = score === undefined ? [] : [`score ${score.toFixed(2)}`];
  return {
    label: `${chosen ? '$(check) ' : ''}${noIcons(name)}`,
    description: [...identifiers.map(noIcons), ...sure].join(' · '),
    ...(description === '' ? {} : { detail: noIcons(description) }),
  };
}

/** What a mention is linked to now, in words. */
export function linkWords({ linked, chosen, candidates }: MentionChoices): string {
  if (linked.length === 0) return chosen ? 'none, as you chose' : 'none is sure enough';
  const names = candidates.filter(({ identifiers }) => identifiers.some((each) => linked.includes(each)));
  const told = names.length > 0 ? names.map(({ name }) => noIcons(name)).join(', ') : linked.map(noIcons).join(', ');
  return chosen ? `${told}, as you chose` : told;
}

/** Candidates whose name, identifiers or description hold every word that is typed. */
export function matching(choices: readonly ConceptChoice[], typed: string): readonly ConceptChoice[] {
  const words = typed.toLowerCase().split(/\s+/);
  return choices.filter(({ name, identifiers, description }) => {
    const text = [name, ...identifiers, description].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A page in the web that shows a concept. */
export interface ConceptPage {
  readonly identifier: string;
  /** What people call the terminology. */
  readonly title: string;
  readonly address: string;
}

/** The pages of identifiers that have one. */
export function pagesOf(identifiers: readonly string[]): readonly ConceptPage[] {
  return identifiers.flatMap((identifier) => {
    const address = addressOf(identifier);
    return address === undefined ? [] : [{ identifier, title: namespaceOf(identifier)?.title ?? identifier, address }];
  });
}

/** Whether a browser may be sent to an address: anything can call a command, with any argument. */
export function isSafeAddress(address: string): boolean {
  try {
    const { protocol, hostname } = new URL(address);
    return protocol === 'https:' && hostname !== '' && !/[\s\p{Cc}]/u.test(address);
  } catch {
    return false;
  }
}
