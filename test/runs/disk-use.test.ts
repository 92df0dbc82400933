import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { diskUse } from '../../src/runs/disk-use.ts';
import { scratchFolder } from '../train/run/fixtures.ts';

it('measures a run with its checkpoints, whole or half written, and not what links in it lead to', async () => {
  const folder = scratchFolder();
  const elsewhere = scratchFolder();
  const write = (at: string, name: string, bytes: number) => {
    mkdirSync(path.dirname(path.join(at, name)), { recursive: true });
    writeFileSync(path.join(at, name), Buffer.alloc(bytes));
  };
  write(elsewhere, 'file', 1000);
  write(folder, 'model.safetensors', 1);
  write(folder, 'stage/model.safetensors', 2);
  write(folder, 'last/weights', 4);
  write(folder, 'last.partial/weights', 8);
  write(folder, 'best/target/weights', 16);
  symlinkSync(path.join(elsewhere, 'file'), path.join(folder, 'link'));
  symlinkSync(elsewhere, path.join(folder, 'last.next'));
  const { bytes, checkpointBytes } = await diskUse(folder);
  expect(checkpointBytes).toBe(28);
  expect(bytes).toBe(31);
  expect(await diskUse(path.join(folder, 'absent'))).toEqual({ bytes: 0, checkpointBytes: 0 });
});
