// What predicts the gain of an auxiliary corpus? `npm run transfer:learn -- --study FILE --results FILE [--corpora DIR]`
// writes models/transfer/gain.json.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../../src/core/errors.ts';
import { writeTextDurably } from '../../src/files/durable.ts';
import { gainTable, transferFolder } from '../../src/library/folders.ts';
import { readResults } from '../../src/study/results.ts';
import { readSpec } from '../../src/study/spec/parse-spec.ts';
import { learnGains } from './learn-gains.ts';

const { values } = parseArgs({
  options: {
    study: { type: 'string' },
    results: { type: 'string' },
    corpora: { type: 'string' },
    out: { type: 'string', default: gainTable() },
    threads: { type: 'string' },
  },
});
try {
  if (values.study === undefined || values.results === undefined) {
    throw new UserError('--study (its file) and --results (its results.jsonl) are needed');
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const spec = readSpec(values.study, values.corpora === undefined ? {} : { corpora: values.corpora });
  const table = await learnGains(spec, readResults(values.results), {
    model: path.basename(spec.base),
    cache: transferFolder(),
    ...(values.threads === undefined ? {} : { threads: Number(values.threads) }),
    signal: stop.signal,
    tell: (message) => process.stderr.write(`${message}\n`),
  });
  mkdirSync(path.dirname(values.out), { recursive: true });
  const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(8)) : value);
  writeTextDurably(values.out, `${JSON.stringify(table, short, 2)}\n`);
  for (const [method, learned] of Object.entries(table.methods)) {
    if (!learned) continue;
    const { fit, judgement } = learned;
    process.stdout.write(`${method}: ${fit.predictors.join(', ') || 'no measure'}; ${JSON.stringify(judgement)}\n`);
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
