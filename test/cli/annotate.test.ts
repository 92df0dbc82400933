import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gerbera } from '../support/command-line.ts';

interface Line {
  readonly document: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly type: string;
  readonly score: number;
}

const prose = 'Patients with breast cancer were treated with aspirin in HeLa cells.';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-cli-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, contents: string | Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contents);
  return file;
}

/** Parses every line; a line that is not JSON fails. */
function linesOf(stdout: string): Line[] {
  expect(stdout === '' || stdout.endsWith('\n')).toBe(true);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

describe('gerbera annotate', () => {
  it('writes one entity a line, with exactly these keys, and nothing else', async () => {
    const file = put('paper.txt', prose);
    const { exitCode, stdout, stderr } = await gerbera(['annotate', file]);
    expect([exitCode, stderr]).toEqual([0, '']);
    const found = linesOf(stdout);
    for (const line of found) {
      expect(Object.keys(line)).toEqual(['document', 'start', 'end', 'text', 'type', 'score']);
      expect(line.document).toBe(file);
      expect(line.text).toBe(prose.slice(line.start, line.end));
      expect(line.score).toBeGreaterThan(0);
      expect(line.score).toBeLessThanOrEqual(1);
      expect(line.score).toBe(Number(line.score.toFixed(4)));
    }
    expect(found.map(({ text, type }) => `${text}: ${type}`)).toEqual(
      expect.arrayContaining(['breast cancer: Disease', 'aspirin: Chemical', 'HeLa cells: CellLine']),
    );
    const order = found.map(({ start, end }) => [start, end]);
    expect(order).toEqual(order.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
  });

  it.each([
    ['a byte order mark', `\ufeff${prose}`],
    ['CRLF', `Title 😀\r\n\r\n${prose.replaceAll(' were', '\r\nwere')}\r\n`],
    ['combining marks and emoji', `Nai\u0308ve β 👩🏽‍🔬 日本語. ${prose}`],
    ['many empty lines', `\n\n\n${prose}\n\n\n${prose}`],
  ])('counts offsets in UTF-16 units of a file with %s', async (_, contents) => {
    for (const name of ['paper.txt', 'paper.md']) {
      const { exitCode, stdout } = await gerbera(['annotate', put(name, contents)]);
      expect(exitCode).toBe(0);
      const found = linesOf(stdout);
      for (const { start, end, text } of found) expect(text).toBe(contents.slice(start, end));
      expect(found.map(({ text }) => text)).toEqual(expect.arrayContaining(['breast cancer', 'aspirin']));
    }
  });

  it('reads Markdown as prose, and plain text as it stands', async () => {
    const contents = 'Two cases of *breast cancer*.\n\n    aspirin = 1\n';
    const inMarkdown = linesOf((await gerbera(['annotate', put('a.md', contents)])).stdout);
    expect(inMarkdown.map(({ text }) => text)).toEqual(['breast cancer']);
    const asText = linesOf((await gerbera(['annotate', '--language', 'plaintext', put('b.md', contents)])).stdout);
    expect(asText.map(({ text }) => text)).toContain('aspirin');
  });

  it('keeps to types and a minimum score', async () => {
    const file = put('paper.txt', prose);
    const all = linesOf((await gerbera(['annotate', file])).stdout);
    const chosen = linesOf((await gerbera(['annotate', file, '--types', 'disease,Chemical'])).stdout);
    expect(chosen).toEqual(all.filter(({ type }) => type === 'Disease' || type === 'Chemical'));
    const middle = all.map(({ score }) => score).sort()[Math.floor(all.length / 2)] ?? 0;
    const sure = linesOf((await gerbera(['annotate', file, `--min-score=${middle - 0.0001}`])).stdout);
    expect(sure).toEqual(all.filter(({ score }) => score >= middle - 0.0001));
    expect(sure.length).toBeLessThan(all.length);
    expect((await gerbera(['annotate', file, '--min-score', '1'])).stdout).toBe('');
  });

  it('reads folders in order, and standard input', async () => {
    put('papers/b.md', prose);
    put('papers/a/c.txt', prose);
    put('papers/notes.pdf', prose);
    const { stdout, exitCode } = await gerbera(['annotate', path.join(folder, 'papers'), '-'], { stdin: prose });
    expect(exitCode).toBe(0);
    expect([...new Set(linesOf(stdout).map(({ document }) => document))]).toEqual([
      path.join(folder, 'papers', 'a', 'c.txt'),
      path.join(folder, 'papers', 'b.md'),
      '-',
    ]);
  });

  it('reads the others when some cannot be read, says which, and exits with 1', async () => {
    const good = put('good.txt', prose);
    const binary = put('binary.md', Buffer.from([0x50, 0x4b, 0, 0, 0xff]));
    const latin = put('latin.txt', Buffer.from('na\xefve', 'latin1'));
    const missing = path.join(folder, 'missing.txt');
    const { exitCode, stdout, stderr } = await gerbera(['annotate', binary, missing, latin, good]);
    expect(exitCode).toBe(1);
    expect(new Set(linesOf(stdout).map(({ document }) => document))).toEqual(new Set([good]));
    expect(stderr).toBe(
      [
        `gerbera: ${binary}: is not text in UTF-8: it is binary or has another encoding`,
        `gerbera: ${missing}: no such file or folder`,
        `gerbera: ${latin}: is not text in UTF-8: it is binary or has another encoding`,
        '',
      ].join('\n'),
    );
  });

  it('finds nothing in nothing', async () => {
    const empty = put('empty.txt', '');
    expect(await gerbera(['annotate', empty, put('blank.md', ' \n\t\n'), put('mark.txt', '\ufeff')])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    mkdirSync(path.join(folder, 'none'));
    const none = await gerbera(['annotate', path.join(folder, 'none')]);
    expect(none.exitCode).toBe(0);
    expect(none.stderr).toContain('holds no .md, .markdown or .txt file');
  });

  it.each([
    [[], 'nothing to read'],
    [['-', '--types', 'Sentiment'], 'no type "Sentiment"; it finds Gene, Disease'],
    [['-', '--types', ''], '--types names no type'],
    [['-', '--min-score', '90'], '--min-score is a number from 0 to 1'],
    [['-', '--device', 'tpu'], '--device is one of auto, cuda'],
    [['-', '--language', 'latex'], '--language is one of markdown, plaintext'],
    [['-', '--modle', 'x'], 'unknown option --modle'],
  ])('exits with 2 for %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await gerbera(['annotate', ...argv]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('gerbera help annotate');
  });

  it('exits with 1 for a model that is not there', async () => {
    const { exitCode, stderr } = await gerbera(['annotate', '-', '--model', 'no-such-model']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^gerbera: no model is called "no-such-model".*\n$/);
  });

  it('says so when it has to run on another device', async () => {
    const absent = process.platform === 'darwin' ? 'dml' : 'coreml';
    const { exitCode, stderr } = await gerbera(['annotate', put('paper.txt', prose), '--device', absent]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^gerbera: .+; running on cpu\n$/);
  });

  it('tells of each document if it is asked to', async () => {
    const file = put('paper.txt', prose);
    const { stdout, stderr } = await gerbera(['annotate', file, '--progress']);
    expect(stderr).toBe(`gerbera: ${file}: ${linesOf(stdout).length} entities\n`);
  });

  it('reads a long text stretch by stretch, and goes on after one that has a block too long for memory', async () => {
    const paragraphs = Array.from({ length: 3000 }, (_, index) => (index % 100 === 0 ? prose : `See [it](u${index}).`));
    const whole = `\ufeff${paragraphs.join('\n\n')} [^1]\n\n[^1]: ${'a b c d e f g h i j '.repeat(2000)}${prose}\n`;
    const huge = put('huge.txt', `Title\n\n${'word '.repeat(1_000_000)}`);
    const { stdout, stderr, exitCode } = await gerbera([
      'annotate',
      huge,
      put('long.md', whole),
      '--types',
      'Chemical',
    ]);
    expect(stderr).toBe(
      `gerbera: ${huge}: from line 1 on there is a block longer than 2097152 characters; divide it by empty lines\n`,
    );
    expect(exitCode).toBe(1);
    const found = linesOf(stdout).filter(({ text }) => text === 'aspirin');
    expect(found).toHaveLength(31);
    for (const { start, end } of found) expect(whole.slice(start, end)).toBe('aspirin');
  });
});
