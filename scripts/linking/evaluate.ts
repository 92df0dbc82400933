// How many gold mentions are linked rightly: `npm run linking -- --corpora DIR [--store DIR] [--parts ncbi-disease/devel,...]`.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createLinker } from '../../src/concepts/link/create-linker.ts';
import { root } from '../paths.ts';
import { readGold } from './gold.ts';
import { score, tellScores } from './score.ts';
import { identifiersOfTerms, storeOfTerms } from './terms.ts';

const tests = 'ncbi-disease/test,bc5cdr/test,linnaeus/test,gnormplus/test';
const { values } = parseArgs({
  options: {
    corpora: { type: 'string', default: path.join(root, '../shared/corpora') },
    store: { type: 'string' },
    parts: { type: 'string', default: tests },
    errors: { type: 'string', default: '0' },
  },
});
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
  }
} finally {
  store.close();
  if (made !== undefined) await rm(made, { recursive: true });
}
