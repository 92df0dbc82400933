import { expect, it } from 'vitest';
import type { PanelUpdate } from '../../src/protocol/panel.ts';
import { colourOf } from '../../src/transfer/output/colours.ts';
import { measureIds, type TransferReport } from '../../src/transfer/report.ts';
import { madeUpReport } from '../transfer/made-up-report.ts';
import { describePanel, type PanelOptions } from './page.ts';

const places: PanelUpdate = {
  kind: 'places',
  places: [
    { place: '/corpora/target', name: 'target', from: 'workspace' },
    { place: '/corpora/one', name: 'one', from: 'workspace' },
    { place: '/corpora/two', name: 'two', from: 'recent' },
  ],
};
const told = (report: TransferReport, isNew = true): PanelUpdate => ({ kind: 'transfer', report, isNew });

describePanel('the tab of auxiliary corpora', (open) => {
  it('compares the target with all other corpora that are known, but for those left out', async () => {
    const { panel, page, start, choose } = await opened();
    await expect.poll(() => start.isDisabled()).toBe(true);
    await choose('target', 'target');
    const boxes = page.locator('.transfer .boxes vscode-checkbox');
    expect(await boxes.allTextContents()).toEqual(['one /corpora/one', 'two (used before) /corpora/two']);
    await start.click();
    expect((await panel.asked('compare')).asked).toEqual({
      target: '/corpora/target',
      candidates: ['/corpora/one', '/corpora/two'],
    });
    await page.getByRole('checkbox', { name: /^one/ }).click();
    await page.getByRole('checkbox', { name: /^All pairs/ }).press('Space');
    await start.click();
    await expect
      .poll(() => panel.requests.at(-1))
      .toEqual({
        kind: 'compare',
        asked: { target: '/corpora/target', candidates: ['/corpora/two'], allPairs: true },
      });
    await page.getByRole('button', { name: 'Choose none' }).click();
    await expect.poll(() => start.isDisabled()).toBe(true);
    await page.locator('#transfer-missing', { hasText: 'Choose a corpus to compare it with.' }).waitFor();
  });

  it('takes target and candidates from dialogs, too', async () => {
    const { panel, page, start } = await opened({
      answer: (request) => {
        if (request.kind !== 'chooseCorpus') return [];
        const { role } = request;
        return [{ kind: 'chosen', role, place: role === 'transferTarget' ? '/other/mine' : '/other/more.conll' }];
      },
    });
    await page.getByRole('button', { name: 'Folder …', exact: true }).click();
    await page.locator('#transfer-target-note', { hasText: '/other/mine' }).waitFor();
    await page.getByRole('button', { name: 'Add File …' }).click();
    await page.getByRole('checkbox', { name: /^more\.conll/ }).waitFor();
    await start.click();
    expect((await panel.asked('compare')).asked.candidates).toEqual([
      ...['/corpora/target', '/corpora/one', '/corpora/two'],
      '/other/more.conll',
    ]);
  });

  it('tells how far a comparison is, and ends it', async () => {
    const { panel, page, start } = await opened({
      state: { tab: 'transfer', transfer: { target: '/corpora/target' } },
    });
    await expect.poll(() => start.isEnabled()).toBe(true);
    const now = { title: 'target with 2 corpora', message: 'encoding one' };
    await panel.tell({ kind: 'comparing', now: { ...now, share: 0.1 } });
    const bar = page.getByRole('progressbar', { name: 'target with 2 corpora' });
    await expect.poll(() => bar.getAttribute('value')).toBe('0.1');
    const announced = page.locator('#told');
    expect(await announced.textContent()).toBe('Comparing target with 2 corpora');
    await panel.tell({ kind: 'comparing', now: { ...now, share: 0.6 } });
    await expect.poll(() => announced.textContent()).toBe('50 per cent compared');
    await expect.poll(() => start.isDisabled()).toBe(true);
    await page.locator('.transfer .job').getByRole('button', { name: 'Cancel' }).click();
    expect(await panel.asked('stopComparison')).toBeDefined();
    await panel.tell({ kind: 'comparing' });
    await page.locator('.transfer .job').waitFor({ state: 'hidden' });
    await panel.tell({ kind: 'problem', of: 'compare', message: 'two: line 3: no label' });
    await page.getByRole('alert').getByText('The corpora could not be compared').waitFor();
  });

  it('shows the ranking with gains, their intervals and warnings, and goes to it', async () => {
    const { panel, page } = await opened();
    await page.getByText('The ranking of the corpora is shown here').waitFor();
    await panel.tell(told(madeUpReport()));
    const table = page.getByRole('table', { name: 'Candidates for target' });
    await table.waitFor();
    const [first, second] = [table.getByRole('row', { name: /^1 one/ }), table.getByRole('row', { name: /^2 two/ })];
    const cell = first.locator('.gain-cell').first();
    expect(await cell.textContent()).toBe('+3.0 (+1.0 to +5.0) helps: 90 %');
    expect(await cell.locator('svg').getAttribute('aria-hidden')).toBe('true');
    // The bar begins at zero, and the whiskers are on both sides of its end.
    const bar = await cell.locator('rect').boundingBox();
    const [low, high] = await Promise.all(
      [0, 1].map((end) =>
        cell
          .locator('.whisker')
          .nth(end + 1)
          .boundingBox(),
      ),
    );
    const end = (bar?.x ?? 0) + (bar?.width ?? 0);
    expect([(low?.x ?? 0) < end, (high?.x ?? 0) > end]).toEqual([true, true]);
    expect(await first.textContent()).toContain('labels disagree (conflict 0.327): "patients"');
    expect(await second.locator('.gain-cell').first().textContent()).toContain('−0.3 to +3.8');
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(
      expect.arrayContaining(['Gain by GERBERA, two stages', 'label conflict', 'sentence MMD²']),
    );
    expect(await page.locator('.transfer .about').textContent()).toMatch(
      /in 80 of 100 cases.*Learned from a study: a, b\./,
    );
    expect(await page.evaluate('document.activeElement.className')).toContain('transfer-report');
    await page
      .locator('#told', { hasText: 'The comparison is there: one comes first.' })
      .waitFor({ state: 'attached' });
    await page.getByRole('checkbox', { name: /^two/, checked: true }).waitFor();
  });

  it('says plainly that nothing can be predicted, and by what candidates are ranked', async () => {
    const { page } = await opened({ updates: [places, told(madeUpReport({ predicted: false }), false)] });
    await page.getByText('No gain can be predicted. In the order of the measure “shared entity words”').waitFor();
    expect(await page.locator('.gain-cell').count()).toBe(0);
    expect(await page.locator('.transfer .pairs').isVisible()).toBe(false);
  });

  it('shows every measure of a candidate by the keyboard, with what it means and why it has no value', async () => {
    const { page } = await opened({ updates: [places, told(madeUpReport(), false)] });
    const more = page.getByRole('button', { name: 'Every measure of two' });
    expect(await more.getAttribute('aria-expanded')).toBe('false');
    await more.press('Enter');
    const table = page.getByRole('table', { name: 'Every measure of two' });
    await table.waitFor();
    expect(await more.getAttribute('aria-expanded')).toBe('true');
    expect(await table.locator('tbody tr').count()).toBe(measureIds.length);
    const last = table.getByRole('row', { name: /^H-score –/ });
    expect(await last.textContent()).toContain('Not defined: the candidate has no mention.');
    expect(await table.getByRole('row', { name: /^label conflict/ }).textContent()).toContain('lower is closer');
  });

  it('fills the form of training with target and candidate, and exports', async () => {
    const { panel, page } = await opened({ updates: [places, told(madeUpReport(), false)] });
    await page.getByRole('button', { name: 'Export …' }).click();
    expect(await panel.asked('exportTransfer')).toEqual({ kind: 'exportTransfer' });
    await page.getByRole('button', { name: 'Fine-Tune with two' }).click();
    await page.locator('#tab-train[aria-selected=true]').waitFor();
    expect(await panel.kept()).toMatchObject({
      train: { form: { method: 'gerbera', target: '/corpora/target', generals: ['/corpora/two'], output: '' } },
    });
    await page.locator('section[data-use=general] .corpus', { hasText: '/corpora/two' }).waitFor();
  });

  it('shows all pairs as a heat map of the measure that is chosen, the darker the closer', async () => {
    const report = madeUpReport({ matrix: true });
    const { panel, page, choose } = await opened({ updates: [places, told(report, false)] });
    const heat = page.locator('.transfer .heat');
    await choose('measure', 'label conflict');
    await heat
      .locator('caption', { hasText: 'label conflict: lower is closer; the same in both directions' })
      .waitFor();
    const lowest = [...report.pairs].sort((a, b) => Number(a.values.labelConflict) - Number(b.values.labelConflict))[0];
    const names = report.corpora.map(({ name }) => name);
    const cell = heat
      .locator('tbody tr')
      .nth(names.indexOf(lowest?.target ?? ''))
      .locator('td')
      .nth(names.indexOf(lowest?.candidate ?? ''));
    const channels = [1, 3, 5].map((at) => Number.parseInt(colourOf(1).fill.slice(at, at + 2), 16));
    expect(await cell.evaluate(({ style }: { style: Record<string, string> }) => style.background)).toBe(
      `rgb(${channels.join(', ')})`,
    );
    expect(await heat.locator('tbody td').count()).toBe(names.length ** 2);
    expect(await panel.kept()).toMatchObject({ transfer: { measure: 'labelConflict' } });
  });

  it('is as it was after a reload: form, report, and what of it was looked at', async () => {
    const { panel, page, choose } = await opened({ updates: [places, told(madeUpReport({ matrix: true }), false)] });
    await page.getByRole('checkbox', { name: /^one/ }).click();
    await page.getByRole('button', { name: 'Every measure of one' }).click();
    await choose('measure', 'LogME');
    await panel.reload();
    await page.getByRole('table', { name: 'Every measure of one' }).waitFor();
    await page.locator('.heat caption', { hasText: 'LogME' }).waitFor();
    await page.getByRole('checkbox', { name: /^one/, checked: false }).waitFor();
    expect(await page.evaluate('document.activeElement.className')).not.toContain('transfer-report');
  });

  it('has in its form what was compared elsewhere, also where that is told before the known corpora', async () => {
    const { panel, page } = await opened({ updates: [told(madeUpReport(), false)] });
    const shown = page.locator('#transfer-target .selected-value');
    await expect.poll(async () => (await shown.textContent())?.trim()).toBe('target');
    await panel.tell(places);
    await page.getByRole('checkbox', { name: /^two \(used before\)/, checked: true }).waitFor();
    await expect.poll(async () => (await shown.textContent())?.trim()).toBe('target');
  });

  it('takes what another version has kept as nothing kept', async () => {
    const state = { tab: 'transfer', transfer: { target: 7, left: 'all', measure: 'magic', open: null } };
    const { page } = await opened({ state });
    await page.locator('#transfer-missing', { hasText: 'Choose the target.' }).waitFor();
  });

  async function opened(options: PanelOptions = {}) {
    const panel = await open({ state: { tab: 'transfer' }, updates: [places], ...options });
    const { page } = panel;
    const choose = async (id: string, option: string) => {
      await page.locator(`#transfer-${id}`).click();
      await page.locator(`#transfer-${id} vscode-option`, { hasText: option }).first().click();
    };
    return { panel, page, start: page.getByRole('button', { name: 'Compare', exact: true }), choose };
  }
});
