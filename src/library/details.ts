import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { bytesIn } from '../files/disk-space.ts';
import { neededTensors } from '../model/layout.ts';
import type { ModelSpec } from '../model/spec.ts';
import { describeModel } from './describe.ts';
import { exportableHeads } from './export/heads.ts';
import { modelsFolder } from './folders.ts';
import { type InstalledModel, type ModelPlace, modelPlaces } from './list.ts';
import { type ModelScores, type RunRecord, readRunRecord } from './run-record.ts';

/** A head of a model. */
export interface HeadDetails {
  readonly name: string;
  /**
   * Whether it is a single linear layer: exported alone it is exactly a plain token classifier of transformers then. One of
   * two layers is exported with a Python file of its own.
   */
  readonly plain: boolean;
}

/** An installed model with what its folder tells. */
export interface ModelDetails extends InstalledModel {
  /** What it takes on the disk, in bytes. */
  readonly bytes: number;
  /** Weights; absent of a broken model. */
  readonly parameters?: number;
  /** When it was trained or, of models of others, imported; in ISO 8601. */
  readonly date?: string;
  /** The method that it was trained by, and the name of the model that it was trained from; of our own models. */
  readonly method?: string;
  readonly base?: string;
  /** Those of the test parts where there are any, else of the devel parts; empty for models of others. */
  readonly scores: readonly ModelScores[];
  readonly scoredOn?: 'test' | 'devel';
  /** Whether there is a model card. */
  readonly card: boolean;
  readonly heads: readonly HeadDetails[];
}

/** The models that `listModels` lists, with what their folders tell; no tensor is read. */
export async function modelDetails(models: string = modelsFolder()): Promise<ModelDetails[]> {
  return Promise.all((await modelPlaces(models)).map(detailsOf));
}

async function detailsOf(place: ModelPlace): Promise<ModelDetails> {
  const { folder } = place;
  const [{ spec, ...described }, bytes, record, date] = await Promise.all([
    describeModel(folder),
    bytesIn(folder, { links: true }),
    readRunRecord(folder),
    dateOf(folder),
  ]);
  return {
    ...place,
    ...described,
    bytes,
    ...(spec ? { parameters: parametersOf(spec) } : {}),
    ...(record?.finished !== undefined ? { date: record.finished } : date === undefined ? {} : { date }),
    ...(record?.method === undefined ? {} : { method: record.method }),
    ...(record?.base === undefined ? {} : { base: record.base }),
    ...scoresOf(record),
    card: existsSync(path.join(folder, 'README.md')),
    heads: spec ? exportableHeads(spec).map(({ name }) => ({ name, plain: spec.kind === 'linear' })) : [],
  };
}

function scoresOf(record: RunRecord | undefined): Pick<ModelDetails, 'scores' | 'scoredOn'> {
  if (record && record.test.length > 0) return { scores: record.test, scoredOn: 'test' };
  if (record && record.devel.length > 0) return { scores: record.devel, scoredOn: 'devel' };
  return { scores: [] };
}

function parametersOf(spec: ModelSpec): number {
  let sum = 0;
  for (const { shape } of neededTensors(spec)) sum += shape.reduce((product, size) => product * size, 1);
  return sum;
}

/** When the folder was filled. */
async function dateOf(folder: string): Promise<string | undefined> {
  const found = await stat(folder).catch(() => undefined);
  return found?.mtime.toISOString();
}
