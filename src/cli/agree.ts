import { createInterface } from 'node:readline/promises';
import { UserError } from '../core/errors.ts';
import type { Terminal } from './terminal.ts';

/**
 * Asks a person on a terminal whether to download what was shown.
 * @returns whether the answer was yes.
 * @throws UserError where there is no terminal: nothing is downloaded without `--yes` then; the signal's reason.
 */
export async function agreed({ stdin, stderr, signal }: Terminal): Promise<boolean> {
  if (!('isTTY' in stdin && stdin.isTTY === true)) {
    throw new UserError('nothing is downloaded without being asked for: --yes says that you want it');
  }
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  try {
    const answer = await lines.question('Download? [y/N] ', { signal });
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
