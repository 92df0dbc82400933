import type { TrainingConfig } from '../config/config.ts';
import { readCorpora } from '../sources/corpus-data.ts';
import type { DataFile, Reader, RunData, StageData } from '../sources/stage-data.ts';
import { readPretrainingText } from '../sources/text-data.ts';
import { startModel } from '../start/start-model.ts';
import { modelFolder, modelHashes, runHeads, startOptions } from './open-model.ts';

/** A run of which all that it reads has been read. */
export interface PreparedRun {
  readonly data: RunData;
  /** Every file of its data and of the models that it starts from. */
  readonly files: readonly DataFile[];
  readonly heads: readonly string[];
  readonly stages: readonly PreparedStage[];
}

/** A stage with its data, ready to be trained. */
export interface PreparedStage {
  readonly data: StageData;
  readonly reader: Reader;
}

/**
 * Reads every corpus and base and makes every example before anything is trained, so that what is wrong is told at once.
 * @param check what else the files must be, before examples are made of them.
 * @throws UserError naming what is wrong with the configuration, a base or the data.
 */
export async function prepareRun(
  config: TrainingConfig,
  signal: AbortSignal | undefined,
  check: (files: readonly DataFile[]) => void = () => {},
): Promise<PreparedRun> {
  const data = config.text ? await readPretrainingText(config, config.text, signal) : await readCorpora(config, signal);
  const files = [...data.files, ...(await modelHashes(config))];
  check(files);
  const heads = await runHeads(config, data.heads);
  return { data, files, heads, stages: await prepareStages(config, data, heads) };
}

async function prepareStages(
  config: TrainingConfig,
  data: RunData,
  heads: readonly string[],
): Promise<readonly PreparedStage[]> {
  const readers = new Map<string, Reader>();
  const prepared: PreparedStage[] = [];
  for (const [index, stage] of config.stages.entries()) {
    const folder = modelFolder(config, index);
    let reader = readers.get(folder);
    if (!reader) {
      const { model } = await startModel(startOptions(config, heads, folder));
      reader = { spec: model.spec, tokenizer: model.tokenizer };
      readers.set(folder, reader);
    }
    prepared.push({ data: await data.stage(stage, reader), reader });
  }
  return prepared;
}
