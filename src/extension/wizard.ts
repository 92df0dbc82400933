import {
  type Disposable,
  type InputBox,
  InputBoxValidationSeverity,
  type QuickInput,
  QuickInputButtons,
  type QuickPickItem,
  ThemeIcon,
  window,
} from 'vscode';
import { tellWarning } from './tell.ts';

/** A place among several questions. */
export interface QuestionPlace {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  readonly placeholder: string;
  readonly canGoBack: boolean;
}

/** One question of several, in the list that drops down from the top. */
export interface Question<T extends QuickPickItem> extends QuestionPlace {
  readonly items: readonly T[];
  /** The answer that Enter gives. */
  readonly active?: T | undefined;
  /** Why an item cannot be taken; it is told, and the question stays. */
  problem?(item: T): string | undefined;
}

/** One question of several that has several answers. */
export interface SeveralQuestion<T extends QuickPickItem> extends QuestionPlace {
  readonly items: readonly T[];
  /** The answers that are ticked. */
  readonly chosen: readonly T[];
  /** A button beside the field, for an answer that is not in the list. */
  readonly other: { readonly icon: string; readonly tooltip: string };
  /** Why these answers cannot be taken; it is told, and the question stays. */
  problem(items: readonly T[]): string | undefined;
}

/** What was ticked, and whether one more answer is wanted that is not in the list. */
export interface SeveralAnswer<T> {
  readonly chosen: readonly T[];
  readonly other: boolean;
}

/** One question of several whose answer is typed. */
export interface TextQuestion extends QuestionPlace {
  /** The answer that Enter gives if nothing is typed. */
  readonly value: string;
  /** What stands below the field. */
  readonly prompt?: string;
  /** Why a text cannot be taken; told below the field while it is typed. */
  problem(value: string): string | undefined;
  /** Hears what stands in the field, also of one that is left for the question before. */
  typed?(value: string): void;
  /** A button beside the field, for a way to answer other than to type. */
  readonly other?: { readonly icon: string; readonly tooltip: string };
}

/** The answer to a question: an item, the way back to the question before, or undefined for none. */
export function ask<T extends QuickPickItem>(question: Question<T>): Promise<T | 'back' | undefined> {
  const { placeholder, items, active } = question;
  const pick = window.createQuickPick<T>();
  Object.assign(pick, { placeholder, items, matchOnDescription: true, matchOnDetail: true });
  if (active) pick.activeItems = [active];
  return answerOf<T>(question, pick, (answer) =>
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (!item) return;
      const problem = question.problem?.(item);
      if (problem === undefined) answer(item);
      else void tellWarning(problem);
    }),
  );
}

/** The answers to a question that has several. */
export function askSeveral<T extends QuickPickItem>(
  question: SeveralQuestion<T>,
): Promise<SeveralAnswer<T> | 'back' | undefined> {
  const { placeholder, items, chosen, other } = question;
  const pick = window.createQuickPick<T>();
  Object.assign(pick, { placeholder, items, canSelectMany: true, matchOnDescription: true });
  pick.selectedItems = chosen;
  const button = { iconPath: new ThemeIcon(other.icon), tooltip: other.tooltip };
  pick.buttons = [button];
  return answerOf<SeveralAnswer<T>>(question, pick, (answer) => {
    pick.onDidTriggerButton((pressed) => {
      if (pressed === button) answer({ chosen: pick.selectedItems, other: true });
    });
    return pick.onDidAccept(() => {
      const problem = question.problem(pick.selectedItems);
      if (problem === undefined) answer({ chosen: pick.selectedItems, other: false });
      else void tellWarning(problem);
    });
  });
}

/** What was typed, or that it is to be answered another way. */
export type TypedAnswer = { readonly text: string } | { readonly other: true };

/** The text that was typed, without white space around it, likewise. */
export function askText(question: TextQuestion): Promise<TypedAnswer | 'back' | undefined> {
  const { placeholder, value, prompt = '', other } = question;
  const box = window.createInputBox();
  Object.assign(box, { placeholder, value, prompt });
  const judge = () => {
    const message = question.problem(box.value.trim());
    box.validationMessage = message === undefined ? '' : { message, severity: InputBoxValidationSeverity.Error };
    return message;
  };
  box.onDidChangeValue(() => {
    question.typed?.(box.value.trim());
    judge();
  });
  judge();
  const button = other && { iconPath: new ThemeIcon(other.icon), tooltip: other.tooltip };
  if (button) box.buttons = [button];
  return answerOf<TypedAnswer>(question, box, (answer) => {
    box.onDidTriggerButton((pressed) => {
      if (pressed === button) answer({ other: true });
    });
    return box.onDidAccept(() => {
      if (judge() === undefined) answer({ text: box.value.trim() });
    });
  });
}

/** Shows a question and waits for its answer; then it is gone. */
function answerOf<T>(
  { title, step, steps, canGoBack }: QuestionPlace,
  input: QuickInput & Pick<InputBox, 'buttons' | 'onDidTriggerButton'>,
  accept: (answer: (given: T) => void) => Disposable,
): Promise<T | 'back' | undefined> {
  Object.assign(input, { title, step, totalSteps: steps, ignoreFocusOut: true });
  if (canGoBack) input.buttons = [QuickInputButtons.Back, ...input.buttons];
  return new Promise((resolve) => {
    const listeners: Disposable[] = [input];
    const answer = (given: T | 'back' | undefined) => {
      resolve(given);
      for (const listener of listeners) listener.dispose();
    };
    listeners.push(
      input.onDidTriggerButton((button) => {
        if (button === QuickInputButtons.Back) answer('back');
      }),
      input.onDidHide(() => answer(undefined)),
      accept(answer),
    );
    input.show();
  });
}
