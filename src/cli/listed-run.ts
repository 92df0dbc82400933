import { errorMessage } from '../core/errors.ts';
import { registerRun } from '../runs/registry.ts';
import type { TrainingEvent } from '../train/events.ts';
import { type Terminal, tell } from './terminal.ts';

/**
 * The events of a run, which is registered when the first one comes: its folder is its own by then. That it cannot be, in a
 * home that is read-only, is told and no reason to stop.
 */
export async function* listedRun(
  events: AsyncIterable<TrainingEvent>,
  output: string,
  { stderr }: Terminal,
): AsyncGenerator<TrainingEvent, void, undefined> {
  let listed = false;
  for await (const event of events) {
    if (!listed) {
      listed = true;
      try {
        registerRun(output);
      } catch (thrown) {
        tell(stderr, `gerbera: "gerbera runs" will not list this run: ${errorMessage(thrown)}\n`);
      }
    }
    yield event;
  }
}
