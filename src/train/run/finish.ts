import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeTextDurably } from '../../files/durable.ts';
import { productVersion } from '../../library/folders.ts';
import { loadClassifier } from '../../model/load.ts';
import { loadOnnxRuntime } from '../../runtime/onnxruntime.ts';
import type { TrainingConfig } from '../config/config.ts';
import type { CorpusScores, DoneEvent, FinishedModel } from '../events.ts';
import { modelCard } from '../output/card.ts';
import { readWeights, writeModel } from '../output/checkpoint-folder.ts';
import { outputNames, type RunStart } from '../output/output.ts';
import type { RunReport } from '../output/report.ts';
import type { RunData } from '../sources/stage-data.ts';
import { startModel } from '../start/start-model.ts';
import type { StageResult } from '../state.ts';
import { lineage, modelFolder, sha256Of, startOptions } from './open-model.ts';

/** A run whose stages have all ended. */
export interface EndedRun {
  readonly config: TrainingConfig;
  readonly start: RunStart;
  readonly data: RunData;
  readonly heads: readonly string[];
  readonly stages: readonly StageResult[];
}

/**
 * Writes the final model, and those of stages that have a folder of their own, each with its scores on the test parts if
 * these are asked for, its card and the record of the run; that of the run's own folder last of all. Then removes the
 * checkpoints.
 */
export async function finishRun(run: EndedRun): Promise<DoneEvent> {
  const { config, stages } = run;
  const { output } = config;
  const saved: FinishedModel[] = [];
  for (const [index, { save }] of config.stages.entries()) {
    if (save === undefined) continue;
    const folder = path.join(output, save);
    mkdirSync(folder, { recursive: true });
    saved.push({ folder, ...(await finishModel(run, index, folder)) });
  }
  const scores = await finishModel(run, finalStage(config), output);
  rmSync(path.join(output, outputNames.start), { force: true });
  if (!config.checkpoints.keep) {
    for (const name of [outputNames.last, outputNames.best]) {
      rmSync(path.join(output, name), { recursive: true, force: true });
    }
  }
  return { kind: 'done', output, ...scores, saved, seconds: secondsOf(stages) };
}

/** The stage whose model is the run's: the last one, but for those that have a folder of their own. */
function finalStage({ stages }: TrainingConfig): number {
  const last = stages.findLastIndex(({ save }) => save === undefined);
  return last >= 0 ? last : stages.length - 1;
}

/** Writes the model that a stage gave, its card and its record. */
async function finishModel(
  { config, start, data, heads, stages }: EndedRun,
  index: number,
  folder: string,
): Promise<Pick<RunReport, 'devel' | 'test'>> {
  const result = stages[index];
  if (!result) throw new Error(`the stage ${index} has not ended`);
  const { model } = await startModel(startOptions(config, heads, modelFolder(config, index)));
  const weights = await readWeights(path.join(config.output, outputNames.best, result.name));
  writeModel(folder, model, weights, config.weights === 'float16' ? 'F16' : 'F32');

  const devel = result.best?.corpora ?? [];
  const test = config.test && !config.text ? await testScores(config, data, index, folder) : [];
  const file = path.join(folder, 'model.safetensors');
  const report: RunReport = {
    name: path.basename(folder),
    gerbera: productVersion(),
    onnxruntime: (await loadOnnxRuntime()).env.versions.node ?? 'unknown',
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    started: start.started,
    finished: new Date().toISOString(),
    seconds: secondsOf(stages),
    config,
    data: start.files,
    heads,
    parameters: [...weights.values()].reduce((sum, { length }) => sum + length, 0),
    model: {
      file: path.basename(file),
      sha256: await sha256Of(file),
      stages: lineage(config, index).flatMap((at) => stages[at]?.name ?? []),
    },
    stages,
    devel,
    test,
  };
  writeTextDurably(path.join(folder, outputNames.card), modelCard(report));
  writeTextDurably(path.join(folder, outputNames.run), `${JSON.stringify(report, undefined, 2)}\n`);
  return { devel, test };
}

function secondsOf(stages: readonly StageResult[]): number {
  return stages.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Scores a model as it lies in its folder, on the corpora that it was chosen on. */
async function testScores(
  { device, threads, stages }: TrainingConfig,
  data: RunData,
  stage: number,
  folder: string,
): Promise<readonly CorpusScores[]> {
  const classifier = await loadClassifier(folder, { device, threads, heads: 'all' });
  try {
    return await data.test(classifier, stages[stage]?.select.corpora ?? []);
  } finally {
    await classifier.dispose();
  }
}
