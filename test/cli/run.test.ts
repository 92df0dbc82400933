import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { productVersion } from '../../src/library/folders.ts';
import { gerbera } from '../support/command-line.ts';
import { goldenFolder, missing } from '../support/shared.ts';

const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts');

describe('gerbera', () => {
  it('tells its version and how it is used', async () => {
    expect(await gerbera(['--version'])).toEqual({ exitCode: 0, stdout: `gerbera ${productVersion()}\n`, stderr: '' });
    for (const argv of [['help'], ['--help'], ['-h']]) {
      const { exitCode, stdout } = await gerbera(argv);
      expect(exitCode).toBe(0);
      for (const { name, summary } of commands) expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
    }
  });

  it.each(commands.map(({ name }) => name))('explains %s, every option of it, in lines that fit', async (name) => {
    const { exitCode, stdout } = await gerbera(['help', name]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: gerbera ${name}`));
    const options = commands.find((command) => command.name === name)?.options ?? {};
    for (const option of Object.keys(options)) expect(stdout).toContain(`--${option} `);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    expect((await gerbera([name, '--help'])).stdout).toBe(stdout);
  });

  it.each([
    [[], 'a command is needed'],
    [['anotate'], 'unknown command "anotate"'],
    [['help', 'anotate'], 'unknown command "anotate"'],
    [['--verbose'], 'unknown command "--verbose"'],
  ])('exits with 2 for %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await gerbera(argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`gerbera: ${message}\nTry "gerbera help".\n`);
  });
});

describe('gerbera models, import and doctor', () => {
  let home = '';

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'gerbera-home-'));
    vi.stubEnv('GERBERA_HOME', home);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });

  it('lists the embedded model where nothing was imported', async () => {
    const { exitCode, stdout } = await gerbera(['models']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('default  bert: Gene, Disease, Chemical, Species, CellLine, CellType, DNA, RNA\n');
    const [model] = JSON.parse((await gerbera(['models', '--json'])).stdout);
    expect(model).toMatchObject({ name: 'default', embedded: true, broken: false });
  });

  const published = path.join(goldenFolder, 'gerbera-bert-tiny');

  it.skipIf(missing(published))(
    `imports a model, which can be used from then on (${missing(published) ?? 'golden data'})`,
    async () => {
      const { exitCode, stdout, stderr } = await gerbera(['import', published, '--name', 'ncbi', '--type', 'Disease']);
      expect([exitCode, stdout]).toEqual([0, `ncbi\t${path.join(home, 'models', 'ncbi')}\n`]);
      expect(stderr).toContain('"ncbi" finds Disease');
      expect((await gerbera(['models'])).stdout).toContain('ncbi     bert: Disease\n');
      const read = await gerbera(['annotate', '-', '--model', 'ncbi'], { stdin: 'Loss of BRCA1 in breast cancer.' });
      expect([read.exitCode, read.stderr]).toEqual([0, '']);
      const again = await gerbera(['import', published, '--name', 'ncbi']);
      expect([again.exitCode, again.stdout]).toEqual([1, '']);
      expect(again.stderr).toMatch(/^gerbera: .*"ncbi".*choose another name\n$/);
      writeFileSync(path.join(home, 'models', 'ncbi', 'config.json'), '{');
      expect((await gerbera(['models'])).stdout).toMatch(/^ncbi {5}cannot be loaded: .*config\.json/m);
    },
  );

  it('examines the machine, and exits with 1 for a model that does not run', async () => {
    const { exitCode, stdout } = await gerbera(['doctor', '--json']);
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      gerbera: productVersion(),
      node: process.version,
      onnxruntime: expect.stringMatching(/^\d/),
    });
    expect(report.devices.map(({ device }: { device: string }) => device).sort()).toEqual([
      'coreml',
      'cpu',
      'cuda',
      'dml',
      'webgpu',
    ]);
    for (const { reason } of report.devices) expect(reason).toMatch(/^.+$/);
    expect((await gerbera(['doctor'])).stdout).toMatch(/^ {2}cpu +yes/m);

    const broken = await gerbera(['doctor', '--model', home]);
    expect(broken.exitCode).toBe(1);
    expect(broken.stdout).toContain(path.join(home, 'config.json'));
  }, 60_000);
});

describe('gerbera as a process', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gerbera-process-'));
    const prose = 'Patients with breast cancer were treated with aspirin in HeLa cells.\n\n';
    for (let index = 0; index < 40; index++) writeFileSync(path.join(folder, `${index}.txt`), prose.repeat(200));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  /** Starts it and calls `meet` at the first output. */
  function start(meet: (child: ReturnType<typeof spawn>) => void) {
    const child = spawn(process.execPath, [main, 'annotate', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    child.stdout?.once('data', () => meet(child));
    child.stdout?.resume();
    return new Promise<{ code: number | null; stderr: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, stderr }));
    });
  }

  it('ends quietly when its reader goes away', async () => {
    expect(await start((child) => child.stdout?.destroy())).toEqual({ code: 141, stderr: '' });
  });

  it('ends with 130 when it is interrupted', async () => {
    expect(await start((child) => child.kill('SIGINT'))).toEqual({ code: 130, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says so when its output cannot be written', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [main, 'models'], { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    let stderr = '';
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
    expect(stderr).toMatch(/^gerbera: ENOSPC.*\n$/);
  });

  it('writes only JSON to standard output', async () => {
    const child = spawn(process.execPath, [main, 'annotate', '-', '--device', 'cpu'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stdin.end('Aspirin.');
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line).document).toBe('-');
  });
});
