import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrainerProcess } from '../../runs/trainer-process.ts';
import { isDone } from '../../train/output/output.ts';
import type { Engine, EngineEvent } from '../engine.ts';
import type { StudyRun } from '../study.ts';
import { isWritten, runFolder, trainingArguments, workNames } from '../work-folder.ts';

export interface LocalOptions {
  /** The command line's program. */
  readonly program: string;
  /** The folder of the study's runs. */
  readonly work: string;
  /** Processes at once. */
  readonly jobs: number;
  /** Bytes that they may take together. */
  readonly memory: number;
  /** Bytes that a run takes. */
  need(run: StudyRun): Promise<number>;
}

/** Milliseconds between two looks whether a folder is free. */
const pause = 300;

/** A process that is under way. */
interface Running {
  readonly run: StudyRun;
  readonly need: number;
  readonly trainer: TrainerProcess;
  readonly ended: Promise<Ended>;
}

interface Ended {
  readonly key: string;
  readonly how: string;
}

/**
 * Trains runs in processes of the command line on this machine, so many at once as fit in the memory; they end when this
 * process does, however it ends.
 */
export class LocalEngine implements Engine {
  readonly #options: LocalOptions;

  constructor(options: LocalOptions) {
    this.#options = options;
  }

  get width(): number {
    return this.#options.jobs;
  }

  async *run(runs: readonly StudyRun[], signal: AbortSignal): AsyncGenerator<EngineEvent, void, undefined> {
    const waiting = [...runs];
    const open = new Set(runs.map(({ key }) => key));
    const running = new Map<string, Running>();
    const stop = () => {
      for (const { trainer } of running.values()) trainer.stop();
    };
    signal.addEventListener('abort', stop);
    // Processes that are not waited for by Node itself would not keep it from ending.
    const awake = setInterval(() => {}, 2 ** 30);
    try {
      for (;;) {
        signal.throwIfAborted();
        for (
          let next = await this.#next(waiting, open, running);
          next;
          next = await this.#next(waiting, open, running)
        ) {
          signal.throwIfAborted();
          waiting.splice(waiting.indexOf(next.run), 1);
          // Whoever was waited for has come to its end.
          if (isDone(next.run.config.output)) {
            open.delete(next.run.key);
            yield { kind: 'finished', key: next.run.key };
            continue;
          }
          running.set(next.run.key, this.#start(next.run, next.need));
          yield { kind: 'started', key: next.run.key };
        }
        if (running.size === 0) {
          if (!waiting.some((run) => isWritten(run))) return;
          await sleep(pause, undefined, { signal }).catch(() => undefined);
          continue;
        }
        const { key, how } = await Promise.race([...running.values()].map(({ ended }) => ended));
        const trainer = running.get(key)?.trainer;
        running.delete(key);
        signal.throwIfAborted();
        if (how === 'exit code 0') {
          open.delete(key);
          yield { kind: 'finished', key };
        } else {
          yield { kind: 'failed', key, reason: trainer?.reason(how) ?? how };
        }
      }
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
      await Promise.all([...running.values()].map(({ ended }) => ended));
      clearInterval(awake);
    }
  }

  /**
   * The first run that can begin: what it starts from is there, and it fits beside what is under way; alone, it may take
   * all the memory.
   */
  async #next(
    waiting: readonly StudyRun[],
    open: ReadonlySet<string>,
    running: ReadonlyMap<string, Running>,
  ): Promise<Pick<Running, 'run' | 'need'> | undefined> {
    const { jobs, memory } = this.#options;
    if (running.size >= jobs) return undefined;
    const taken = [...running.values()].reduce((sum, { need }) => sum + need, 0);
    for (const run of waiting) {
      if (run.after.some((key) => open.has(key)) || isWritten(run)) continue;
      const need = await this.#options.need(run);
      if (running.size === 0 || taken + need <= memory) return { run, need };
    }
    return undefined;
  }

  #start(run: StudyRun, need: number): Running {
    const { program, work, memory } = this.#options;
    // One that needs more than there is cuts its batches, by the same measure whenever it is run.
    const limit = need > memory ? ['--memory', String(memory / 1e9)] : [];
    const trainer = new TrainerProcess({
      file: program,
      args: [...trainingArguments(work, run), ...limit],
      outputFile: path.join(runFolder(work, run.key), workNames.output),
      keepRunning: false,
    });
    return { run, need, trainer, ended: trainer.ended.then((how) => ({ key: run.key, how })) };
  }
}
