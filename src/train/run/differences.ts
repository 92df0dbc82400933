import { UserError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { TrainingConfig } from '../config/config.ts';
import type { RunStart } from '../output/output.ts';
import type { DataFile } from '../sources/stage-data.ts';

/** Settings that change neither the weights nor the scores of a run that goes on. */
const free: readonly (keyof TrainingConfig)[] = ['notes', 'output', 'checkpoints', 'test', 'weights', 'memory'];

/**
 * Refuses to go on with a run under other settings or with other data than it was started with.
 * @throws UserError naming the first difference.
 */
export function refuseDifferences(start: RunStart, config: TrainingConfig, files: readonly DataFile[]): void {
  const settings = difference(withoutFree(start.config), withoutFree(config), '');
  const hint = 'resume with what the run was started with, or begin anew with --force';
  if (settings !== undefined) throw new UserError(`the run cannot be resumed: ${settings}; ${hint}`);
  for (const before of start.files) {
    const now = files.find(({ id, part }) => id === before.id && part === before.part);
    const what = `${before.file} (${before.part} of ${before.id})`;
    if (!now) throw new UserError(`the run cannot be resumed: ${what} is no longer there; ${hint}`);
    if (now.sha256 !== before.sha256) {
      throw new UserError(`the run cannot be resumed: ${what} has changed since it was started; ${hint}`);
    }
  }
  const added = files.find(({ id, part }) => !start.files.some((file) => file.id === id && file.part === part));
  if (added) throw new UserError(`the run cannot be resumed: ${added.file} was not there when it was started; ${hint}`);
}

function withoutFree(config: TrainingConfig): unknown {
  const kept = Object.entries(config).filter(([key]) => !free.some((name) => name === key));
  return JSON.parse(JSON.stringify(Object.fromEntries(kept)));
}

/** The first place where two JSON values differ, in words. */
function difference(before: unknown, now: unknown, place: string): string | undefined {
  if (Array.isArray(before) && Array.isArray(now)) {
    for (let index = 0; index < Math.max(before.length, now.length); index++) {
      const found = difference(before[index], now[index], `${place}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isJsonObject(before) && isJsonObject(now)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
      const found = difference(before[key], now[key], place === '' ? key : `${place}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return before === now ? undefined : `${place} is now ${shown(now)}, but it was started with ${shown(before)}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value).slice(0, 80);
}
