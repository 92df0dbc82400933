import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { PanelPage, themes } from './panel-page.ts';
import { diseaseCorpus } from './pieces.ts';
import { Workbench } from './workbench.ts';

const files: Readonly<Record<string, string>> = {
  'notes.md': 'Patients with breast cancer received tamoxifen.\n',
  ...diseaseCorpus('corpora/diseases', { train: 20, devel: 2, test: 2 }),
};

describe('runs and models in the panel', { timeout: 120_000 }, () => {
  let server: OwnServer;
  let workbench: Workbench;
  let panel: PanelPage;

  beforeAll(async () => {
    server = await startOwnServer(inject('host'), 'runs-and-models');
    workbench = await Workbench.open(server.host, files, 'notes.md');
    panel = new PanelPage(workbench);
    // From a terminal, while the window is open.
    await train('first', '--epochs', '1');
    await train('second', '--epochs', '2', '--seed', '2');
    await paused('third');
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`, true));
  });

  afterAll(async () => {
    await workbench?.close();
    await server?.stop();
  });

  it('lists runs of a terminal, sorted by any column', async () => {
    await panel.open();
    await panel.tab('runs');
    await run('second').waitFor();
    await panel.view('runs').getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await expect
      .poll(() => panel.view('runs').getByRole('rowheader').allTextContents())
      .toEqual(['first', 'second', 'third']);
    await panel.view('runs').getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await expect
      .poll(() => panel.view('runs').getByRole('rowheader').allTextContents())
      .toEqual(['third', 'second', 'first']);
  });

  it('compares two runs by their curves and what differs', async () => {
    for (const name of ['first', 'second']) await pick(name).click();
    await panel.view('runs').getByRole('heading', { name: 'Comparison of 2 runs' }).waitFor();
    await panel.chart(/F1 on devel/).waitFor();
    await expect
      .poll(() => panel.chart(/F1 on devel/).getAttribute('aria-valuetext'))
      .toMatch(/first.*second|second.*first/);
    const differences = panel.view('runs').getByRole('region', { name: 'What differs' });
    await differences.getByRole('row', { name: /^Seed 1 2$|^Seed 2 1$/ }).waitFor();
    await panel.pictures('runs', themes);
    await workbench.page.setViewportSize({ width: 620, height: 900 });
    await workbench.picture('runs-narrow');
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
  });

  it('evaluates in its tab, and opens an error at its place in the corpus', async () => {
    await panel.tab('evaluate');
    await panel.choose('evaluate-corpus', 'diseases');
    await panel.frame
      .locator('#evaluate-part')
      .getByText(/^Test: 6 documents/)
      .first()
      .waitFor({ state: 'attached' });
    await panel.choose('evaluate-model', 'default');
    await panel.choose('evaluate-against', 'second');
    await panel.frame.locator('#evaluate-start').click();
    const report = panel.view('evaluate').getByRole('region', { name: 'Report' });
    await report.locator('#scores').waitFor({ timeout: 90_000 });
    const difference = report.locator('#comparison tbody tr', { hasText: 'Disease' });
    expect(await difference.locator('td').last().textContent()).toMatch(/^[<>≈]?\s?[01]\.\d+$/);
    await panel.pictures('evaluate', themes);
    await report.locator('#error-order').selectOption('corpus');
    await report.locator('#error-list button.row').first().click();
    await workbench.page.locator('.tab.active', { hasText: 'test.pubtator' }).waitFor();
    // The first one is in the title of the second document.
    const lines = (files['corpora/diseases/test.pubtator'] ?? '').split('\n');
    const line = lines.findIndex((text) => text.startsWith('102|t|')) + 1;
    await workbench.page.locator('.statusbar').getByText(`Ln ${line}, Col 7`).first().waitFor();
    await workbench.picture('evaluate-error');
  });

  it('has its report back when the page is shown again', async () => {
    await panel.open();
    await panel.tab('evaluate');
    await panel
      .view('evaluate')
      .getByRole('region', { name: 'Report' })
      .locator('#scores')
      .waitFor({ timeout: 30_000 });
  });

  it.each([
    ['Hugging Face folder', 'transformers', 'config.json'],
    ['One head for AutoModelForTokenClassification', 'head', 'config.json'],
    ['ONNX', 'onnx', 'model.onnx'],
  ])('exports a model as %s', async (label, name, file) => {
    await panel.open();
    await panel.tab('models');
    await panel.button('Export …: second').click();
    await workbench.choice(label).first().click();
    const input = workbench.page.locator('.quick-input-widget input');
    await expect.poll(() => input.inputValue()).toContain('second');
    const out = path.join(workbench.folder, `exported-${name}`);
    await input.fill(out);
    await workbench.page.keyboard.press('Enter');
    await workbench.notification(`exported second to ${out}`).waitFor({ timeout: 60_000 });
    expect(readdirSync(out)).toContain(file);
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('uses a model, and deletes it', async () => {
    await panel.open();
    await panel.tab('models');
    await panel.button('Use: second').click();
    await workbench.status.filter({ hasText: 'second' }).waitFor({ timeout: 60_000 });
    await panel.view('models').locator('.model.used', { hasText: 'second' }).waitFor();
    await panel.pictures('models', themes);
    await panel.button('Delete …: second').click();
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'Delete the model second?' });
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('the one that comes with the extension takes its place');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await workbench.notification(/deleted second; .* are free again/).waitFor({ timeout: 60_000 });
    await workbench.status.filter({ hasText: 'default' }).waitFor({ timeout: 60_000 });
    expect(existsSync(model('second'))).toBe(false);
    await panel.button('Use: second').waitFor({ state: 'detached' });
  });

  it('removes checkpoints, and a run with its disk space', async () => {
    await panel.tab('runs');
    await panel.button('Select None').click();
    await pick('third').click();
    await panel.button(/^Remove Checkpoints \(\d+ MB/).click();
    const checkpoints = workbench.page.locator('.monaco-dialog-box', { hasText: 'Remove the checkpoints of third?' });
    await checkpoints.getByRole('button', { name: 'Remove Checkpoints' }).click();
    await expect.poll(() => existsSync(path.join(model('third'), 'last'))).toBe(false);
    await panel.button(/^Remove Checkpoints \(0 B/).waitFor();
    await panel.button('Remove: first').click();
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'Remove first?' });
    expect(await dialog.textContent()).toMatch(/\d MB/);
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await run('first').waitFor({ state: 'detached' });
    expect(existsSync(model('first'))).toBe(false);
  });

  it('sends nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });

  /** The command line, as in a terminal. */
  async function gerbera(...args: readonly string[]): Promise<void> {
    const env = { ...process.env, GERBERA_HOME: server.home };
    await promisify(execFile)(process.execPath, [server.cli, ...args], { env });
  }

  async function train(name: string, ...more: readonly string[]): Promise<void> {
    const target = path.join(workbench.folder, 'corpora/diseases');
    const what = ['--method', 'single', '--base', 'default', '--target', target, '--out', model(name)];
    await gerbera('train', ...what, ...more);
  }

  /** A run that has begun and was stopped. */
  async function paused(name: string): Promise<void> {
    const running = train(name, '--epochs', '500', '--patience', '0').catch(() => {});
    const log = path.join(model(name), 'log.jsonl');
    while (!(existsSync(log) && readFileSync(log, 'utf8').includes('"evaluation"'))) await sleep(200);
    await gerbera('runs', 'stop', name);
    await running;
  }

  function model(name: string): string {
    return path.join(server.home, 'models', name);
  }

  /** The row of a run. */
  function run(name: string) {
    return panel.view('runs').getByRole('row', { name: new RegExp(`\\b${name}\\b`) });
  }

  /** The box that selects a run. */
  function pick(name: string) {
    return panel.view('runs').getByRole('checkbox', { name: `Select ${name}` });
  }
});
