// Packs the extension: `npm run package [-- --target <platform>]`; this machine's platform if none is given.
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { errorMessage } from '../src/core/errors.ts';
import { parseTarget, thisTarget } from './targets.ts';
import { packageExtension } from './vsix.ts';

try {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  const file = await packageExtension(values.target === undefined ? thisTarget() : parseTarget(values.target));
  process.stdout.write(`${file}: ${((await stat(file)).size / 1e6).toFixed(1)} MB\n`);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}
