import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One training run of the study and what it gave. */
export interface Result {
  readonly target: string;
  /** Share of the target's training sentences. */
  readonly fraction: number;
  readonly method: string;
  readonly seed: number;
  /** Entity-level exact F1 in percent. */
  readonly testF1: number;
  readonly develF1: number;
  readonly trainSentences: number;
  readonly seconds: number;
  /** Identifies configuration, data and base model: a cell is run again when any of them changes. */
  readonly key: string;
}

/** The results so far, one JSON object a line. */
export function readResults(file: string): Result[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Result);
}

export function appendResult(file: string, result: Result): void {
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}
