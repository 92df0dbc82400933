import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { smallPubtator } from '../support/small-corpus.ts';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { PanelPage, themes } from './panel-page.ts';
import { diseaseCorpus } from './pieces.ts';
import { Workbench } from './workbench.ts';

const sentence = ['Visitors\tO', 'from\tO', 'Rome\tB-City', 'left\tO', '.\tO'];
const files = {
  'notes.md': 'Patients with breast cancer received tamoxifen.\n',
  ...diseaseCorpus('corpora/mine', { train: 3, devel: 1 }),
  'corpora/drugs/train.pubtator': smallPubtator(4),
  'corpora/cities/train.conll': `${sentence.join('\n')}\n\n`.repeat(20),
};

describe('auxiliary corpora', { timeout: 120_000 }, () => {
  let server: OwnServer;
  let workbench: Workbench;
  let panel: PanelPage;

  beforeAll(async () => {
    server = await startOwnServer(inject('host'), 'transfer');
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

  it('are asked for in the palette and ranked in the panel', async () => {
    await workbench.command('GERBERA: Suggest Auxiliary Corpora');
    await workbench.choice('mine').first().click();
    await workbench.page.locator('.quick-input-count', { hasText: '2 Selected' }).waitFor({ timeout: 30_000 });
    await workbench.picture('transfer-candidates', true);
    await workbench.page.keyboard.press('Enter');
    const ranking = panel.frame.getByRole('table', { name: 'Candidates for mine' });
    await ranking.waitFor({ timeout: 90_000 });
    await ranking.getByRole('row', { name: /^1 drugs/ }).waitFor();
    await ranking.getByRole('row', { name: /^2 cities/ }).waitFor();
    await panel.button('Every measure of drugs').click();
    await panel.frame.getByRole('table', { name: 'Every measure of drugs' }).waitFor();
    await panel.pictures('transfer', themes);
  });

  it('are compared in all pairs from the panel, by what is kept of before', async () => {
    await panel.frame.getByRole('checkbox', { name: /^All pairs/ }).click();
    await panel.button(/^Compare$/).click();
    await panel.frame.locator('.heat caption').waitFor({ timeout: 90_000 });
    expect(await panel.frame.locator('.heat tbody td[data-value]').count()).toBe(6);
    await workbench.picture('transfer-pairs');
  });

  it('fill the form of training with the one that comes first', async () => {
    await panel.button('Fine-Tune with drugs').click();
    await panel.frame.getByRole('table', { name: 'Parts of mine' }).waitFor();
    await panel.frame.locator('section[data-use=general]').getByRole('table', { name: 'Parts of drugs' }).waitFor();
    expect(await panel.frame.locator('#train-output').getAttribute('placeholder')).toBe('mine-gerbera');
  });
});
