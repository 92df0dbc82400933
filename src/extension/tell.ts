import { window } from 'vscode';
import { unlinked } from '../core/unlinked.ts';

/** Tells of a failure; the message may repeat texts of files. */
export function tellError(message: string): void {
  void window.showErrorMessage(`GERBERA: ${unlinked(message)}`);
}

/** Tells what is to be minded, with a button for each action; the one that was chosen. */
export function tellWarning(message: string, ...actions: readonly string[]): Thenable<string | undefined> {
  return window.showWarningMessage(`GERBERA: ${unlinked(message)}`, ...actions);
}

/** Tells something, with a button for each action; the one that was chosen. */
export function tell(message: string, ...actions: readonly string[]): Thenable<string | undefined> {
  return window.showInformationMessage(`GERBERA: ${unlinked(message)}`, ...actions);
}
