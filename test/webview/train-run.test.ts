import { expect, it } from 'vitest';
import type { RunLogEntry, RunSummary } from '../../src/runs/run.ts';
import { evaluationEntry, planEntry, stepEntry } from './entries.ts';
import { describePanel, type PanelOptions } from './page.ts';
import { runOf, scores, told } from './train-samples.ts';

const best = { score: 0.8, stage: 'target', epoch: 2, step: 10 };
const log = [
  planEntry,
  ...[1, 2, 3, 4].map((step) => stepEntry('multi-task', step, { Gene: 2 / step, General: 3 / step })),
  evaluationEntry('multi-task', 4, 0.5, { Gene: 0.6, Disease: 0.4 }),
  ...[1, 2].map((step) => stepEntry('target', step, { Gene: 0.4 / step })),
];

describePanel('a run in the tab of training', (open) => {
  async function opened(run: Partial<RunSummary> = {}, more: PanelOptions = {}) {
    const runs = { kind: 'runs', runs: [runOf(run)] } as const;
    const panel = await open({ updates: [...told, runs], state: { train: { run: 'run-1' } }, ...more });
    const named = (name: string) => panel.page.locator('.run vscode-button', { hasText: name });
    const follow = (state: Partial<RunSummary>) => panel.tell({ kind: 'runs', runs: [runOf(state)] });
    return { panel, page: panel.page, named, follow };
  }

  it('is followed after a reload, with its curves, stages and scores', async () => {
    const { panel, page } = await opened();
    expect(await panel.asked('follow')).toEqual({ kind: 'follow', runs: ['run-1'] });
    await page.locator('.run .progress', { hasText: '20 min left' }).waitFor();
    expect(await page.locator('.run progress').getAttribute('value')).toBe('0.096');
    await page.locator('.run').getByText('Nothing has been measured yet.').first().waitFor();
    await panel.tell({ kind: 'log', run: 'run-1', anew: true, entries: log });
    const loss = page.locator('.run figure', { hasText: 'Loss' }).locator('.plot');
    await expect.poll(() => loss.getAttribute('aria-valuetext')).toBe('Update 6: Gene 0.2, General 0.75');
    const f1 = page.locator('.run figure', { hasText: 'F1 on devel' }).locator('.plot');
    expect(await f1.getAttribute('aria-valuetext')).toBe('Update 4: all types 50.0, Gene 60.0, Disease 40.0');
    await page.locator('summary', { hasText: 'Scores after each epoch' }).click();
    expect(await page.locator('.run tbody tr').allTextContents()).toEqual(['together1450.060.040.0best so far']);
  });

  it('has its curves drawn anew while it goes on, and says each epoch', async () => {
    const { panel, page } = await opened();
    await panel.tell({ kind: 'log', run: 'run-1', anew: true, entries: log });
    await panel.tell({ kind: 'log', run: 'other', anew: false, entries: [stepEntry('target', 3, { Gene: 9 })] });
    const news = [stepEntry('target', 3, { Gene: 0.1 }), evaluationEntry('target', 3, 0.7)];
    await panel.tell({ kind: 'log', run: 'run-1', anew: false, entries: news });
    const loss = page.locator('.run figure', { hasText: 'Loss' }).locator('.plot');
    await expect.poll(() => loss.getAttribute('aria-valuetext')).toBe('Update 7: Gene 0.1, General 0.75');
    await expect
      .poll(() => page.locator('#told').textContent())
      .toBe('Epoch 1 of stage target alone has ended: F1 70.0 on devel, the best so far');
  });

  it('is read point by point with the keys, in all curves at once', async () => {
    const { panel, page } = await opened();
    await panel.tell({ kind: 'log', run: 'run-1', anew: true, entries: log });
    const loss = page.locator('.run figure', { hasText: 'Loss' }).locator('.plot');
    await loss.locator('canvas').waitFor();
    await loss.press('Home');
    await expect.poll(() => loss.getAttribute('aria-valuetext')).toBe('Update 1: Gene 2, General 3');
    await loss.press('ArrowRight');
    await expect.poll(() => loss.getAttribute('aria-valuetext')).toBe('Update 2: Gene 1, General 1.5');
    const rate = page.locator('.run figure', { hasText: 'Learning rate' }).locator('.plot');
    await expect.poll(() => rate.getAttribute('aria-valuenow')).toBe('2');
    const gene = page.locator('.run figure', { hasText: 'Loss' }).locator('.legend button').first();
    await gene.press('Enter');
    expect(await gene.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => loss.getAttribute('aria-valuetext')).toBe('Update 2: General 1.5');
  });

  it('draws what pretraining is scored by among the losses, for it has no F1', async () => {
    const { panel, page } = await opened();
    const scored: RunLogEntry = {
      ...{ time: '2026-03-01T10:00:00.000Z', kind: 'evaluation', stage: 'multi-task', epoch: 1, step: 2 },
      ...{ corpora: [], score: -3.5, loss: 3.5, best: true, seconds: 1 },
    };
    await panel.tell({ kind: 'log', run: 'run-1', anew: true, entries: [...log.slice(0, 3), scored] });
    const legend = page.locator('.run figure', { hasText: 'Loss' }).locator('.legend');
    await legend.locator('button', { hasText: /held-out loss\s*3\.5/ }).waitFor();
    expect(await page.locator('.run figure', { hasText: 'F1 on devel' }).isVisible()).toBe(false);
  });

  it('draws its curves in the colours of the theme that comes', async () => {
    const { panel, page } = await opened();
    await panel.tell({ kind: 'log', run: 'run-1', anew: true, entries: log });
    const canvas = page.locator('.run figure', { hasText: 'Learning rate' }).locator('canvas');
    await canvas.waitFor();
    const pixels = () => canvas.evaluate((drawn: { toDataURL?(): string }) => drawn.toDataURL?.() ?? '');
    const dark = await pixels();
    await panel.useTheme('light');
    await expect.poll(pixels).not.toBe(dark);
    await panel.useTheme('dark');
    await expect.poll(pixels).toBe(dark);
  });

  it('is paused, or ended with the best, and killed only when it has not reacted for half a minute', async () => {
    const { panel, page, named, follow } = await opened({ best });
    await page.clock.install();
    await named('End Now').click();
    expect(await panel.asked('stop')).toEqual({ kind: 'stop', run: 'run-1', how: 'finish' });
    await named('Pause').click();
    await expect.poll(() => panel.requests.at(-1)).toEqual({ kind: 'stop', run: 'run-1', how: 'pause' });
    await follow({ best, stopping: 'pause' });
    await named('Pause').waitFor({ state: 'detached' });
    await page.clock.fastForward(29_000);
    expect(await named('Kill').count()).toBe(0);
    await follow({ best, stopping: 'pause', seconds: 341 });
    await page.clock.fastForward(2000);
    await named('Kill').click();
    await expect.poll(() => panel.requests.at(-1)).toEqual({ kind: 'stop', run: 'run-1', how: 'kill' });
    await follow({ state: 'interrupted', best });
    await named('Resume').waitFor();
    expect(await named('Kill').count()).toBe(0);
  });

  it('says why it has failed, and goes on or keeps the best', async () => {
    const { panel, page, named, follow } = await opened();
    await follow({ state: 'failed', problem: 'the disk is full', best });
    await page.locator('.run [role=alert]', { hasText: 'the disk is full' }).waitFor();
    await expect.poll(() => page.locator('#told').textContent()).toContain('Failed');
    await named('Resume').click();
    expect(await panel.asked('resume')).toEqual({ kind: 'resume', run: 'run-1' });
    await named('Keep the Best').click();
    await expect.poll(() => panel.requests.at(-1)).toEqual({ kind: 'resume', run: 'run-1', finish: true });
  });

  it('shows what it gave when it is done, and what can be done with it', async () => {
    const { panel, page, named } = await opened({
      ...{ state: 'done', finished: '2026-03-01T10:20:00.000Z' },
      ...{ devel: [scores('NCBI', 0.8, { Disease: 0.8 })], test: [scores('NCBI', 0.7, { Disease: 0.7 })] },
    });
    expect(await page.locator('.card tbody tr').allTextContents()).toEqual([
      'DevelNCBIDisease82.078.080.0787',
      'TestNCBIDisease72.068.070.0787',
    ]);
    expect(await page.locator('.card dl').textContent()).toContain(
      'at most 20 epochs; learning rate 5e-4, linear; warm-up 10 % of the updates; batches of 1,024 tokens',
    );
    for (const [name, action] of [
      ['Use It', 'use'],
      ['Open Model Card', 'card'],
      ['Export', 'export'],
      ['Show in File Explorer', 'reveal'],
      ['Show Log', 'log'],
    ] as const) {
      await named(name).click();
      await expect.poll(() => panel.requests.at(-1)).toEqual({ kind: 'run', run: 'run-1', action });
    }
    await named('Evaluate It').click();
    await page.locator('#tab-evaluate[aria-selected=true]').waitFor();
  });

  it('is left for a new run, and one that another tab shows is looked at', async () => {
    const { panel, page, named } = await opened();
    await named('New Run').last().click();
    await page.locator('#train-start').waitFor();
    await expect.poll(() => panel.requests.at(-1)).toEqual({ kind: 'follow', runs: [] });
    await panel.tell({ kind: 'show', tab: 'train', run: 'gone' });
    await page.locator('.run h2', { hasText: 'No such run' }).waitFor();
    await panel.tell({ kind: 'show', tab: 'train', run: 'run-1' });
    await page.locator('.run h2', { hasText: 'ncbi-disease-gerbera' }).waitFor();
    await expect.poll(() => panel.kept()).toMatchObject({ train: { run: 'run-1' } });
  });

  it('is wider than no page, however narrow', async () => {
    const { panel, page } = await opened({}, { width: 300 });
    await panel.tell({ kind: 'log', run: 'run-1', anew: true, entries: log });
    await page.locator('.run canvas').first().waitFor();
    await page.locator('summary', { hasText: 'Scores after each epoch' }).click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(300);
    await page.setViewportSize({ width: 700, height: 600 });
    const plot = page.locator('.plot').first();
    await expect.poll(async () => (await plot.locator('canvas').boundingBox())?.width).toBeGreaterThan(300);
  });
});
