import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { diseaseCorpus } from './pieces.ts';
import { Workbench } from './workbench.ts';

const files = {
  'notes.md': 'Patients with breast cancer received tamoxifen, and imatinib was given for leukemia.\n',
  ...diseaseCorpus('corpora/diseases'),
  ...diseaseCorpus('corpora/no-train', { devel: 1, test: 1 }),
};

describe('fine-tuning by questions', { timeout: 120_000 }, () => {
  let server: OwnServer;
  let workbench: Workbench;

  beforeAll(async () => {
    server = await startOwnServer(inject('host'), 'fine-tuning');
    workbench = await Workbench.open(server.host, files, 'notes.md');
    await workbench.counted();
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`, true));
  });

  afterAll(async () => {
    await workbench?.close();
    await server?.stop();
  });

  it('refuses a corpus without a train part at its step, with the reason', async () => {
    await workbench.command('GERBERA: Fine-Tune Model');
    await step(1);
    await workbench.choice('no-train').first().click();
    await workbench.notification(/no-train has no train part \(only .*devel.*test/).waitFor();
    await step(1);
    await workbench.picture('fine-tune-refused', true);
  });

  it('asks for corpora, base model and name, each with an answer ready and a way back', async () => {
    await workbench.choice('diseases').first().click();
    await step(2);
    expect(await workbench.choice('No general corpus').textContent()).toMatch(/Disease \d+ .* documents to learn from/);
    await workbench.page.keyboard.press('Enter');
    await step(3);
    expect(await workbench.choice('base').first().textContent()).toContain('an encoder');
    await back();
    await step(2);
    await back();
    await step(1);
    await workbench.choice('diseases').first().click();
    for (const number of [2, 3]) {
      await step(number);
      await workbench.page.keyboard.press('Enter');
    }
    await step(4);
    expect(await input().inputValue()).toBe('diseases-single');
    await input().fill('default');
    await workbench.page.locator('.quick-input-message', { hasText: 'There is a model of this name' }).waitFor();
    await workbench.picture('fine-tune-taken', true);
    // A name that is refused is not taken.
    await workbench.page.keyboard.press('Enter');
    await step(4);
    await input().fill('only-diseases');
    await workbench.page.keyboard.press('Enter');
    await step(5);
    expect(await workbench.choice('Start training').textContent()).toMatch(/at most .* on CPU.*updates.*of memory/);
    await workbench.picture('fine-tune-estimate', true);
  });

  it('starts, tells how far it is in the status bar, and that it is done', async () => {
    const item = workbench.page.locator('.statusbar-item[id="gerbera-bio.gerbera.gerbera.training"]');
    // Looked for from the start: a fast machine is soon done.
    const seen = [
      workbench.notification('the training of only-diseases is under way'),
      item.filter({ hasText: /only-diseases · .*\d+ %/ }),
      item.locator('[aria-label*="training only-diseases"]').first(),
    ].map((each) => each.waitFor({ timeout: 60_000 }));
    await workbench.page.keyboard.press('Enter');
    await Promise.all(seen);
    await workbench.picture('fine-tune-status', true);
    await workbench.notification(/the training of only-diseases is finished: F1 \d/).waitFor({ timeout: 90_000 });
    await item.waitFor({ state: 'hidden' });
    await workbench.picture('fine-tune-done');
    expect(existsSync(path.join(server.home, 'models/only-diseases/model.safetensors'))).toBe(true);
  });

  it('highlights the open paper with the new model when it is to be used', async () => {
    // The model that comes with the product finds chemicals, too.
    await tokenised('tamoxifen', true);
    const before = await workbench.colourOf('breast cancer');
    await workbench.notification('is finished').getByText('Use It', { exact: true }).click();
    await workbench.status.filter({ hasText: 'only-diseases' }).waitFor({ timeout: 60_000 });
    await tokenised('tamoxifen', false);
    await tokenised('imatinib', false);
    await tokenised('breast cancer', true);
    expect(await workbench.colourOf('breast cancer')).toBe(before);
    await workbench.picture('fine-tune-used', true);
  });

  it('refuses the name of a model that is there now', async () => {
    await workbench.command('GERBERA: Fine-Tune Model');
    for (const number of [1, 2, 3]) {
      await step(number);
      await workbench.page.keyboard.press('Enter');
    }
    await step(4);
    await input().fill('only-diseases');
    await workbench.page.locator('.quick-input-message', { hasText: 'There is a model of this name' }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('sends nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });

  function input() {
    return workbench.page.locator('.quick-input-widget input').first();
  }

  async function step(number: number): Promise<void> {
    await workbench.page.locator('.quick-input-title', { hasText: `(${number}/5)` }).waitFor({ timeout: 60_000 });
  }

  async function back(): Promise<void> {
    await workbench.page.locator('.quick-input-widget .codicon-quick-input-back').click();
  }

  /** Sees whether a word has a colour of its own. */
  async function tokenised(word: string, wanted: boolean): Promise<void> {
    await expect.poll(async () => (await workbench.token(word).count()) > 0, { timeout: 60_000 }).toBe(wanted);
  }
});
