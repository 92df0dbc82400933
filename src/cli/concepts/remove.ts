import { removeTerminology } from '../../concepts/import/terminologies.ts';
import { UserError } from '../../core/errors.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { type Terminal, tell } from '../terminal.ts';
import { givenConceptsFolder } from './store-folder.ts';

/** Removes terminologies, and what is left of imports that were interrupted. */
export async function removeAction(given: Arguments, { stderr }: Terminal): Promise<number> {
  const names = given.positionals;
  if (names.length === 0) throw new UsageError('nothing to remove; name terminologies that "concepts list" shows');
  let exitCode = 0;
  for (const name of new Set(names)) {
    try {
      await removeTerminology(givenConceptsFolder(given), name);
      tell(stderr, `gerbera: ${name}: removed\n`);
    } catch (thrown) {
      if (!(thrown instanceof UserError) || names.length === 1) throw thrown;
      tell(stderr, `gerbera: ${thrown.message}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}
