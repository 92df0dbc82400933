import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Input, listInputs } from '../../src/cli/inputs.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-inputs-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function put(...names: string[]): void {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), 'text');
  }
}

async function list(...named: string[]): Promise<Input[]> {
  const found: Input[] = [];
  for await (const input of listInputs(named)) found.push(input);
  return found;
}

describe('inputs of a command line', () => {
  it('finds papers in a folder and below, sorted, without hidden ones and node_modules', async () => {
    put('b.md', 'a/z.TXT', 'a/y.markdown', 'c.pdf', '.hidden.md', '.git/x.md', 'node_modules/p/readme.md', 'a/.b/x.md');
    const found = await list(folder);
    expect(found.map(({ document }) => path.relative(folder, document).replaceAll('\\', '/'))).toEqual([
      'a/y.markdown',
      'a/z.TXT',
      'b.md',
    ]);
    expect(found.map((input) => input.kind === 'text' && input.language)).toEqual([
      'markdown',
      'plaintext',
      'markdown',
    ]);
  });

  it('takes a named file whatever its name, as it was named', async () => {
    put('notes.tex');
    const file = `${folder}${path.sep}.${path.sep}notes.tex`;
    expect(await list(file)).toEqual([{ kind: 'text', document: file, language: 'plaintext', file }]);
  });

  it('does not follow links to folders, which may go in circles, but those to files', async () => {
    put('a.md');
    symlinkSync(folder, path.join(folder, 'loop'));
    symlinkSync(path.join(folder, 'a.md'), path.join(folder, 'b.md'));
    expect((await list(folder)).map(({ document }) => path.basename(document))).toEqual(['a.md', 'b.md']);
  });

  it('keeps going after what is not there, and tells of folders without papers', async () => {
    put('a.md');
    const missing = path.join(folder, 'missing.md');
    mkdirSync(path.join(folder, 'empty'));
    expect(await list(missing, path.join(folder, 'empty'), '-')).toEqual([
      { kind: 'problem', document: missing, problem: 'no such file or folder' },
      { kind: 'empty', document: path.join(folder, 'empty') },
      { kind: 'text', document: '-', language: 'plaintext' },
    ]);
  });
});
