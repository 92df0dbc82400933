import * as l10n from '@vscode/l10n';

/** Texts in the user's language, by the English ones: `vscode.l10n.bundle`. English where there are none. */
export function useTexts(bundle: Readonly<Record<string, unknown>> | undefined): void {
  l10n.config({ contents: JSON.stringify(bundle ?? {}) });
}

/**
 * A text in the user's language, also where `vscode` is not: `t('{0} of {1}', 2, 20)`. The English one is to stand in the
 * call as it is, since `npm run texts` collects the texts from there.
 */
export function t(message: string, ...values: readonly (string | number | boolean)[]): string {
  return l10n.t(message, ...values);
}
