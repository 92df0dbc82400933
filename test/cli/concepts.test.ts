import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { concepts } from '../../src/cli/concepts/concepts.ts';
import { downloadAction } from '../../src/cli/concepts/download.ts';
import { Interruption } from '../../src/cli/terminal.ts';
import { terminologyEntries } from '../../src/concepts/download/downloads.ts';
import { fileOf, localServer } from '../files/download/server.ts';
import { gerbera } from '../support/command-line.ts';

let folder = '';
let store = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-concepts-'));
  store = path.join(folder, 'store');
});

afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, contents: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contents);
  return file;
}

const table = [
  'id\tname\tsynonyms\txrefs\textra',
  'DOID:1485\tcystic fibrosis\tmucoviscidosis|CF\tMESH:D003550\tparents=DOID:850;def=An inherited disease.',
  'DOID:850\tlung disease\t\t\t',
  '',
].join('\n');

const run = (...argv: string[]) => gerbera(['concepts', ...argv, '--concepts', store]);

describe('gerbera concepts', () => {
  it('explains itself in lines that fit a terminal', async () => {
    const { exitCode, stdout } = await gerbera(['concepts']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage: gerbera concepts import\|list\|remove\|search\|download/);
    expect(stdout).toContain('table of terms (TSV)');
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  it('imports, lists, searches and removes', async () => {
    const file = put('diseases.tsv', table);
    const imported = await run('import', file, '--title', 'Two diseases', '--version', '7', '--licence', 'CC0 1.0');
    expect(imported).toMatchObject({
      exitCode: 0,
      stdout: 'diseases: Two diseases 7: 2 concepts, 4 names (Disease)\n',
    });
    expect(imported.stderr).toContain('gerbera: diseases: read as tsv');
    const listed = await run('list');
    expect(listed.stdout).toMatch(
      /^diseases: Two diseases 7: 2 concepts, 4 names \(Disease\)\n {2}CC0 1\.0\n {2}.*diseases\.tsv, imported 20\d\d-\d\d-\d\d, SHA-256 [0-9a-f]{12}…$/m,
    );
    expect(listed.stdout).toMatch(/^samples: /m);
    const found = await run('search', 'mucovisc');
    expect(found.stdout.split('\n').map((line) => line.split('\t'))).toContainEqual([
      ...['DOID:1485', 'cystic fibrosis', 'Disease', 'diseases', 'mucoviscidosis'],
    ]);
    expect((await run('remove', 'diseases', 'samples')).exitCode).toBe(0);
    const left = await run('list');
    expect([left.exitCode, left.stdout]).toEqual([0, '']);
    expect(left.stderr).toContain('no terminology in');
  });

  it('shows all of one concept for an identifier, in any spelling', async () => {
    await run('import', put('diseases.tsv', table));
    const { stdout } = await run('search', 'doid:1485');
    expect(stdout).toContain('cystic fibrosis · Disease · DOID:1485');
    expect(stdout).toContain('An inherited disease.');
    expect(stdout).toContain('A kind of lung disease');
    const json = JSON.parse((await run('search', 'DOID:1485', '--json')).stdout);
    expect(json).toMatchObject({ identifier: 'DOID:1485', terminology: 'diseases', sameAs: ['MESH:D003550'] });
  });

  it('prints what it finds as JSON, at most so many, of a type', async () => {
    await run('import', put('diseases.tsv', table));
    const { stdout } = await run('search', 'c', '--json', '--limit', '3', '--type', 'Disease');
    const found: { readonly types: readonly string[] }[] = JSON.parse(stdout);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(3);
    expect(found.every(({ types }) => types.includes('Disease'))).toBe(true);
    const none = await run('search', 'qqqqqq');
    expect([none.exitCode, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toContain('gerbera: no concept is called "qqqqqq"');
    const listed = JSON.parse((await run('list', '--json')).stdout);
    expect(listed.map(({ name }: { name: string }) => name).sort()).toEqual(['diseases', 'samples']);
  });

  it('prints every event of an import as a line of JSON', async () => {
    const { stdout } = await run('import', put('diseases.tsv', table), '--events');
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toEqual({ kind: 'begin', name: 'diseases', form: 'tsv', resumed: 0 });
    expect(events.at(-1)).toMatchObject({ kind: 'done', problems: 0, terminology: { name: 'diseases', concepts: 2 } });
  });

  it('imports the others where one cannot be read, and names file and line', async () => {
    const good = put('good.tsv', table);
    const bad = put('bad.tsv', 'id\tname\nDOID:1\tone\ttoo\tmany\n');
    const { exitCode, stdout, stderr } = await run('import', bad, path.join(folder, 'absent.obo'), good);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^good: /);
    expect(stderr).toContain(`gerbera: ${bad}: line 2: 4 columns where the header has 2`);
    expect(stderr).toMatch(/gerbera: .*absent\.obo: no such file/);
  });

  it('tells problems by line, the first ones one by one', async () => {
    const rows = Array.from({ length: 15 }, (_, index) => `DOID:${index}\t`);
    const file = put('holes.tsv', `id\tname\nDOID:100\tone\n${rows.join('\n')}\n`);
    const { exitCode, stderr } = await run('import', file);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`gerbera: ${file}: line 3: a concept without a name; left out`);
    expect(stderr.split('\n').filter((line) => line.includes('without a name'))).toHaveLength(10);
    expect(stderr).toContain('gerbera: 15 problems in all');
  });

  it('says that an interrupted import can be gone on with', async () => {
    const stop = new AbortController();
    stop.abort(new Interruption('SIGINT'));
    const file = put('diseases.tsv', table);
    const { exitCode, stderr } = await gerbera(['concepts', 'import', file, '--concepts', store], {
      signal: stop.signal,
    });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('gerbera: interrupted; the same command goes on with it');
  });

  it('tells what is wrong with the command line', async () => {
    const cases: readonly (readonly [string[], RegExp])[] = [
      [['tidy'], /"tidy" is none of import, list, remove, search, download/],
      [['import'], /nothing to import/],
      [['import', 'a', 'b', '--name', 'n'], /--name is for one terminology/],
      [['import', 'a', '--json'], /--json has no effect with "concepts import"/],
      [['list', 'x'], /one argument too many/],
      [['remove'], /nothing to remove/],
      [['search'], /nothing to search for/],
      [['search', 'x', '--limit', '0'], /--limit/],
      [['download', 'wikipedia'], /there is no download "wikipedia"; known: mesh, /],
      [['download', '--yes'], /--yes needs the name/],
      [['list', '--concepts', ''], /--concepts names no folder/],
    ];
    for (const [argv, message] of cases) {
      const { exitCode, stderr } = await gerbera(['concepts', ...argv]);
      expect([argv, exitCode, stderr.match(message) !== null]).toEqual([argv, 2, true]);
    }
  });

  it('searches what the samples mention where there is no store, and makes none', async () => {
    const { exitCode, stdout } = await run('search', 'imatinib', '--limit', '1');
    expect([exitCode, stdout]).toEqual([0, 'MESH:D000068877\tImatinib Mesylate\tChemical\tsamples\timatinib\n']);
    expect(existsSync(store)).toBe(false);
  });

  it('says which types there are where none is called so', async () => {
    await run('import', put('diseases.tsv', table));
    const { exitCode, stderr } = await run('search', 'lung', '--type', 'Diseases');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/--type: no concept is a "Diseases"; there are .*Disease/);
  });

  it('says that there is no such terminology or form', async () => {
    expect((await run('remove', 'x')).stderr).toMatch(/no terminology is called "x"/);
    expect((await run('import', put('a.tsv', table), '--form', 'word')).stderr).toMatch(/there is no form "word"/);
  });
});

describe('gerbera concepts download', () => {
  it('lists what is offered without calling anybody', async () => {
    const { exitCode, stdout } = await gerbera(['concepts', 'download']);
    expect(exitCode).toBe(0);
    for (const { name, title, licence } of terminologyEntries) {
      expect(stdout).toContain(`${name}: ${title}, about `);
      expect(stdout).toContain(`  ${licence}\n`);
    }
    expect(stdout).toContain('Nothing is called until a name is given');
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(JSON.parse((await gerbera(['concepts', 'download', '--json'])).stdout)).toEqual(terminologyEntries);
  });

  it('downloads nothing without being asked for', async () => {
    const { exitCode, stderr } = await run('download', 'disease-ontology');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Disease Ontology, about 8 MB\n {2}from https:\/\/purl\.obolibrary\.org\/obo\/doid\.obo/);
    expect(stderr).toContain('licence: CC0 1.0');
    expect(stderr).toContain('nothing is downloaded without being asked for: --yes');
  });

  const server = localServer();

  /** Runs the download of a table on the local server, on a terminal that gives an answer. */
  async function download(answer: string | undefined, ...more: string[]) {
    server.answers.set('/table.tsv', fileOf(Buffer.from(table)));
    const entry = { ...terminologyEntries[0]!, name: 'table', address: `${server.address}/table.tsv`, form: 'tsv' };
    const given = parseArguments(['table', '--concepts', store, ...more], concepts.options);
    const stdin = Object.assign(Readable.from([Buffer.from(answer ?? '')]), { isTTY: answer !== undefined });
    const [stdout, stderr] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
    const { signal } = new AbortController();
    const exitCode = await downloadAction(given, { stdin, stdout, stderr, watched: false, signal }, [entry]);
    return { exitCode, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
  }

  it('asks on a terminal, and takes only yes for an answer', async () => {
    server.asked.length = 0;
    for (const answer of ['n\n', '\n', 'perhaps\n']) expect((await download(answer)).exitCode).toBe(1);
    expect(server.asked).toEqual([]);
    const { exitCode, stdout, stderr } = await download('y\n');
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Download? [y/N]');
    expect(stdout).toMatch(/^table: MeSH descriptors .*: 2 concepts, 4 names \(Disease\)\n$/);
  });

  it('keeps the file where it is told to, and prints events', async () => {
    const to = path.join(folder, 'kept');
    const { stdout } = await download(undefined, '--yes', '--to', to, '--events');
    const kinds = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
    expect([kinds[0], kinds.at(-1)]).toEqual(['download', 'done']);
    expect(kinds).toContain('checked');
    expect(readFileSync(path.join(to, 'table.tsv'), 'utf8')).toBe(table);
  });
});
