import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formOf } from '../../src/corpus/detect.ts';
import { type AnnotatedDocument, textOf } from '../../src/corpus/document.ts';
import type { FormName } from '../../src/corpus/forms/form.ts';
import { forms } from '../../src/corpus/forms/forms.ts';
import { gerbera } from '../support/command-line.ts';

const prose = 'Patients with breast cancer were treated with aspirin in HeLa cells.';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-forms-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, contents: string | Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contents);
  return file;
}

async function read(place: string, name?: FormName): Promise<AnnotatedDocument[]> {
  const documents: AnnotatedDocument[] = [];
  for await (const document of (await formOf(place, name)).read(place)) documents.push(document);
  return documents;
}

function mentionsOf(document: AnnotatedDocument): string[] {
  return document.mentions.map((mention) => `${textOf(document, mention)}: ${mention.type}`);
}

/** What today's output, entities line by line, says of an input: the reference for all forms. */
async function entitiesOf(
  file: string,
): Promise<{ start: number; end: number; text: string; type: string; score: number }[]> {
  const { stdout } = await gerbera(['annotate', file]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const fileForms = forms.filter(({ kind }) => kind === 'file').map(({ name }) => name);

describe('gerbera annotate --format', () => {
  it.each(fileForms)('writes papers in the form %s, which is read back with the same mentions', async (name) => {
    const papers = [put('one.txt', `Breast cancer 😀\n\n${prose}`), put('two.md', `# BRCA1\n\n${prose}\n`)];
    const out = path.join(folder, `out.${name}`);
    const { exitCode, stdout } = await gerbera(['annotate', ...papers, '--format', name, '--out', out]);
    expect([exitCode, stdout]).toEqual([0, '']);
    const documents = await read(out, name);
    const found = documents.flatMap(mentionsOf);
    const expected = (await Promise.all(papers.map(entitiesOf))).flat().map(({ text, type }) => `${text}: ${type}`);
    expect(expected.length).toBeGreaterThan(6);
    expect(found.map((each) => each.replaceAll(' ', ''))).toEqual(expected.map((each) => each.replaceAll(' ', '')));
    expect(readdirSync(folder).sort()).toEqual(['one.txt', `out.${name}`, 'two.md']);
  });

  it.each([
    ['a byte order mark', `\ufeff${prose}`],
    ['CRLF', `Title 😀\r\n\r\n${prose.replaceAll(' were', '\r\nwere')}\r\n`],
    ['astral characters and combining marks', `Nai\u0308ve β 👩🏽‍🔬 日本語\n\n𝛼 ${prose} 𝛽 ${prose}`],
    ['only front matter', `---\ntitle: ${prose}\n---\n`],
    ['no line end', prose],
  ])('keeps offsets through PubTator in a paper with %s', async (_, contents) => {
    const file = put('paper.md', contents);
    const entities = await entitiesOf(file);
    expect(entities.length).toBeGreaterThan(2);
    const { stdout, exitCode } = await gerbera(['annotate', file, '--format', 'pubtator']);
    expect(exitCode).toBe(0);
    const [document] = await read(put('paper.pubtator', stdout));
    const mark = contents.startsWith('\ufeff') ? 1 : 0;
    expect(document?.text.trimEnd()).toBe(
      contents
        .slice(mark)
        .replaceAll(/[\r\n]/g, ' ')
        .trimEnd(),
    );
    expect(document?.id).toBe('paper');
    expect(document?.mentions.map(({ spans, type }) => ({ ...spans[0], type }))).toEqual(
      entities.map(({ start, end, type }) => ({ start: start - mark, end: end - mark, type })),
    );
  });

  it('keeps scores where the form holds them, and tells what it does not hold', async () => {
    const file = put('paper.txt', prose);
    const entities = await entitiesOf(file);
    const jsonl = await gerbera(['annotate', file, '--format', 'jsonl']);
    const [document] = await read(put('x.jsonl', jsonl.stdout));
    expect(document?.mentions.map(({ score }) => score)).toEqual(entities.map(({ score }) => score));
    const { stderr } = await gerbera(['annotate', file, '--format', 'pubtator']);
    expect(stderr).toContain(`gerbera: PubTator cannot hold: ${entities.length} scores\n`);
    const corpus = put(
      'paper.xml',
      (await gerbera(['annotate', file, '--format', 'bioc-xml'])).stdout.replaceAll('paragraph', 'caption'),
    );
    const again = await gerbera(['annotate', corpus, '--format', 'conll', '--from', 'bioc-xml']);
    expect(again.stderr).toContain('1 bounds and kinds of passages');
  });

  it.each(['', '\ufeff', ' \n\t\n', '123 456'])('writes a document without a mention for %j', async (contents) => {
    const file = put('empty.txt', contents);
    for (const format of ['jsonl', 'pubtator', 'html']) {
      const { exitCode, stdout } = await gerbera(['annotate', file, '--format', format]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('empty');
      if (contents.includes('123')) expect(stdout).toContain('123 456');
    }
  });

  it('writes brat into a folder, two files a paper, each with an id of its own', async () => {
    const out = path.join(folder, 'out', 'brat');
    mkdirSync(path.dirname(out));
    const papers = [put('a/paper.txt', prose), put('b/paper.md', 'Aspirin.')];
    const { exitCode } = await gerbera(['annotate', ...papers, '--format', 'brat', '--out', out]);
    expect(exitCode).toBe(0);
    expect(readdirSync(out)).toHaveLength(4);
    const documents = await read(out);
    expect(documents.map(({ text }) => text).sort()).toEqual(['Aspirin.', prose]);
    expect(documents.flatMap(mentionsOf)).toContain('breast cancer: Disease');
    expect(readdirSync(path.dirname(out))).toEqual(['brat']);
    const alike = [papers[0] ?? '', put('b/PAPER.txt', prose)];
    const refused = await gerbera(['annotate', ...alike, '--format', 'brat', '--out', path.join(folder, 'alike')]);
    expect(refused.stderr).toContain('two documents would be written as PAPER.txt');
    put('out/brat/paper.ann', 'corrected by hand');
    const again = await gerbera(['annotate', ...papers, '--format', 'brat', '--out', out]);
    expect([again.exitCode, again.stderr]).toEqual([
      1,
      `gerbera: ${out}: there are files in it; name a new folder with --out\n`,
    ]);
    expect(readFileSync(path.join(out, 'paper.ann'), 'utf8')).toBe('corrected by hand');
  });

  it('tells which documents of a corpus were passed over', async () => {
    put('corpus/a.txt', prose);
    put('corpus/a.ann', 'T1\tX 0 99\tgone');
    const unread = put('corpus/b.txt', prose);
    const { exitCode, stdout, stderr } = await gerbera([
      ...['annotate', path.join(folder, 'corpus'), '--from', 'brat', '--format', 'jsonl'],
    ]);
    expect([exitCode, stdout.split('\n').length]).toEqual([0, 2]);
    expect(stderr).toBe(
      `gerbera: other: 1 place\n  ${unread}: line 1: no annotations beside it (b.ann); passed over\n`,
    );
  });

  it('writes a file for each document into a folder', async () => {
    const papers = [put('a/paper.txt', prose), put('b/paper.md', prose), put('c d.txt', prose)];
    const out = `${path.join(folder, 'pages')}/`;
    const { exitCode, stdout, stderr } = await gerbera(['annotate', ...papers, '--format', 'html', '--out', out]);
    expect([exitCode, stdout, stderr]).toEqual([0, '', `gerbera: 3 files in ${out}\n`]);
    expect(readdirSync(out).sort()).toEqual(['c_d.html', 'paper#2.html', 'paper.html']);
    expect(readFileSync(path.join(out, 'paper.html'), 'utf8')).toMatch(/<mark [^>]+>breast cancer<\/mark>/);
  });

  it('reads a corpus as documents, with the mentions that it finds in place of those that were there', async () => {
    const corpus = put('x.pubtator.txt', `1|t|Aspirin.\n1|a|${prose}\n1\t0\t7\tAspirin\tOdd\tD1\n1\tCID\tD1\tD2\n\n`);
    const { stdout, stderr, exitCode } = await gerbera(['annotate', corpus, '--format', 'jsonl']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('gerbera: left out: 1 relations between the mentions that were there\n');
    const [document] = await read(put('x.jsonl', stdout));
    expect([document?.id, document?.text]).toEqual(['1', `Aspirin. ${prose}`]);
    expect(mentionsOf(document!)).toEqual(expect.arrayContaining(['Aspirin: Chemical', 'breast cancer: Disease']));
    expect(stdout).not.toContain('Odd');
    const lines = await gerbera(['annotate', corpus, '--types', 'Disease', '--progress']);
    expect(JSON.parse(lines.stdout)).toMatchObject({ document: '1', start: 23, end: 36, text: 'breast cancer' });
    expect(lines.stderr).toBe(`gerbera: ${corpus}: 1 entities\n`);
  });

  it('writes the labels that it finds into a corpus of words, not those that were there', async () => {
    const words = prose.replace('.', ' .').split(' ');
    const corpus = put('x.conll', `${words.map((word) => `${word}\tB-Odd`).join('\n')}\n\n`);
    const { stdout } = await gerbera(['annotate', corpus, '--format', 'conll']);
    expect(stdout).toContain('breast\tB-Disease\ncancer\tI-Disease\n');
    expect(stdout).not.toContain('Odd');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0]),
    ).toEqual(words);
  });

  it('takes a file for a corpus if it is told so, and none if a language is given', async () => {
    const corpus = put('x.txt', `1|t|Aspirin.\n1|a|\n\n`);
    const told = await gerbera(['annotate', corpus, '--format', 'jsonl', '--from', 'pubtator']);
    expect(JSON.parse(told.stdout)).toMatchObject({ id: '1' });
    const paper = put('y.pubtator', `1|t|Title\n1|a|\n\n${prose}\n`);
    const { stdout } = await gerbera(['annotate', paper, '--language', 'plaintext']);
    const [line = ''] = stdout.split('\n');
    expect(JSON.parse(line).document).toBe(paper);
  });

  it('goes on after what cannot be read, naming file and line once', async () => {
    const bad = put('bad.pubtator', '1|t|Aspirin.\n1|a|\nnonsense\n');
    const good = put('good.txt', prose);
    const missing = path.join(folder, 'missing.txt');
    const { exitCode, stdout, stderr } = await gerbera(['annotate', bad, missing, good, '--format', 'jsonl']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`gerbera: ${bad}: line 3: `);
    expect(stderr).not.toContain(`${bad}: ${bad}`);
    expect(stderr).toContain(`gerbera: ${missing}: no such file or folder\n`);
    expect(
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).id),
    ).toContain('good');
  });

  it('leaves a file as it was if nothing could be read', async () => {
    const out = put('out.jsonl', 'precious');
    for (const format of ['jsonl', 'entities', 'html']) {
      const { exitCode } = await gerbera(['annotate', path.join(folder, 'no.txt'), '--format', format, '--out', out]);
      expect(exitCode).toBe(1);
    }
    expect(readFileSync(out, 'utf8')).toBe('precious');
  });

  it('never writes over what it reads', async () => {
    const file = put('paper.txt', prose);
    for (const format of ['jsonl', 'entities', 'html', 'brat']) {
      const { exitCode, stderr } = await gerbera(['annotate', file, '--format', format, '--out', file]);
      expect(exitCode).toBe(format === 'brat' ? 1 : 2);
      expect(stderr).toContain(format === 'brat' ? 'is a file' : 'is what is read');
    }
    expect(readdirSync(folder)).toEqual(['paper.txt']);
    expect(readFileSync(file, 'utf8')).toBe(prose);
  });

  it('writes entities into a file', async () => {
    const file = put('paper.txt', prose);
    const out = path.join(folder, 'out.jsonl');
    expect((await gerbera(['annotate', file, '--out', out])).stdout).toBe('');
    expect(readFileSync(out, 'utf8')).toBe((await gerbera(['annotate', file])).stdout);
  });

  it('names the place that cannot be written', async () => {
    const out = path.join(folder, 'no', 'such', 'x.jsonl');
    const { exitCode, stderr } = await gerbera(['annotate', put('p.txt', prose), '--format', 'jsonl', '--out', out]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(out);
    expect(existsSync(path.dirname(out))).toBe(false);
  });

  it.each([
    [['--format', 'latex'], '--format is one of entities, '],
    [['--format', 'brat'], 'brat is a folder of files; say where with --out DIR'],
    [['--format', 'parquet'], 'parquet is no text; say where with --out FILE'],
    [['--out', 'x/'], 'entities go into one file'],
    [['--out', ''], '--out names no place'],
    [['--from', 'latex'], '--from is one of'],
  ])('exits with 2 for %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await gerbera(['annotate', '-', ...argv]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
