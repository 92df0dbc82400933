import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ConceptRecord, Terminology } from '../../../src/concepts/concept.ts';
import { openStore } from '../../../src/concepts/store/open-store.ts';
import type { ConceptStore } from '../../../src/concepts/store/store.ts';
import { StoreWriter } from '../../../src/concepts/store/writer.ts';
import { finish } from '../../../src/core/steps.ts';

let line = 1;

/** A concept of diseases, on a line of its own, but for what is given. */
export function concept(identifier: string, name: string, rest: Partial<ConceptRecord> = {}): ConceptRecord {
  return { identifier, name, types: ['Disease'], names: [], xrefs: [], parents: [], line: ++line, ...rest };
}

/** Other names, all synonyms. */
export function synonyms(...texts: readonly string[]): ConceptRecord['names'] {
  return texts.map((text) => ({ text, kind: 'synonym' }));
}

/** A folder that is removed when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Stores a terminology in a folder, as an import would. */
export function put(folder: string, name: string, records: readonly ConceptRecord[]): Terminology {
  const writer = StoreWriter.open(folder, name);
  try {
    return write(writer, name, records);
  } finally {
    writer.close();
  }
}

function write(writer: StoreWriter, name: string, records: readonly ConceptRecord[]): Terminology {
  writer.begin({ name, source: `${name}.tsv`, fingerprint: name });
  writer.append(records, 0.5);
  return finish(writer.finish({ title: name, version: '1', licence: 'MIT', sha256: '00', imported: '2026-01-01' }));
}

/** Opens the store in a folder; it is closed when the test has ended. */
export function reader(folder: string): ConceptStore {
  const store = openStore(folder);
  onTestFinished(() => store.close());
  return store;
}

/** A store of one terminology, in memory. */
export function storeOf(...records: readonly ConceptRecord[]): ConceptStore {
  const { writer, store } = StoreWriter.inMemory();
  write(writer, 'terms', records);
  onTestFinished(() => store.close());
  return store;
}
