import { window } from 'vscode';
import { ownTypes } from '../labels.ts';
import { t } from '../texts.ts';

/** The entity type of a model whose labels do not tell. */
export function askType(): Promise<string | undefined> {
  return pickType(t('What does this model find? Its labels (B, I, O) do not tell.'), []);
}

/** The entity type of a model that nobody has looked into yet; empty where its labels tell. */
export async function askTypeUnlessTold(): Promise<string | undefined> {
  const told = t('Its labels tell');
  const picked = await pickType(t('What does this model find? Say it only where its labels are B, I and O alone'), [
    told,
  ]);
  return picked === told ? '' : picked;
}

async function pickType(title: string, first: readonly string[]): Promise<string | undefined> {
  const other = t('Other …');
  const picked = await window.showQuickPick([...first, ...ownTypes, other], { title, ignoreFocusOut: true });
  if (picked !== other) return picked;
  return window.showInputBox({
    title: t('The type of the entities that this model finds'),
    placeHolder: 'Protein',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? t('A name is needed.') : undefined),
  });
}

/** The name that a model gets in the library. */
export function askName(
  suggested: string,
  problem: (name: string) => string | undefined,
): Thenable<string | undefined> {
  return window.showInputBox({
    title: t('The name of the model in your library'),
    ignoreFocusOut: true,
    value: suggested,
    validateInput: problem,
  });
}
