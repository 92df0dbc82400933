import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { TrainerProcess } from '../../src/runs/trainer-process.ts';
import { scratchFolder } from '../train/run/fixtures.ts';

it('a trainer that has said more than fits into memory tells why it ended, of what it said last', async () => {
  const folder = scratchFolder();
  const file = path.join(folder, 'trainer.mjs');
  writeFileSync(
    file,
    `import { ftruncateSync, writeSync } from 'node:fs';
    ftruncateSync(1, 6e8);
    writeSync(1, '\\ngerbera: the disk is full\\n');
    process.exit(1);`,
  );
  const options = { file, args: [], outputFile: path.join(folder, 'output.txt'), keepRunning: true };
  const trainer = new TrainerProcess(options);
  expect(trainer.reason(await trainer.ended)).toBe('the disk is full');
});
