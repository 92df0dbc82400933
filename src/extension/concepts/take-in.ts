import { type CancellationToken, ProgressLocation, window } from 'vscode';
import { unlinked } from '../../core/unlinked.ts';
import type { TerminologyOutcome } from '../../protocol.ts';
import { unlessCancelled } from '../cancelled.ts';
import type { Step } from '../connection.ts';
import { tell, tellWarning } from '../tell.ts';
import { outcomeWords } from './terminology-words.ts';

/**
 * Imports or downloads under a notification that tells how far it is and cancels, and tells what came of it.
 * @param name of the terminology in the store.
 * @returns what a person wants to see then.
 */
export async function takeIn(
  what: 'import' | 'download',
  { name, title = name }: { readonly name: string; readonly title?: string },
  work: (token: CancellationToken, told: (step: Step) => void) => Promise<TerminologyOutcome>,
): Promise<'show' | 'output' | undefined> {
  const outcome =
    (await window.withProgress(
      { location: ProgressLocation.Notification, title: `GERBERA: ${what}ing ${unlinked(title)}`, cancellable: true },
      (progress, token) => unlessCancelled(token, () => work(token, (step) => progress.report(step))),
    )) ?? ({ kind: 'cancelled' } as const);
  const words = outcomeWords(what, name, outcome);
  const show = 'Show Terminologies';
  const output = 'Show Output';
  const answer =
    outcome.kind === 'done' && outcome.problems > 0
      ? await tellWarning(words, output, show)
      : await tell(words, ...(outcome.kind === 'done' ? [show] : []));
  return answer === show ? 'show' : answer === output ? 'output' : undefined;
}
