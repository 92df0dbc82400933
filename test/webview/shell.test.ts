import { expect, it } from 'vitest';
import { type PanelTab, type PanelUpdate, panelTabs } from '../../src/protocol/panel.ts';
import { reportOf } from '../evaluate/report/build.ts';
import { madeUpReport } from '../transfer/made-up-report.ts';
import { corpusOf, keptEvaluations, places } from './evaluate-samples.ts';
import { manyModels, readyStatus } from './models-samples.ts';
import { describePanel } from './page.ts';
import { logOf, manyRuns } from './runs-samples.ts';
import { paleTexts } from './shell-contrast.ts';
import { themes } from './themes.ts';

/** All that there is to be told. */
const updates: readonly PanelUpdate[] = [
  { kind: 'status', status: readyStatus() },
  { kind: 'models', models: manyModels(), libraryFolder: '/home/ada/models' },
  { kind: 'runs', runs: manyRuns() },
  places,
  { kind: 'evaluations', kept: keptEvaluations() },
  { kind: 'report', id: '2026-11-20', report: reportOf() },
  { kind: 'transfer', report: madeUpReport({ matrix: true }), isNew: false },
  { kind: 'problem', of: 'resume', message: 'broken-offsets: /data/ncbi is not there any more' },
];

describePanel('the shell of the panel', (open) => {
  it('goes through the tabs by the arrow keys', async () => {
    const { page } = await open({ state: { tab: 'evaluate' } });
    await page.locator('#tab-evaluate').focus();
    for (const [key, name] of [
      ['ArrowRight', 'runs'],
      ['ArrowRight', 'models'],
      ['ArrowLeft', 'runs'],
      ['Home', 'train'],
      ['End', 'models'],
    ]) {
      await page.keyboard.press(String(key));
      await page.locator(`#tab-${name}[aria-selected=true]`).waitFor();
      expect(await page.locator(`#view-${name}`).isVisible()).toBe(true);
    }
  });

  it('tells what could not be done until it is put away, the newest four', async () => {
    const { page, tell } = await opened();
    for (let index = 1; index <= 5; index++) await tell({ kind: 'problem', of: 'start', message: `problem ${index}` });
    const alerts = page.locator('.alerts .alert');
    await expect
      .poll(() => alerts.locator('p').allTextContents())
      .toEqual([2, 3, 4, 5].map((index) => `problem ${index}`));
    expect(await alerts.first().locator('strong').textContent()).toBe('Training was not started');
    for (const left of [3, 2, 1, 0]) {
      await alerts.last().getByRole('button', { name: 'Dismiss' }).press('Enter');
      await expect.poll(() => alerts.count()).toBe(left);
    }
    expect(await page.evaluate('document.activeElement.id')).toBe('tab-train');
  });

  it('follows the runs of all tabs at once', async () => {
    const { page, requests, tell } = await opened();
    const [first, second] = manyRuns();
    await tell({ kind: 'runs', runs: manyRuns() }, { kind: 'show', tab: 'train', run: first?.id ?? '' });
    await tell({ kind: 'show', tab: 'runs' });
    await page.getByRole('checkbox', { name: `Select ${second?.name}`, exact: true }).click();
    await expect.poll(() => requests.at(-1)).toEqual({ kind: 'follow', runs: [first?.id, second?.id] });
  });

  it('speaks the language that it is told', async () => {
    const texts = { Runs: 'Läufe', Dismiss: 'Schließen' };
    const { page } = await open({ texts, updates: [{ kind: 'problem', of: 'x', message: 'y' }] });
    expect(await page.locator('#tab-runs').textContent()).toBe('Läufe');
    await page.getByRole('button', { name: 'Schließen' }).waitFor();
  });

  it.each([300, 1600])('fits a width of %i pixels in every tab', async (width) => {
    const { page, tell } = await full('dark', width);
    for (const tab of panelTabs) {
      await tell({ kind: 'show', tab });
      await page.locator(`#view-${tab}`).waitFor();
      expect([tab, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([tab, width]);
    }
  });

  it.each(themes)('has texts of enough contrast in the theme %s', async (theme) => {
    const { page, tell } = await full(theme, 1200);
    for (const tab of panelTabs) {
      await tell({ kind: 'show', tab });
      await page.locator(`#view-${tab}`).waitFor();
      expect([tab, await paleTexts(page)]).toEqual([tab, []]);
    }
  });

  async function opened() {
    const panel = await open();
    return { page: panel.page, requests: panel.requests, tell: panel.tell.bind(panel) };
  }

  /** A page on which there is something in every tab. */
  async function full(theme: (typeof themes)[number], width: number) {
    const ids = manyRuns().map(({ id }) => id);
    const tab: PanelTab = 'runs';
    const panel = await open({
      ...{ theme, width, updates },
      state: {
        tab,
        runs: { selected: [ids[0], ids[7]] },
        evaluate: { place: '/data/ncbi' },
        transfer: { open: ['one'] },
      },
      answer: (request) => {
        if (request.kind === 'describeCorpus') {
          return [{ kind: 'corpus', place: request.place, corpus: corpusOf(request.place) }];
        }
        if (request.kind !== 'follow') return [];
        return request.runs.map((run) => ({ kind: 'log', run, anew: true, entries: logOf([0.6, 0.7]) }));
      },
    });
    await panel.page.locator('.differences').waitFor();
    return { page: panel.page, tell: panel.tell.bind(panel) };
  }
});
