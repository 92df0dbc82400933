// Does GERBERA help? `npm run study -- --corpora DIR --base MODEL [--seeds 1,2,3] [--sizes 5,20,100] [--jobs N]`
// runs what is missing.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessage } from '../../src/core/errors.ts';
import { root } from '../paths.ts';
import { runStudy } from './run.ts';

try {
  const { values } = parseArgs({
    options: {
      corpora: { type: 'string' },
      base: { type: 'string', default: path.join(root, 'models', 'base') },
      seeds: { type: 'string', default: '1,2,3,4,5' },
      sizes: { type: 'string', default: '5,20,100' },
      jobs: { type: 'string', default: '1' },
    },
  });
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  await runStudy({
    ...(values.corpora === undefined ? {} : { corpora: path.resolve(values.corpora) }),
    base: path.resolve(values.base),
    seeds: values.seeds.split(',').map(Number),
    sizes: values.sizes.split(',').map((percent) => Number(percent) / 100),
    jobs: Number(values.jobs),
    folder: path.join(root, 'docs', 'study'),
    signal: stop.signal,
    tell: (line) => process.stdout.write(`${line}\n`),
  });
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}
