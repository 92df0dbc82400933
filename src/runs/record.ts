import { readFileSync, type Stats, statSync } from 'node:fs';
import { errorMessage } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type { Loose } from './facts.ts';

/** A record that a run has written: what it says, or what is wrong with it. */
export interface ReadRecord {
  readonly present: boolean;
  readonly value: Loose;
  readonly problem?: string;
}

const absent: ReadRecord = { present: false, value: {} };

/** A run's record that is read again only when it has changed. */
export class RecordFile {
  readonly #file: string;
  #known: { readonly stats: Stats; readonly record: ReadRecord } | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  read(): ReadRecord {
    const stats = statSync(this.#file, { throwIfNoEntry: false });
    if (!stats) return absent;
    const same = (['ino', 'size', 'mtimeMs'] as const).every((key) => this.#known?.stats[key] === stats[key]);
    if (!same || !this.#known) this.#known = { stats, record: readRecord(this.#file) };
    return this.#known.record;
  }
}

/** Reads one of a run's records. A file that a person or a broken disk has changed is told of, not thrown. */
export function readRecord(file: string): ReadRecord {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isJsonObject(value)) return { present: true, value };
    return { present: true, value: {}, problem: `${file}: damaged: not a JSON object` };
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return absent;
    const what = thrown instanceof SyntaxError ? 'damaged' : 'cannot be read';
    return { present: true, value: {}, problem: `${file}: ${what}: ${errorMessage(thrown)}` };
  }
}
