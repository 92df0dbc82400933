// How many gold mentions are linked rightly, and how many of those that the embedded model finds:
// `npm run linking -- --corpora DIR [--store DIR] [--found DIR] [--parts ncbi-disease/devel,...] [--errors N]`.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createLinker } from '../../src/concepts/link/create-linker.ts';
import { type Engine, openEngine } from '../../src/engine.ts';
import { root } from '../paths.ts';
import { scoreFound, tellFound } from './end-to-end.ts';
import { findMentions } from './found.ts';
import { readGold } from './gold.ts';
import { score, tellScores } from './score.ts';
import { identifiersOfTerms, storeOfTerms } from './terms.ts';

const tests = 'ncbi-disease/test,bc5cdr/test,linnaeus/test,gnormplus/test';
const { values } = parseArgs({
  options: {
    corpora: { type: 'string', default: path.join(root, '../shared/corpora') },
    store: { type: 'string' },
    found: { type: 'string' },
    parts: { type: 'string', default: tests },
    errors: { type: 'string', default: '0' },
  },
});
let opened: Promise<Engine> | undefined;
const engine = (): Promise<Engine> => {
  opened ??= openEngine();
  return opened;
};
const made = values.store === undefined ? await mkdtemp(path.join(os.tmpdir(), 'gerbera-terms-')) : undefined;
const store = await storeOfTerms(path.join(values.corpora, 'terms'), values.store ?? made!);
try {
  const linker = createLinker(store);
  const held = await identifiersOfTerms(path.join(values.corpora, 'terms'));
  for (const part of values.parts.split(',')) {
    const documents = await readGold(values.corpora, part);
    for (const scores of score(documents, linker, store, held)) {
      process.stdout.write(`${tellScores(part, scores, Number(values.errors)).join('\n')}\n`);
    }
    const found = await findMentions(documents, part, engine, values.found);
    for (const scores of scoreFound(found, linker, held)) process.stdout.write(`${tellFound(part, scores)}\n`);
  }
} finally {
  await (await opened)?.dispose();
  store.close();
  if (made !== undefined) await rm(made, { recursive: true });
}
