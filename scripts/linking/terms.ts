import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { importTerminology } from '../../src/concepts/import/import-terminology.ts';
import { identifierOf } from '../../src/concepts/namespaces.ts';
import { openStore } from '../../src/concepts/store/open-store.ts';
import type { ConceptStore } from '../../src/concepts/store/store.ts';
import { readLines } from '../../src/files/lines.ts';

/** Entity types of tables whose rows do not tell them. */
const types: Readonly<Record<string, string>> = { 'ncbi-gene': 'Gene' };

/**
 * A store of all terminologies of a folder (`terms/NAME/FILE.tsv.gz`).
 * @param folder where it is made; terminologies that are in it already are not read again.
 * @param only names of terminologies; all if not given.
 */
export async function storeOfTerms(terms: string, folder: string, only?: readonly string[]): Promise<ConceptStore> {
  const names = (await readdir(terms, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && (only?.includes(entry.name) ?? true),
  );
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
      if (event.kind === 'problem') console.error(`${file}:${event.line}: ${event.message}`);
    }
  }
  return openStore(folder);
}

/** All identifiers that the terminologies of a folder hold or refer to. */
export async function identifiersOfTerms(terms: string): Promise<ReadonlySet<string>> {
  const identifiers = new Set<string>();
  const names = (await readdir(terms, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of names) {
    for (const file of await readdir(path.join(terms, name))) {
      for await (const { texts } of readLines(path.join(terms, name, file))) {
        for (const text of texts) {
          const [identifier = '', , , references = ''] = text.split('\t');
          for (const one of [identifier, ...references.split('|')]) identifiers.add(identifierOf(one));
        }
      }
    }
  }
  return identifiers;
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
