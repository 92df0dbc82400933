import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Concepts, openConcepts } from '../../src/concepts/concepts.ts';
import { importTerminology } from '../../src/concepts/import/import-terminology.ts';
import { concept, put, temporaryFolder } from './store/made-store.ts';

const header = 'id\tname\tsynonyms\txrefs\textra\n';

function opened(): { readonly concepts: Concepts; readonly folder: string; readonly embedded: string } {
  const folder = temporaryFolder();
  const embedded = path.join(folder, 'embedded.tsv');
  writeFileSync(embedded, `${header}E:1\tembedded\t\t\ttypes=Disease\n`);
  const concepts = openConcepts({ folder: path.join(folder, 'store'), embedded });
  onTestFinished(() => concepts.close());
  return { concepts, folder: path.join(folder, 'store'), embedded };
}

/** What terminologies are seen; a file that comes or goes is seen after a moment. */
const seen = ({ store }: Concepts) => expect.poll(() => store.terminologies().map(({ name }) => name));

describe('the terminologies of a user', () => {
  it('are those that come with the product where there is no store', async () => {
    const { concepts } = opened();
    expect(concepts.store.terminologies()).toEqual([]);
    const { revision } = concepts.store;
    await concepts.ready;
    expect(concepts.store.revision).not.toBe(revision);
    expect(concepts.store.concept('E:1')?.name).toBe('embedded');
    expect(concepts.store.terminologies()).toMatchObject([{ name: 'samples', title: 'Concepts of the sample papers' }]);
  });

  it('are followed when a store comes, is replaced and goes', async () => {
    const { concepts, folder } = opened();
    await concepts.ready;
    const revisions = [concepts.store.revision];
    put(folder, 'first', [concept('F:1', 'first')]);
    await seen(concepts).toEqual(['first']);
    revisions.push(concepts.store.revision);
    const other = temporaryFolder();
    put(other, 'second', [concept('S:1', 'second')]);
    renameSync(path.join(other, 'concepts.sqlite'), path.join(folder, 'concepts.sqlite'));
    await seen(concepts).toEqual(['second']);
    revisions.push(concepts.store.revision);
    rmSync(folder, { recursive: true });
    await seen(concepts).toEqual(['samples']);
    revisions.push(concepts.store.revision);
    expect(new Set(revisions).size).toBe(4);
  });

  it('stay those of the product until a first import is done', async () => {
    const { concepts, folder, embedded } = opened();
    await concepts.ready;
    const place = path.join(path.dirname(embedded), 'terms.tsv');
    writeFileSync(place, `${header}T:1\tone\n`);
    for await (const _ of importTerminology({ folder, place, embedded, type: 'Disease' })) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(concepts.store.concept('E:1')?.name).toBe('embedded');
    }
    await seen(concepts).toEqual(['samples', 'terms']);
  });

  it('are told as damaged at once, and in between', async () => {
    const { concepts, folder, embedded } = opened();
    await concepts.ready;
    put(folder, 'first', [concept('F:1', 'first')]);
    await seen(concepts).toEqual(['first']);
    rmSync(folder, { recursive: true });
    put(folder, 'first', [concept('F:1', 'first')]);
    writeFileSync(path.join(folder, 'concepts.sqlite'), 'no store');
    expect(() => openConcepts({ folder, embedded })).toThrow(/not a store of terminologies/);
    await expect.poll(() => error(() => concepts.store.nameCount)).toMatch(/not a store/);
  });
});

function error(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (thrown) {
    return String(thrown);
  }
}
