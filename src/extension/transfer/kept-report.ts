import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { type TransferReport, transferReport } from '../../protocol/transfer.ts';

/** A report that was kept in a file; undefined where there is none, or one of another version. */
export async function readKeptReport(file: string): Promise<TransferReport | undefined> {
  try {
    const result = v.safeParse(transferReport, JSON.parse(await readFile(file, 'utf8')));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
