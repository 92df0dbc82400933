import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { PanelPage, themes } from './panel-page.ts';
import { noPieces, pieceOf } from './pieces.ts';
import { Workbench } from './workbench.ts';

const scores = /F1 on devel/;
const losses = /Loss/;

const title = noPieces ? `training in the panel (skipped: ${noPieces})` : 'training in the panel';

describe.skipIf(noPieces)(title, { timeout: 180_000 }, () => {
  let server: OwnServer;
  let workbench: Workbench;
  let panel: PanelPage;

  beforeAll(async () => {
    server = await startOwnServer(inject('host'), 'training');
    const files = {
      'notes.md': 'Patients with breast cancer received tamoxifen.\n',
      ...pieceOf('bioner/NCBI-disease', 'corpora/NCBI-disease', { train: 60, devel: 30, test: 30 }),
      ...pieceOf('general/wikigold', 'corpora/wikigold', { train: 40, devel: 10 }),
    };
    workbench = await Workbench.open(server.host, files, 'notes.md');
    await workbench.counted();
    panel = new PanelPage(workbench);
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`, true));
  });

  afterAll(async () => {
    await workbench?.close();
    await server?.stop();
  });

  it('shows what is in the corpora that are chosen', async () => {
    const { frame } = panel;
    await panel.open();
    await panel.choose('train-target', 'NCBI-disease');
    const target = frame.getByRole('table', { name: 'Parts of NCBI-disease' });
    await target
      .getByText(/^Disease \d+$/)
      .first()
      .waitFor();
    expect(await target.getByRole('row').count()).toBe(4);
    await panel.choose('train-general', 'wikigold');
    await frame.locator('section[data-use=general]').getByRole('button', { name: 'Add' }).click();
    await frame
      .getByRole('table', { name: 'Parts of wikigold' })
      .getByText(/^PER \d+$/)
      .first()
      .waitFor();
    await panel.choose('train-base', 'default');
  });

  it('takes other hyper-parameters, and says what is wrong with one', async () => {
    await panel.frame.locator('details.hyper > summary').click();
    await panel.hyper('epochs1').fill('0');
    await panel.frame.locator('#train-epochs1-problem').filter({ hasText: /./ }).waitFor();
    await panel.hyper('epochs1').fill('2');
    await panel.hyper('epochs2').fill('60');
    await panel.hyper('patience').fill('0');
    await panel.hyper('batch').fill('256');
    await panel.choose('train-test', 'yes');
    await panel.frame.locator('details.hyper summary', { hasText: '5 set by you' }).waitFor();
    await panel.frame.locator('#train-epochs1-problem').waitFor({ state: 'hidden' });
    expect(await panel.frame.locator('#train-output').getAttribute('placeholder')).toBe('ncbi-disease-gerbera');
  });

  it('estimates time and memory of each stage', async () => {
    await panel.button('Estimate Time and Memory').click();
    const estimate = panel.frame.getByRole('region', { name: 'Time and memory' });
    await estimate.getByText(/at most, on CPU/).waitFor({ timeout: 90_000 });
    expect(await estimate.textContent()).toMatch(
      /Stage 1: together.*2 at most.*Stage 2: target alone.*60 at most.*about .* of/,
    );
    await panel.pictures('train-form', themes);
    await workbench.page.setViewportSize({ width: 620, height: 900 });
    await workbench.picture('train-form-narrow');
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
  });

  it('starts, and its curves move', async () => {
    await panel.button(/^Start (Training|Anyway)$/).click();
    await panel.state('Running', 90_000);
    await expect.poll(() => panel.drawn(losses), { timeout: 60_000 }).toBeGreaterThan(1);
    const before = await panel.drawn(losses);
    await expect.poll(() => panel.drawn(losses), { timeout: 60_000 }).toBeGreaterThan(before);
    await expect.poll(() => panel.drawn(scores), { timeout: 60_000 }).toBeGreaterThan(0);
    expect(await panel.chart(scores).getAttribute('aria-valuetext')).toMatch(/Disease \d+\.\d/);
    expect(await panel.frame.getByRole('progressbar', { name: 'Progress of the run' }).count()).toBe(1);
    await panel.frame.locator('.tiles', { hasText: /2 of 2: target alone/ }).waitFor({ timeout: 90_000 });
    await panel.pictures('train-running', themes);
  });

  it('pauses and goes on from there', async () => {
    await panel.button('Pause').click();
    await panel.state('Paused');
    expect(existsSync(path.join(output(), 'last'))).toBe(true);
    const at = await panel.drawn(losses);
    await panel.pictures('train-paused', themes.slice(-1));
    await panel.button('Resume').click();
    await panel.state('Running', 90_000);
    await expect.poll(() => panel.drawn(losses), { timeout: 60_000 }).toBeGreaterThan(at);
  });

  it('ends with the best weights so far, and shows what the model is', async () => {
    await panel.button('End Now and Keep the Best').click();
    await panel.state('Done', 90_000);
    const card = panel.frame.getByRole('region', { name: 'The model' });
    await card.waitFor();
    const text = (await card.textContent()) ?? '';
    for (const part of ['Devel', 'Test', 'NCBI-disease', 'wikigold', 'GERBERA, two stages', output()]) {
      expect(text).toContain(part);
    }
    expect(await card.getByRole('row', { name: /^Test NCBI-disease Disease \d/ }).count()).toBe(1);
    expect(existsSync(path.join(output(), 'model.safetensors'))).toBe(true);
    await panel.pictures('train-done', themes);
    await workbench.page.setViewportSize({ width: 620, height: 900 });
    await workbench.picture('train-done-narrow');
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
  });

  it('reads documents with the model when it is to be used, and opens its card', async () => {
    await panel.button('Use It').click();
    await workbench.status.filter({ hasText: 'ncbi-disease-gerbera' }).waitFor({ timeout: 60_000 });
    await panel.button('Open Model Card').click();
    await workbench.page.locator('.tab', { hasText: 'README.md' }).first().waitFor();
    expect(readFileSync(path.join(output(), 'README.md'), 'utf8')).toContain('NCBI-disease');
  });

  it('is reached and started without a mouse', async () => {
    await panel.open();
    const { page } = workbench;
    await panel.button('New Run').first().focus();
    await page.keyboard.press('Enter');
    const method = panel.frame.getByRole('radio', { name: /GERBERA, two stages/ });
    await method.focus();
    await page.keyboard.press('ArrowUp');
    expect(await panel.frame.getByRole('radio', { name: /Single task/ }).isChecked()).toBe(true);
    await panel.frame.getByRole('combobox', { name: 'Corpus' }).first().waitFor();
    await tabTo('train-output');
    await typeAnew('by-keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await tabTo('train-epochs1');
    await typeAnew('200');
    await tabTo('train-start');
    await page.keyboard.press('Enter');
    // What there is to mind is told before it starts, and one can go on from where one is.
    await panel.button('Start Anyway').waitFor({ timeout: 90_000 });
    await workbench.picture('train-keyboard');
    expect(await focused('train-start').count()).toBe(1);
    await page.keyboard.press('Enter');
    await panel.state('Running', 120_000);
    expect(await panel.frame.getByRole('heading', { name: 'by-keyboard' }).count()).toBe(1);
    await panel.button('Pause').focus();
    await page.keyboard.press('Enter');
    await panel.state('Paused');
    await panel.button('Resume').waitFor();
  });

  it('goes from tab to tab by arrow keys', async () => {
    await panel.frame.getByRole('tab', { name: 'Train' }).focus();
    for (const name of ['Transfer', 'Evaluate', 'Runs', 'Models']) {
      await workbench.page.keyboard.press('ArrowRight');
      await expect.poll(() => panel.frame.getByRole('tab', { name }).getAttribute('aria-selected')).toBe('true');
    }
    expect(await panel.frame.locator('#told').getAttribute('aria-live')).toBe('polite');
  });

  it('sends nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });

  function output(): string {
    return path.join(server.home, 'models/ncbi-disease-gerbera');
  }

  function focused(id: string): Locator {
    return panel.frame.locator(`#${id}:focus-within, #${id}:focus`);
  }

  /** Presses Tab until a control has the focus. */
  async function tabTo(id: string): Promise<void> {
    for (let presses = 0; presses < 80 && (await focused(id).count()) === 0; presses++) {
      await workbench.page.keyboard.press('Tab');
    }
    expect(await focused(id).count()).toBe(1);
  }

  /** Replaces what stands in a field. VS Code hears Control+A first, and may select later than one types. */
  async function typeAnew(text: string): Promise<void> {
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Shift+Home');
    await workbench.page.keyboard.type(text);
  }
});
