import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '../core/errors.ts';
import { lockOwner } from '../files/lock.ts';
import { outputNames } from '../train/output/output.ts';
import { readStopRequest } from '../train/output/stop-request.ts';
import { type DiskUse, diskUse } from './disk-use.ts';
import { noFacts, objectIn, type RunFacts } from './facts.ts';
import { LogTrace } from './log-trace.ts';
import { logFile } from './read-log.ts';
import { type ReadRecord, RecordFile } from './record.ts';
import { runId } from './registry.ts';
import type { RunSummary } from './run.ts';
import { factsOr, ofDone, ofUnfinished } from './standing.ts';

/** What the run in a folder is and what it gave. Never throws: what is wrong with the folder is its `problem`. */
export function describeRun(output: string): Promise<RunSummary> {
  return new RunReader(output).read();
}

/** Milliseconds within which a folder may change again without another time of change: of FAT, two seconds. */
const coarsestTime = 3000;

/** Describes a run again and again, reading only what has changed. */
export class RunReader {
  readonly output: string;
  readonly #id: string;
  readonly #facts: RunFacts;
  readonly #trace: LogTrace;
  readonly #files: { readonly lock: string } & Readonly<Record<'run' | 'start' | 'last', RecordFile>>;
  #known: { readonly folder: number; readonly summary: RunSummary } | undefined;
  #disk: (DiskUse & { readonly key: string }) | undefined;

  /** @param known of the run, told where its folder has gone. */
  constructor(output: string, known: { readonly id?: string; readonly facts?: RunFacts } = {}) {
    this.output = path.resolve(output);
    this.#id = known.id ?? runId(output);
    this.#facts = known.facts ?? noFacts;
    this.#trace = new LogTrace(this.output);
    const at = (...names: string[]) => path.join(this.output, ...names);
    this.#files = {
      lock: at(outputNames.lock),
      run: new RecordFile(at(outputNames.run)),
      start: new RecordFile(at(outputNames.start)),
      last: new RecordFile(at(outputNames.last, 'state.json')),
    };
  }

  /** The same object as before where nothing has changed. */
  async read(): Promise<RunSummary> {
    try {
      const folder = await stat(this.output);
      const changed = folder.mtimeMs;
      if (this.#known?.folder === changed && this.#known.summary.state !== 'running') return this.#known.summary;
      const summary = await this.#describe(folder);
      const settled = Math.abs(Date.now() - changed) > coarsestTime;
      return this.#keep(settled ? changed : Number.NaN, summary);
    } catch (thrown) {
      return this.#keep(Number.NaN, this.#missing(thrown));
    }
  }

  #keep(folder: number, summary: RunSummary): RunSummary {
    const before = this.#known?.summary;
    const same = before && JSON.stringify(before) === JSON.stringify(summary);
    this.#known = { folder, summary: same ? before : summary };
    return this.#known.summary;
  }

  #missing(thrown?: unknown): RunSummary {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    const gone = thrown === undefined || code === 'ENOENT' || code === 'ENOTDIR';
    return { ...this.#blank(this.#facts), state: 'missing', ...(gone ? {} : { problem: errorMessage(thrown) }) };
  }

  #blank(facts: RunFacts): Omit<RunSummary, 'state'> {
    const name = path.basename(this.output);
    const nothing = { seconds: 0, devel: [], test: [], bytes: 0, checkpointBytes: 0 };
    return { id: this.#id, name, output: this.output, ...facts, ...nothing };
  }

  async #describe(folder: Stats): Promise<RunSummary> {
    const { lock, run, start, last } = this.#files;
    const alive = lockOwner(lock)?.alive === true;
    const [done, begun] = [run.read(), start.read()];
    if (!alive && !done.present && !begun.present) return this.#missing();
    const record = done.present && (!alive || !begun.present) ? done : begun;
    const about = { ...this.#blank(factsOr(record.value, this.#facts)), ...(await this.#measure(folder, alive)) };
    if (done.present && !alive) return withProblem({ ...about, ...ofDone(done.value) }, done);

    const log = await stat(logFile(this.output)).catch(() => undefined);
    const standing = await this.#trace.read(log);
    const stopping = alive ? readStopRequest(this.output) : undefined;
    const told = ofUnfinished(standing, objectIn(record.value.config), last.read().value, alive);
    return withProblem({ ...about, ...told, ...(stopping ? { stopping } : {}) }, record);
  }

  /** Again only where checkpoints have come or gone, which every change of these folders tells, or its log is as it stays. */
  async #measure(folder: Stats, alive: boolean): Promise<DiskUse> {
    const inside = [outputNames.last, outputNames.best].map((name) => path.join(this.output, name));
    const times = inside.map((place) => statSync(place, { throwIfNoEntry: false })?.mtimeMs);
    const log = alive ? undefined : statSync(logFile(this.output), { throwIfNoEntry: false })?.size;
    const key = [folder.mtimeMs, ...times, log].join();
    if (this.#disk?.key !== key) this.#disk = { key, ...(await diskUse(this.output)) };
    const { bytes, checkpointBytes } = this.#disk;
    return { bytes, checkpointBytes };
  }
}

function withProblem(summary: RunSummary, { problem }: ReadRecord): RunSummary {
  return problem === undefined ? summary : { ...summary, problem };
}
