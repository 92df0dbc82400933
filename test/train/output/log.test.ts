import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../../src/train/events.ts';
import { logged } from '../../../src/train/output/log.ts';
import { scratchFolder } from '../run/fixtures.ts';

async function* events(): AsyncGenerator<TrainingEvent> {
  yield { kind: 'done', output: '', devel: [], test: [], saved: [], seconds: 1 };
}

describe('the log of a run', () => {
  it.each([
    ['', 1],
    ['{"kind":"plan"}\n', 2],
    ['{"kind":"plan"}\n{"kind":"st', 2],
    ['{"ki', 1],
  ])('goes on after %j, line by line', async (before, lines) => {
    const folder = scratchFolder();
    const file = path.join(folder, 'log.jsonl');
    writeFileSync(file, before);
    for await (const _ of logged(events(), folder, { owned: () => false, isStop: () => false }));
    const kinds = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
    expect(kinds).toEqual(lines === 2 ? ['plan', 'done'] : ['done']);
  });
});
