import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isJsonObject } from '../core/json.ts';

/** What a training run notes in its output folder: what it was started with, until it is done, and what it did. */
export const runFiles = { start: 'training.json', record: 'run.json' } as const;

/** Ratios in [0, 1] by exact matches, and the mentions of the gold standard. */
export interface ModelScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

/** The scores of a model on one corpus. */
export interface ModelScores {
  readonly corpus: string;
  readonly micro: ModelScore;
  readonly types: Readonly<Record<string, ModelScore>>;
}

/** What the record of a run says of its model. */
export interface RunRecord {
  /** When it was done, in ISO 8601. */
  readonly finished?: string;
  readonly method?: string;
  /** The name of the model that it began with. */
  readonly base?: string;
  readonly devel: readonly ModelScores[];
  readonly test: readonly ModelScores[];
}

/** Whether a folder holds a run that is under way or was interrupted: what else lies in it is no model yet. */
export function isUnfinishedRun(folder: string): boolean {
  return existsSync(path.join(folder, runFiles.start)) && !existsSync(path.join(folder, runFiles.record));
}

/** The record beside a model that we have trained; undefined where there is none that can be read. */
export async function readRunRecord(folder: string): Promise<RunRecord | undefined> {
  let record: unknown;
  try {
    record = JSON.parse(await readFile(path.join(folder, runFiles.record), 'utf8'));
  } catch {
    return undefined;
  }
  if (!isJsonObject(record) || typeof record.gerbera !== 'string') return undefined;
  const { finished, config, devel, test } = record;
  const { method, base } = isJsonObject(config) ? config : {};
  return {
    ...(typeof finished === 'string' ? { finished } : {}),
    ...(typeof method === 'string' ? { method } : {}),
    // It may have been trained on another system.
    ...(typeof base === 'string' ? { base: path.win32.basename(base) } : {}),
    devel: scoresIn(devel),
    test: scoresIn(test),
  };
}

/** The scores in a record; what is damaged is left out. */
export function scoresIn(value: unknown): readonly ModelScores[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) => {
    if (!isJsonObject(each) || typeof each.corpus !== 'string' || !isScore(each.micro)) return [];
    const types = Object.entries(isJsonObject(each.types) ? each.types : {}).flatMap(([type, score]) =>
      isScore(score) ? [[type, score] as const] : [],
    );
    return [{ corpus: each.corpus, micro: each.micro, types: Object.fromEntries(types) }];
  });
}

function isScore(value: unknown): value is ModelScore {
  return (
    isJsonObject(value) && ['precision', 'recall', 'f1', 'support'].every((name) => typeof value[name] === 'number')
  );
}
