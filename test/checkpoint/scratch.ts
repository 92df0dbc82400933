import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';
import { openTensorFile } from '../../src/checkpoint/checkpoint.ts';
import { UserError } from '../../src/core/errors.ts';

/** A folder of this test file's own, removed in the end. */
export const scratch = mkdtempSync(path.join(tmpdir(), 'gerbera-checkpoint-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Writes a file into the scratch folder. */
export function write(name: string, data: Uint8Array | string): string {
  const file = path.join(scratch, name);
  writeFileSync(file, data);
  return file;
}

/** The tensors of a file as plain arrays by name. */
export async function readAll(name: string, data: Uint8Array): Promise<Record<string, number[]>> {
  const source = await openTensorFile(write(name, data));
  const tensors = Object.fromEntries([...source.tensors.keys()].map((tensor) => [tensor, [...source.read(tensor)]]));
  source.close();
  return tensors;
}

/** The message with which opening a file, or reading every tensor of it, is refused. */
export async function refusal(name: string, data: Uint8Array): Promise<string> {
  const thrown = await readAll(name, data).then(
    () => expect.unreachable('the file was read'),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(UserError);
  const { message } = thrown as UserError;
  expect(message).toContain(path.join(scratch, name));
  expect(message).not.toMatch(/[\n\r]/);
  expect(message.length).toBeLessThan(600);
  return message;
}
