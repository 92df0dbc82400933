import { UserError } from '../../../core/errors.ts';
import { isChosen } from '../../model-setting.ts';
import type { Session } from '../../session.ts';

/** @throws UserError if the setting names the model in a folder that is to be removed. */
export function refuseChosen(
  folder: string,
  { configuration, workspace }: Pick<Session, 'configuration' | 'workspace'>,
): void {
  if (isChosen(folder, configuration.values.model, workspace.folders)) {
    throw new UserError(`${folder}: this model is in use; choose another one first`);
  }
}
