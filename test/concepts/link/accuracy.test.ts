import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGold } from '../../../scripts/linking/gold.ts';
import { score } from '../../../scripts/linking/score.ts';
import { identifiersOfTerms, storeOfTerms } from '../../../scripts/linking/terms.ts';
import { createLinker } from '../../../src/concepts/link/create-linker.ts';
import type { ConceptStore } from '../../../src/concepts/store/store.ts';
import { corporaFolder, missing } from '../../support/shared.ts';

const terms = path.join(corporaFolder, 'terms');
const needed = ['disease-ontology', 'mesh'];
const absent = missing(terms) ?? missing(path.join(corporaFolder, 'concepts'));

describe.skipIf(absent)(`linking gold mentions${absent === undefined ? '' : ` (${absent})`}`, () => {
  let folder: string;
  let store: ConceptStore;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'gerbera-terms-'));
    store = await storeOfTerms(terms, folder, needed);
  }, 120_000);
  afterAll(async () => {
    store.close();
    await rm(folder, { recursive: true });
  });

  it('is as accurate on the test part of NCBI-disease as docs/linking.md says', { timeout: 120_000 }, async () => {
    const documents = await readGold(corporaFolder, 'ncbi-disease/test');
    const [scores] = score(documents, createLinker(store), store, await identifiersOfTerms(terms));
    expect(scores?.all.of).toBe(960);
    expect((100 * scores!.all.right) / scores!.all.of).toBeGreaterThanOrEqual(75.1 - 0.5);
  });
});
