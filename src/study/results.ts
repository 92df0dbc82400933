import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { readTextFile } from '../checkpoint/file.ts';
import { UserError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { writeTextDurably } from '../files/durable.ts';
import type { CellName, CellResult, StudyRun } from './study.ts';

/**
 * Reads the results of cells, one JSON object a line; none where there is no file.
 * @throws UserError naming the line that is no result.
 */
export function readResults(file: string): readonly CellResult[] {
  if (!existsSync(file)) return [];
  return readTextFile(file)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseResult(line, `${file}: line ${index + 1}`)]));
}

/**
 * Writes results, sorted, each cell of a key once, so that the same results are the same file. A crash leaves the former
 * file or this one.
 */
export function writeResults(file: string, results: readonly CellResult[]): void {
  const unique = new Map(results.map((result) => [`${cellLabel(result)} ${result.key}`, result]));
  const sorted = [...unique.values()].sort(compareResults);
  mkdirSync(path.dirname(file), { recursive: true });
  writeTextDurably(file, sorted.map((result) => `${JSON.stringify(result)}\n`).join(''));
}

/** The results of a study's cells as it is now: those of cells that it has no more, or that were changed, are left out. */
export function currentResults(runs: readonly StudyRun[], results: readonly CellResult[]): readonly CellResult[] {
  const byKey = new Map(results.map((result) => [result.key, result]));
  return runs.flatMap(({ key, cells }) => {
    const result = byKey.get(key);
    return result ? cells.map((cell) => ({ ...result, ...cell })) : [];
  });
}

/** A cell in a line: `NCBI-disease ← wikigold, transfer, 500 sentences, seed 1`. */
export function cellLabel({ target, auxiliary, method, size, seed }: CellName): string {
  const much = 'sentences' in size ? `${size.sentences} sentences` : `fraction ${size.fraction}`;
  return `${target}${auxiliary === null ? '' : ` ← ${auxiliary}`}, ${method}, ${much}, seed ${seed}`;
}

function parseResult(line: string, place: string): CellResult {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UserError(`${place}: not JSON; remove the line, and the study trains its cell again`);
  }
  if (!isResult(value))
    throw new UserError(
      `${place}: not the result of a cell of a study; remove the line, and the study trains its cell again`,
    );
  return value;
}

function isResult(value: unknown): value is CellResult {
  if (!isJsonObject(value)) return false;
  const texts = [value.key, value.target, value.method, value.finished, value.version];
  const numbers = [value.seed, value.trainSentences, value.seconds];
  const size = isJsonObject(value.size) ? (value.size.sentences ?? value.size.fraction) : undefined;
  return (
    texts.every((text) => typeof text === 'string') &&
    [...numbers, size].every((number) => Number.isFinite(number)) &&
    (value.auxiliary === null || typeof value.auxiliary === 'string') &&
    [value.test, value.devel].every(
      (scores) => isJsonObject(scores) && [scores.precision, scores.recall, scores.f1].every(isShare),
    )
  );
}

/** What is not, such as 1e999, would be a score of no plot. */
function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function compareResults(one: CellResult, other: CellResult): number {
  const order = (result: CellResult) => [
    result.target,
    JSON.stringify(result.size),
    result.method,
    result.auxiliary ?? '',
    result.seed,
    result.key,
  ];
  const [left, right] = [order(one), order(other)];
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) < (right[at] ?? 0) ? -1 : 1;
}
