import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formOf } from '../../../src/extension/transfer/export-form.ts';
import { readKeptReport } from '../../../src/extension/transfer/kept-report.ts';
import { madeUpReport } from '../../transfer/made-up-report.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-transfer-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the report of a comparison', () => {
  it('is kept as it was made', async () => {
    const file = path.join(folder, 'transfer.json');
    writeFileSync(file, JSON.stringify(madeUpReport()));
    expect(await readKeptReport(file)).toEqual(madeUpReport());
  });

  it.each([
    ['absent', undefined],
    ['cut off', JSON.stringify(madeUpReport()).slice(0, 100)],
    ['of another version', JSON.stringify({ ...madeUpReport(), version: 2 })],
  ])('is none where the file is %s', async (name, text) => {
    const file = path.join(folder, `${name}.json`);
    if (text !== undefined) writeFileSync(file, text);
    expect(await readKeptReport(file)).toBeUndefined();
  });

  it.each([
    ['/x/a.csv', 'csv'],
    ['/x/a.JSON', 'json'],
    ['/x/a.b.svg', 'svg'],
    ['/x/a', 'csv'],
  ])('goes to %s as %s', (file, form) => {
    expect(formOf(file)).toBe(form);
  });
});
