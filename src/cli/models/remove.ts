import { UserError } from '../../core/errors.ts';
import { removeModel } from '../../library/remove.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { bytesText } from '../sizes.ts';
import { type Terminal, tell, write } from '../terminal.ts';

/** Removes models from the library. */
export async function removeAction(given: Arguments, { stdout, stderr }: Terminal): Promise<number> {
  const names = [...new Set(given.positionals)];
  if (names.length === 0) throw new UsageError('nothing to remove; name models that "gerbera models" shows');
  const removed: { readonly name: string; readonly bytes: number }[] = [];
  let exitCode = 0;
  for (const name of names) {
    try {
      const { bytes } = await removeModel(name);
      removed.push({ name, bytes });
      tell(stderr, `gerbera: ${name}: removed, ${bytesText(bytes)} are free now\n`);
    } catch (thrown) {
      if (!(thrown instanceof UserError) || names.length === 1) throw thrown;
      tell(stderr, `gerbera: ${thrown.message}\n`);
      exitCode = 1;
    }
  }
  if (given.flag('json')) await write(stdout, `${JSON.stringify(removed, undefined, 2)}\n`);
  return exitCode;
}
