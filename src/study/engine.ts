import type { StudyRun } from './study.ts';

/** What becomes of a run. */
export type EngineEvent =
  /** It was handed over, and waits for its turn. */
  | { readonly kind: 'queued'; readonly key: string }
  | { readonly kind: 'started'; readonly key: string }
  /** Its trainer ended well: the record of the run is in its folder. */
  | { readonly kind: 'finished'; readonly key: string }
  | { readonly kind: 'failed'; readonly key: string; readonly reason: string };

/** Where the runs of a study are trained: processes of this machine, or tasks of a cluster. */
export interface Engine {
  /** How many runs are under way at once, for the time that is left. */
  readonly width: number;
  /**
   * Trains runs, each once, as `trainingArguments` says, in their order as far as there is room. One that starts from the
   * model of another of them waits for it, and is not begun, without an event, if that one failed.
   * @param signal asks to end: what is under way stops with a checkpoint, then the signal's reason is thrown.
   */
  run(runs: readonly StudyRun[], signal: AbortSignal): AsyncGenerator<EngineEvent, void, undefined>;
}
