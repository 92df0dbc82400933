import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { planStudy } from '../../src/study/cells/plan.ts';
import type { Engine } from '../../src/study/engine.ts';
import { LocalEngine, type LocalOptions } from '../../src/study/local/local-engine.ts';
import { runStudy, type StudyEvent } from '../../src/study/run-study.ts';
import { parseSpec } from '../../src/study/spec/parse-spec.ts';
import { StudyState } from '../../src/study/state.ts';
import type { CellResult } from '../../src/study/study.ts';
import { trainingArguments, workNames } from '../../src/study/work-folder.ts';
import { gerbera } from '../support/command-line.ts';
import { type Workshop, workshop } from '../train/run/fixtures.ts';

export const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts');

/** Two targets, one corpus that may help, and stages of seconds. */
export const small = {
  base: './base',
  targets: ['target', 'twin'],
  auxiliaries: ['general'],
  methods: ['single', 'transfer'],
  sizes: [{ sentences: 120 }],
  develSentences: 40,
  seeds: [1],
  run: { device: 'cpu', threads: 1, maxLength: 24 },
  stages: { '*': { epochs: 8, batch: { tokens: 48 }, learningRate: 0.005 } },
};

export type Given = Partial<Record<keyof typeof small | 'exclude' | 'corpora' | 'root' | 'name', unknown>>;

/** A folder with a tiny base, corpora and the file of a study. */
export function studyShop(given: Given = {}): Workshop & { readonly file: string } {
  const shop = workshop();
  return { ...shop, file: writeStudy(shop, given) };
}

export function writeStudy({ at }: Pick<Workshop, 'at'>, given: Given = {}): string {
  writeFileSync(at('study.json'), JSON.stringify({ ...small, ...given }));
  return at('study.json');
}

/** What a study is. */
export function planOf({ at }: Pick<Workshop, 'at'>, given: Given = {}, work = at('work')) {
  return planStudy(parseSpec(JSON.stringify({ ...small, ...given }), at('study.json')), { work, threads: 1 });
}

/** Trains runs one after another in this process, as the command line does in one of its own. */
function here(work: string): Engine {
  return {
    width: 1,
    async *run(runs) {
      for (const { key, ...run } of runs) {
        yield { kind: 'started', key };
        const { exitCode, stderr } = await gerbera(trainingArguments(work, { key, ...run }));
        yield exitCode === 0 ? { kind: 'finished', key } : { kind: 'failed', key, reason: stderr };
      }
    },
  };
}

/** How a study is run: in this process, unless it is told how processes of their own are. */
export interface HowRun {
  readonly work?: string;
  readonly retry?: boolean;
  readonly processes?: Partial<LocalOptions>;
}

/** Runs a study to its end. */
export async function runAll(
  { at }: Pick<Workshop, 'at'>,
  given: Given = {},
  { work = at('work'), retry = false, processes }: HowRun = {},
): Promise<{ readonly events: readonly StudyEvent[]; readonly state: StudyState }> {
  const plan = await planOf({ at }, given, work);
  const state = new StudyState(plan, work, path.join(work, workNames.results));
  const local = { program: main, work, jobs: 2, memory: 1e12, need: async () => 1e9, ...processes };
  const engine = processes ? new LocalEngine(local) : here(work);
  const options = { work, keepModels: false, retry, signal: new AbortController().signal };
  const events: StudyEvent[] = [];
  for await (const event of runStudy(state, engine, options)) events.push(event);
  return { events, state };
}

/** Results without what differs from one time to the next. */
export function scoresOf(results: readonly CellResult[]): readonly object[] {
  return results.map(({ seconds: _, finished: __, ...result }) => result);
}
