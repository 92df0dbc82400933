import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { importTerminology } from '../../src/concepts/import/import-terminology.ts';
import { openStore } from '../../src/concepts/store/open-store.ts';
import type { ConceptStore } from '../../src/concepts/store/store.ts';

/** Entity types of tables whose rows do not tell them. */
const types: Readonly<Record<string, string>> = { 'ncbi-gene': 'Gene' };

/**
 * A store of all terminologies of a folder (`terms/NAME/FILE.tsv.gz`).
 * @param folder where it is made; terminologies that are in it already are not read again.
 */
export async function storeOfTerms(terms: string, folder: string): Promise<ConceptStore> {
  const names = (await readdir(terms, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const known = existing(folder);
  for (const { name } of names) {
    if (known.has(name)) continue;
    const [file] = (await readdir(path.join(terms, name))).filter((entry) => /\.tsv(\.gz)?$/.test(entry));
    if (file === undefined) continue;
    const type = types[name];
    for await (const event of importTerminology({
      folder,
      place: path.join(terms, name, file),
      name,
      ...(type === undefined ? {} : { type }),
    })) {
      if (event.kind === 'done')
        console.error(`${name}: ${event.terminology.concepts} concepts, ${event.terminology.names} names`);
    }
  }
  return openStore(folder);
}

function existing(folder: string): ReadonlySet<string> {
  try {
    const store = openStore(folder);
    const names = store.terminologies().map(({ name }) => name);
    store.close();
    return new Set(names);
  } catch {
    return new Set();
  }
}
