import { expect, it } from 'vitest';
import type { PanelRequest, PanelUpdate } from '../../src/protocol/panel.ts';
import { reportOf } from '../evaluate/report/build.ts';
import { corpusOf, keptEvaluations, places } from './evaluate-samples.ts';
import { manyModels, modelOf, readyStatus } from './models-samples.ts';
import { describePanel, type PanelOptions } from './page.ts';

const updates: readonly PanelUpdate[] = [
  { kind: 'status', status: readyStatus() },
  { kind: 'models', models: manyModels(), libraryFolder: '/home/ada/models' },
  places,
  { kind: 'evaluations', kept: keptEvaluations() },
];

/** As the extension answers. */
function answer(request: PanelRequest): readonly PanelUpdate[] {
  if (request.kind === 'describeCorpus') {
    return request.place === '/data/bc5cdr'
      ? [{ kind: 'corpus', place: request.place, problem: '/data/bc5cdr is not there any more' }]
      : [{ kind: 'corpus', place: request.place, corpus: corpusOf(request.place) }];
  }
  if (request.kind === 'chooseCorpus') return [{ kind: 'chosen', role: 'evaluate', place: '/other/corpus' }];
  if (request.kind === 'showReport') return [{ kind: 'report', id: request.id, report: reportOf() }];
  return [];
}

