import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CorpusScores } from '../../src/train/events.ts';
import type { RunReport } from '../../src/train/output/report.ts';
import { cache, root } from '../paths.ts';
import { type Cell, cells, configuration, targets } from './cells.ts';
import { plot } from './plot.ts';
import { type PreparedTarget, prepareTarget } from './prepare.ts';
import { insertResults, panels, table } from './report.ts';
import { appendResult, type Result, readResults } from './results.ts';

export interface StudyOptions {
  /** The folder of corpora; where it is not given, the results so far are written up and nothing is run. */
  readonly corpora?: string;
  /** The encoder that every run starts from. */
  readonly base: string;
  readonly seeds: readonly number[];
  /** Which shares of the training sentences, as fractions. */
  readonly sizes: readonly number[];
  /** Runs at a time, on one thread each. */
  readonly jobs: number;
  /** Where results, plot and page are. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Runs every cell that has no result yet and writes up all results after each. */
export async function runStudy(options: StudyOptions): Promise<void> {
  const { corpora, jobs, folder, signal, tell } = options;
  const file = path.join(folder, 'results.jsonl');
  if (corpora !== undefined) {
    const workspace = path.join(cache, 'study');
    const waiting = await plan(options, corpora, workspace);
    const done = new Set(readResults(file).map(({ key }) => key));
    const missing = waiting.filter(({ key }) => !done.has(key));
    tell(`${waiting.length - missing.length} of ${waiting.length} runs are there already`);
    const work = async () => {
      for (let next = missing.shift(); next && !signal.aborted; next = missing.shift()) {
        const result = await runCell(next, path.join(workspace, next.key), signal);
        if (!result) return;
        appendResult(file, result);
        tell(
          `${describe(next.cell)}: F1 ${result.testF1.toFixed(2)} in ${result.seconds.toFixed(0)} s; ${missing.length} wait`,
        );
      }
    };
    await Promise.all(Array.from({ length: jobs }, work));
  }
  writeUp(folder, readResults(file));
}

/** A cell that is ready to be run. */
interface PlannedCell {
  readonly cell: Cell;
  readonly config: object;
  readonly key: string;
  readonly trainSentences: number;
}

async function plan({ base, seeds, sizes }: StudyOptions, corpora: string, workspace: string): Promise<PlannedCell[]> {
  const prepared = new Map<string, PreparedTarget>();
  for (const target of targets) prepared.set(target.name, await prepareTarget(target, corpora, workspace));
  return [...cells(seeds)].flatMap((cell) => {
    const target = prepared.get(cell.target.name);
    if (!target || !sizes.includes(cell.size.fraction)) return [];
    const config = configuration(cell, { base, target: target.folder, corpora });
    const trainSentences = Math.max(1, Math.round(target.trainSentences * cell.size.fraction));
    return [{ cell, config, key: keyOf(config, base), trainSentences }];
  });
}

function writeUp(folder: string, results: readonly Result[]): void {
  if (results.length === 0) return;
  writeFileSync(path.join(folder, 'results.svg'), plot(panels(results)));
  const page = path.join(folder, 'README.md');
  writeFileSync(page, insertResults(readFileSync(page, 'utf8'), table(results)));
}

function describe({ target, method, size, seed }: Cell): string {
  return `${target.name}, ${100 * size.fraction} %, ${method.name}, seed ${seed}`;
}

/** What a run is determined by: its settings and the base model's bytes. Where things lie does not matter. */
function keyOf(config: object, base: string): string {
  const settings = JSON.stringify(config, (_, value: unknown) =>
    typeof value === 'string' && path.isAbsolute(value) ? path.basename(value) : value,
  );
  const weights = readFileSync(path.join(base, 'model.safetensors'));
  return createHash('sha256').update(settings).update(weights).digest('hex').slice(0, 16);
}

/**
 * Trains one cell in a process of its own and reads what came out; nothing is left of it but the result.
 * @returns undefined if the study was stopped meanwhile.
 * @throws Error with what the run wrote if it fails.
 */
async function runCell(planned: PlannedCell, folder: string, signal: AbortSignal): Promise<Result | undefined> {
  const { cell, config, key, trainSentences } = planned;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'configuration.json');
  const output = path.join(folder, 'model');
  writeFileSync(file, JSON.stringify({ ...config, output }, undefined, 2));
  const main = path.join(root, 'src', 'cli', 'main.ts');
  const child = spawn(process.execPath, [main, 'train', '--config', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2000);
  });
  const code = await new Promise<number | null>((resolve) =>
    child.once('error', () => resolve(null)).once('close', resolve),
  );
  if (signal.aborted) return undefined;
  if (code !== 0) throw new Error(`${describe(cell)} failed:\n${said}`);
  const { test, stages, seconds } = JSON.parse(readFileSync(path.join(output, 'run.json'), 'utf8')) as RunReport;
  rmSync(folder, { recursive: true });
  const percent = (scores: readonly CorpusScores[]) =>
    100 * (scores.find(({ corpus }) => corpus === 'target')?.micro.f1 ?? 0);
  return {
    target: cell.target.name,
    fraction: cell.size.fraction,
    method: cell.method.name,
    seed: cell.seed,
    testF1: percent(test),
    develF1: percent(stages.at(-1)?.best?.corpora ?? []),
    trainSentences,
    seconds: Math.round(seconds),
    key,
  };
}
