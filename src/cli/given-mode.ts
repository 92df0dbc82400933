import { type Mode, modes } from '../evaluate/report/report.ts';
import type { Arguments } from './arguments.ts';

/** nervaluate's names of modes that go by others here. */
const aliases: ReadonlyMap<string, Mode> = new Map([
  ['exact', 'boundary'],
  ['ent_type', 'type'],
]);

/**
 * The matching mode that `--mode` names, if any.
 * @throws UsageError if there is no such mode.
 */
export function givenMode(given: Arguments): Mode | undefined {
  return aliases.get(given.value('mode') ?? '') ?? given.choice('mode', modes);
}