describePanel('the tab of evaluation', (open) => {
  it('asks for the model in use on the test part of the corpus that is chosen', async () => {
    const { panel, page, start, choose } = await opened();
    expect(await start.isDisabled()).toBe(true);
    await choose('corpus', 'ncbi');
    await page.locator('#evaluate-part .selected-value', { hasText: 'Test: 100 documents, 960 mentions' }).waitFor();
    await start.click();
    expect(await panel.asked('evaluate')).toEqual({
      kind: 'evaluate',
      asked: { place: '/data/ncbi', model: 'default', split: 'test' },
    });
  });

  it('asks for another part and for a second model', async () => {
    const { panel, start, choose } = await opened();
    await choose('corpus', 'ncbi');
    await choose('part', 'Devel');
    await choose('model', 'ncbi-disease');
    await choose('against', 'default');
    await start.click();
    expect((await panel.asked('evaluate')).asked).toEqual({
      ...{ place: '/data/ncbi', split: 'devel' },
      ...{ model: modelOf('ncbi-disease').folder, against: 'default' },
    });
  });

  it('does not offer a model that is broken, nor a model against itself', async () => {
    const { page } = await opened();
    const names = (id: string) => page.locator(`#evaluate-${id} vscode-option`).allTextContents();
    expect(await names('model')).not.toContain('half-copied');
    expect(await names('against')).not.toContain('default');
    expect(await names('against')).toContain('ncbi-disease');
  });

  it('takes a corpus by the dialog', async () => {
    const { panel, page, start } = await opened();
    await page.getByRole('button', { name: 'Folder …' }).click();
    expect(await panel.asked('chooseCorpus')).toEqual({ kind: 'chooseCorpus', role: 'evaluate', what: 'folder' });
    await page.locator('#evaluate-corpus-note', { hasText: '/other/corpus' }).waitFor();
    await expect.poll(() => start.isEnabled()).toBe(true);
  });

  it('says why a corpus cannot be read, and does not start with it', async () => {
    const { page, start, choose } = await opened();
    await choose('corpus', 'bc5cdr');
    await page.locator('#evaluate-corpus-problem', { hasText: 'is not there any more' }).waitFor();
    expect(await start.isDisabled()).toBe(true);
    expect(await page.locator('#evaluate-corpus').getAttribute('aria-invalid')).toBe('true');
  });

  it('tells how far an evaluation is, and ends it', async () => {
    const { panel, page, start } = await opened({ state: { tab: 'evaluate', evaluate: { place: '/data/ncbi' } } });
    await expect.poll(() => start.isEnabled()).toBe(true);
    await panel.tell({ kind: 'evaluating', now: { title: 'default on NCBI', share: 0.25, message: '25 documents' } });
    const bar = page.getByRole('progressbar', { name: 'default on NCBI' });
    await expect.poll(() => bar.getAttribute('value')).toBe('0.25');
    expect(await page.locator('#told').textContent()).toBe('Evaluating: default on NCBI');
    expect(await start.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await panel.asked('stopEvaluation')).toBeDefined();
    await panel.tell({ kind: 'evaluating' });
    await page.locator('.evaluate .job').waitFor({ state: 'hidden' });
    await expect.poll(() => start.isEnabled()).toBe(true);
  });

  it('shows the report that is there, and goes to it', async () => {
    const { panel, page } = await opened();
    await panel.tell({ kind: 'report', id: '2026-11-20', report: reportOf() });
    await page.locator('.report #scores').waitFor();
    expect(await page.locator('.report h1').getAttribute('aria-level')).toBe('2');
    expect(await page.evaluate('document.activeElement.className')).toContain('report-place');
    await page.locator('#told', { hasText: 'The report is there: F1' }).waitFor({ state: 'attached' });
    expect(await page.locator('.kept [aria-current=true]').getAttribute('data-id')).toBe('2026-11-20');
  });

  it('opens a kept report, its errors in the corpus, and does what its buttons say', async () => {
    const { panel, page } = await opened();
    await page.locator('.kept button[data-id="2026-11-21"]').click();
    await page.locator('.report #error-list summary').first().press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await panel.asked('openError')).toEqual({ kind: 'openError', id: '2026-11-21', index: 0, shown: [0] });
    await panel.tell({ kind: 'opened', id: '2026-11-21', index: 0 });
    await page.locator('.report .row[aria-current=true]').first().waitFor();
    await page.locator('.report').getByRole('button', { name: 'Save As …' }).click();
    expect(await panel.asked('reportAction')).toEqual({ kind: 'reportAction', id: '2026-11-21', action: 'save' });
  });

  it('is as it was after a reload: form, report and filters', async () => {
    const { panel, page, choose } = await opened();
    await choose('corpus', 'ncbi');
    await choose('part', 'Train');
    await page.locator('.kept button[data-id="2026-11-20"]').click();
    await page.locator('.report #error-order').selectOption('corpus');
    await expect.poll(() => panel.kept()).toMatchObject({ evaluate: { filters: { order: 'corpus' } } });
    await panel.reload();
    await expect.poll(() => page.locator('.report #error-order').inputValue()).toBe('corpus');
    await page.locator('#evaluate-part .selected-value', { hasText: 'Train' }).waitFor();
    expect(await page.evaluate('document.activeElement.className')).not.toContain('report-place');
  });

  it('is scrolled to where it was after a reload, with the error marked that was opened', async () => {
    const { panel, page } = await opened();
    await page.locator('.kept button[data-id="2026-11-20"]').click();
    await page.locator('.report #errors').waitFor();
    await panel.tell({ kind: 'opened', id: '2026-11-20', index: 0 });
    await page.locator('.report .row[aria-current=true]').waitFor();
    await page.evaluate('window.scrollTo(0, 700)');
    await expect.poll(() => panel.kept()).toMatchObject({ scroll: 700, evaluate: { opened: 0 } });
    await panel.reload();
    await page.locator('.report .row[aria-current=true]').waitFor();
    await expect.poll(() => page.evaluate('window.scrollY')).toBe(700);
    await page.locator('#tab-runs').click();
    await expect.poll(() => panel.kept()).toMatchObject({ tab: 'runs', scroll: 0 });
  });

  it('forgets a report that is not kept any more', async () => {
    const state = { tab: 'evaluate', evaluate: { shown: 'long-gone', place: 7 } };
    const { panel } = await opened({ state });
    await expect.poll(() => panel.kept()).toMatchObject({ evaluate: { shown: '', place: '' } });
    expect(panel.requests.map(({ kind }) => kind)).not.toContain('showReport');
  });

  it('leaves the rest of the page as it is: the report has its own ids and style', async () => {
    const { panel, page } = await opened();
    const look = () =>
      page.evaluate(
        'JSON.stringify([...document.querySelectorAll("h2, h3, section, button")].map((each) => { const { fontSize, padding, borderRadius } = getComputedStyle(each); return [fontSize, padding, borderRadius]; }))',
      );
    const before = await look();
    await panel.tell({ kind: 'report', id: '2026-11-20', report: reportOf() });
    await page.locator('.report #errors').waitFor();
    expect(await look()).toBe(before);
    expect(await page.evaluate('document.getElementById("errors")')).toBeNull();
  });

  it('takes no notice of reports and corpora that are none', async () => {
    const { panel, page } = await opened();
    await panel.send({ kind: 'report', id: 'x', report: { micro: 1 } });
    await panel.send({ kind: 'corpus', place: '/data/ncbi', corpus: { parts: 3 } });
    await panel.send({ kind: 'evaluations', kept: [{ id: 1 }] });
    await panel.tell({ kind: 'evaluations', kept: keptEvaluations(1) });
    await expect.poll(() => page.locator('.kept li').count()).toBe(1);
    expect(await page.locator('.report-place').isHidden()).toBe(true);
  });

  async function opened(options: PanelOptions = {}) {
    const panel = await open({ state: { tab: 'evaluate' }, updates, answer, ...options });
    const { page } = panel;
    await page.locator('#evaluate-model .selected-value').waitFor();
    await expect.poll(() => page.locator('.kept li').count()).toBe(3);
    const choose = async (id: string, name: string) => {
      await page.locator(`#evaluate-${id}`).click();
      await page.locator(`#evaluate-${id} vscode-option`, { hasText: name }).first().click();
    };
    return { panel, page, choose, start: page.locator('#evaluate-start button') };
  }
});
