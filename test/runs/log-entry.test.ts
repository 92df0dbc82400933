import { describe, expect, it } from 'vitest';
import { isLogEntry, parseEntry } from '../../src/runs/log-entry.ts';
import type { TrainingEvent } from '../../src/train/events.ts';
import { madeUpEvents, scoresOf } from './made-up-log.ts';

/** What is relied on of each kind of event. */
const reliedOn = {
  plan: ['method', 'output', 'heads', 'stages'],
  stage: ['stage', 'device'],
  step: ['stage', 'epoch', 'epochs', 'step', 'of', 'loss', 'learningRate', 'tokens', 'tokensPerSecond', 'secondsLeft'],
  evaluation: ['stage', 'epoch', 'step', 'corpora', 'score', 'best', 'seconds'],
  'stage end': ['stage', 'epoch', 'step', 'reason'],
  done: ['devel', 'test'],
} as const;

async function eventsOfEachKind(): Promise<ReadonlyMap<string, TrainingEvent>> {
  const events = new Map<string, TrainingEvent>();
  for await (const event of madeUpEvents({ epochs: 1, updates: 2 })) events.set(event.kind, event);
  return events.set('done', { kind: 'done', output: '', saved: [], seconds: 1, devel: scoresOf(0.5), test: [] });
}

describe('a line of a log', () => {
  it('is one with all that is relied on, and none where any of it is missing or something else', async () => {
    const events = await eventsOfEachKind();
    expect([...events.keys()].sort()).toEqual(Object.keys(reliedOn).sort());
    for (const [kind, members] of Object.entries(reliedOn)) {
      const entry = { time: 't', ...events.get(kind) };
      expect(parseEntry(JSON.stringify(entry)), kind).toEqual(entry);
      for (const member of ['time', 'kind', ...members]) {
        expect(isLogEntry({ ...entry, [member]: undefined }), `${kind} without ${member}`).toBe(false);
        expect(isLogEntry({ ...entry, [member]: { a: [null] } }), `${kind} with another ${member}`).toBe(false);
      }
    }
  });
});
