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
import { productCommit } from '../output/commit.ts';
import { outputNames, type RunStart } from '../output/output.ts';
import type { RunReport } from '../output/report.ts';
import type { RunData } from '../sources/stage-data.ts';
import { startModel } from '../start/start-model.ts';
import type { ScoredStep, StageResult } from '../state.ts';
import { lineage, modelFolder, sha256Of, startOptions } from './open-model.ts';

/** A run whose stages have ended: all of them, or the first ones where it was asked to end. */
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
    if (save === undefined || stages[index] === undefined) continue;
    const folder = path.join(output, save);
    mkdirSync(folder, { recursive: true });
    saved.push({ folder, ...(await finishModel(run, bestStage(run, index), folder)) });
  }
  const scores = await finishModel(run, bestStage(run, finalStage(run)), output);
  rmSync(path.join(output, outputNames.start), { force: true });
  if (!config.checkpoints.keep) {
    for (const name of [outputNames.last, outputNames.best]) {
      rmSync(path.join(output, name), { recursive: true, force: true });
    }
  }
  return { kind: 'done', output, ...scores, saved, seconds: secondsOf(stages) };
}

/** The stage whose model is the run's: the last one that ran, but for those that have a folder of their own. */
function finalStage({ config, stages }: EndedRun): number {
  const last = config.stages.findLastIndex(({ save }, index) => save === undefined && stages[index] !== undefined);
  return last >= 0 ? last : stages.length - 1;
}

/**
 * The stage whose weights are to stand for a stage's: its own, but where it was asked to end before they were as good as
 * those that it began with.
 */
function bestStage({ config, stages }: EndedRun, index: number): number {
  const [result, stage] = [stages[index], config.stages[index]];
  const before = lineage(config, index).at(-2);
  if (result?.reason !== 'asked' || stage?.select.keep !== 'best' || before === undefined) return index;
  const former = scoreOn(stages[before]?.best, stage.select.corpora);
  return former !== undefined && former > (result.best?.score ?? 0) ? before : index;
}

/** The mean F1 of weights on corpora; undefined if one of them was not scored. */
function scoreOn(best: ScoredStep | undefined, ids: readonly string[]): number | undefined {
  const scores = ids.map((id) => best?.corpora.find(({ corpus }) => corpus === id)?.micro.f1);
  const sum = scores.reduce<number>((total, score) => total + (score ?? Number.NaN), 0);
  return scores.length > 0 && !Number.isNaN(sum) ? sum / scores.length : undefined;
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
  const commit = productCommit();
  const report: RunReport = {
    name: path.basename(folder),
    gerbera: productVersion(),
    ...(commit === undefined ? {} : { commit }),
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
