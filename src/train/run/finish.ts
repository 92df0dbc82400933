import { rmSync } from 'node:fs';
import path from 'node:path';
import { writeTextDurably } from '../../checkpoint/durable.ts';
import { productVersion } from '../../library/folders.ts';
import { loadClassifier } from '../../model/load.ts';
import { loadOnnxRuntime } from '../../runtime/onnxruntime.ts';
import type { TrainingConfig } from '../config/config.ts';
import type { CorpusScores, DoneEvent } from '../events.ts';
import { modelCard } from '../output/card.ts';
import { readWeights, writeModel } from '../output/checkpoint-folder.ts';
import { outputNames, type RunStart } from '../output/output.ts';
import type { RunReport } from '../output/report.ts';
import type { RunData } from '../sources/stage-data.ts';
import { startModel } from '../start/start-model.ts';
import type { StageResult } from '../state.ts';
import { modelFolder, sha256Of, startOptions } from './open-model.ts';

/** A run whose stages have all ended. */
export interface EndedRun {
  readonly config: TrainingConfig;
  readonly start: RunStart;
  readonly data: RunData;
  readonly heads: readonly string[];
  readonly stages: readonly StageResult[];
}

/**
 * Writes the final model, scores it on the test parts if that is asked for, and writes its card and, last of all, the
 * record of the run; then removes the checkpoints.
 */
export async function finishRun({ config, start, data, heads, stages }: EndedRun): Promise<DoneEvent> {
  const { output } = config;
  const at = finalStage(config);
  const result = stages[at];
  if (!result) throw new Error('no stage has ended');
  const { model } = await startModel(startOptions(config, heads, modelFolder(config, at)));
  const weights = await readWeights(path.join(output, outputNames.best, result.name));
  writeModel(output, model, weights, config.weights === 'float16' ? 'F16' : 'F32');

  const test = config.test && !config.text ? await testScores(config, data, at) : [];
  const parameters = [...weights.values()].reduce((sum, { length }) => sum + length, 0);
  const file = path.join(output, 'model.safetensors');
  const report: RunReport = {
    gerbera: productVersion(),
    onnxruntime: (await loadOnnxRuntime()).env.versions.node ?? 'unknown',
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    started: start.started,
    finished: new Date().toISOString(),
    seconds: stages.reduce((sum, { seconds }) => sum + seconds, 0),
    config,
    data: start.files,
    heads,
    parameters,
    model: { file: path.basename(file), sha256: await sha256Of(file), stage: result.name },
    stages,
    devel: result.best?.corpora ?? [],
    test,
  };
  writeTextDurably(path.join(output, outputNames.card), modelCard(report));
  writeTextDurably(path.join(output, outputNames.run), `${JSON.stringify(report, undefined, 2)}\n`);
  rmSync(path.join(output, outputNames.start), { force: true });
  if (!config.checkpoints.keep) {
    for (const name of [outputNames.last, outputNames.best]) {
      rmSync(path.join(output, name), { recursive: true, force: true });
    }
  }
  return { kind: 'done', output, devel: report.devel, test, seconds: report.seconds };
}

/** The stage whose model is the run's: the last one, but for those that have a folder of their own. */
function finalStage({ stages }: TrainingConfig): number {
  const last = stages.findLastIndex(({ save }) => save === undefined);
  return last >= 0 ? last : stages.length - 1;
}

/** Scores the model as it lies in the output, on the corpora that it was chosen on. */
async function testScores(config: TrainingConfig, data: RunData, stage: number): Promise<readonly CorpusScores[]> {
  const { device, threads, output } = config;
  const classifier = await loadClassifier(output, { device, threads, heads: 'all' });
  try {
    return await data.test(classifier, config.stages[stage]?.select.corpora ?? []);
  } finally {
    await classifier.dispose();
  }
}
