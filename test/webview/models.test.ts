import { expect, it } from 'vitest';
import type { PanelUpdate } from '../../src/protocol/panel.ts';
import { manyModels, modelOf, readyStatus } from './models-samples.ts';
import { describePanel } from './page.ts';

const models: PanelUpdate = { kind: 'models', models: manyModels(), libraryFolder: '/home/ada/models' };

describePanel('the tab of models', (open) => {
  it('tells which model reads documents, on which device, and why not on others', async () => {
    const { page, panel } = await opened();
    expect(await page.locator('#name').textContent()).toBe('default');
    expect(await page.locator('#state').textContent()).toBe('Ready');
    expect(await page.locator('#attempts tr', { hasText: 'cuda' }).textContent()).toContain('no NVIDIA driver');
    await panel.tell({ kind: 'status', status: { state: 'failed', message: 'the folder is gone' } });
    await page.locator('#state', { hasText: 'The model could not be loaded: the folder is gone' }).waitFor();
  });

  it('lists what is installed with types, scores and size, and marks the one in use', async () => {
    const { page, card } = await opened();
    expect(await page.locator('.models .cards > li').count()).toBe(5);
    expect(await page.locator('.models .badge.used').allTextContents()).toEqual(['In use']);
    expect(await card('default').locator('.badge').allTextContents()).toEqual(['In use', 'Comes with GERBERA']);
    expect(await card('default').locator('.type').allTextContents()).toContain('CellLine');
    expect(await card('default').locator('tbody tr').first().textContent()).toBe('BC2GM78.0');
    expect(await card('chemicals').locator('thead').textContent()).toContain('F1 on devel');
    expect(await card('ncbi-disease').locator('dl').textContent()).toContain('58 MB');
    expect(await card('half-copied').locator('.broken').textContent()).toContain('the file ends after 1,204,224');
  });

  it('offers only what can be done with a model', async () => {
    const { card } = await opened();
    const actions = (name: string) => card(name).locator('[data-action]').allTextContents();
    expect(await actions('default')).toEqual(['Evaluate', 'Card', 'Export …', 'Show in File Explorer']);
    expect(await actions('half-copied')).toEqual(['Show in File Explorer', 'Delete …']);
    expect(await actions('biobert')).toEqual(['Use', 'Evaluate', 'Export …', 'Show in File Explorer', 'Delete …']);
  });

  it('asks for what its buttons say', async () => {
    const { page, panel, card } = await opened();
    const folder = modelOf('ncbi-disease').folder;
    for (const action of ['use', 'card', 'export', 'reveal', 'delete']) {
      await card('ncbi-disease').locator(`[data-action=${action}]`).click();
    }
    for (const id of ['select', 'restart', 'output', 'import', 'download']) await page.locator(`#${id}`).click();
    expect(panel.requests.filter(({ kind }) => kind === 'model' || kind === 'command')).toEqual([
      ...['use', 'card', 'export', 'reveal', 'delete'].map((action) => ({ kind: 'model', folder, action })),
      ...['selectModel', 'restartModel', 'showOutput', 'importModel', 'downloadModel'].map((command) => ({
        kind: 'command',
        command,
      })),
    ]);
  });

  it('evaluates a model by going there with the model chosen', async () => {
    const { page, card } = await opened();
    await card('ncbi-disease').getByRole('button', { name: 'Evaluate: ncbi-disease' }).press('Enter');
    await page.locator('#tab-evaluate[aria-selected=true]').waitFor();
    await expect.poll(() => page.locator('#evaluate-model .selected-value').textContent()).toContain('ncbi-disease');
    expect(await page.evaluate('document.activeElement.id')).toBe('evaluate-corpus');
  });

  it('follows what is in use, and keeps the focus on a card that stays', async () => {
    const { page, panel, card } = await opened();
    await card('ncbi-disease').locator('[data-action=evaluate]').focus();
    const folder = modelOf('ncbi-disease').folder;
    await panel.tell({ kind: 'status', status: readyStatus('ncbi-disease', folder) });
    await expect.poll(() => card('ncbi-disease').locator('.badge').allTextContents()).toEqual(['In use']);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Evaluate: ncbi-disease');
    expect(await card('default').locator('[data-action=use]').count()).toBe(1);
  });

  it('takes no notice of models that are none', async () => {
    const { page, panel } = await opened();
    await panel.send({ kind: 'models', models: [{ name: 'x' }], libraryFolder: '/x' });
    await panel.send({ kind: 'models', models: 'all' });
    await panel.tell({ ...models, models: manyModels().slice(0, 2) });
    await expect.poll(() => page.locator('.models .cards > li').count()).toBe(2);
  });

  async function opened() {
    const updates: readonly PanelUpdate[] = [{ kind: 'status', status: readyStatus() }, models];
    const panel = await open({ state: { tab: 'models' }, updates });
    await panel.page.locator('.models .cards > li').first().waitFor();
    const card = (name: string) =>
      panel.page.locator('.models .cards > li', { has: panel.page.locator('h3', { hasText: name }) });
    return { panel, page: panel.page, card };
  }
});
