import { type Disposable, QuickInputButtons, type QuickPickItem, window } from 'vscode';
import { tellWarning } from './tell.ts';

/** One question of several, in the list that drops down from the top. */
export interface Question<T extends QuickPickItem> {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  readonly placeholder: string;
  readonly items: readonly T[];
  /** The answer that Enter gives. */
  readonly active?: T | undefined;
  readonly canGoBack: boolean;
  /** Why an item cannot be taken; it is told, and the question stays. */
  problem?(item: T): string | undefined;
}

/** The answer to a question: an item, the way back to the question before, or undefined for none. */
export function ask<T extends QuickPickItem>(question: Question<T>): Promise<T | 'back' | undefined> {
  const { title, step, steps, placeholder, items, active, canGoBack } = question;
  const pick = window.createQuickPick<T>();
  Object.assign(pick, { title, step, totalSteps: steps, placeholder, items, ignoreFocusOut: true });
  Object.assign(pick, { matchOnDescription: true, matchOnDetail: true });
  if (active) pick.activeItems = [active];
  if (canGoBack) pick.buttons = [QuickInputButtons.Back];
  return new Promise((resolve) => {
    const listeners: Disposable[] = [pick];
    const answer = (given: T | 'back' | undefined) => {
      resolve(given);
      for (const listener of listeners) listener.dispose();
    };
    listeners.push(
      pick.onDidTriggerButton(() => answer('back')),
      pick.onDidHide(() => answer(undefined)),
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (!item) return;
        const problem = question.problem?.(item);
        if (problem === undefined) answer(item);
        else void tellWarning(problem);
      }),
    );
    pick.show();
  });
}
