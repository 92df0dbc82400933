import { expect, it } from 'vitest';
import type { PanelRequest, PanelUpdate } from '../../src/protocol/panel.ts';
import type { RunSummary } from '../../src/runs/run.ts';
import { describePanel, type PanelOptions } from './page.ts';
import { logOf, longReason, manyRuns, runOf } from './runs-samples.ts';

const score = (f1: number) => ({ precision: f1, recall: f1, f1, support: 9 });
const best = { stage: 'target', epoch: 1, step: 10 };
const corpus = (name: string) => [{ name, folder: `/data/${name}`, target: true }];

const three = [
  runOf('a', {
    ...{ started: '2026-11-01T08:00:00.000Z', bytes: 10_000_000, checkpointBytes: 0, seconds: 10 },
    ...{ method: 'single', base: '/models/z', corpora: corpus('one'), best: { ...best, score: 0.9 } },
  }),
  runOf('b', {
    ...{ started: '2026-11-03T08:00:00.000Z', bytes: 200_000_000, checkpointBytes: 150_000_000, seconds: 20, test: [] },
    ...{ method: 'single', base: '/models/x', corpora: corpus('two 10'), best: { ...best, score: 0.7 } },
  }),
  runOf('c', {
    ...{ state: 'running', started: '2026-11-02T08:00:00.000Z', bytes: 30_000_000, checkpointBytes: 30_000_000 },
    ...{ base: '/models/y', corpora: corpus('two 9'), best: { ...best, score: 0.8 } },
    test: [{ corpus: 'two 9', micro: score(0.87), types: {} }],
  }),
] as const;

describePanel('the tab of runs', (open) => {
  it('lists the newest run first, and sorts by every column', async () => {
    const { page, names } = await opened();
    expect(await names()).toEqual(['b', 'c', 'a']);
    expect(await page.locator('.runs th[aria-sort=descending]').textContent()).toBe('Started');
    // The order after a click, which is upwards for words and downwards for figures, and after another one.
    const orders = [
      ['Name', 'abc', 'cba'],
      ['State', 'cab', 'abc'],
      ['Method', 'cab', 'abc'],
      ['Base model', 'bca', 'acb'],
      ['Corpora', 'acb', 'bca'],
      ['F1 devel', 'acb', 'bca'],
      ['F1 test', 'cab', 'acb'],
      ['Started', 'bca', 'acb'],
      ['Duration', 'cba', 'abc'],
      ['On disk', 'bca', 'acb'],
    ] as const;
    for (const [column, first, second] of orders) {
      const head = page.locator('.runs thead th', { hasText: column });
      await head.locator('button').click();
      const direction = await head.getAttribute('aria-sort');
      expect(`${column} ${(await names()).join('')}`).toBe(`${column} ${first}`);
      await head.locator('button').press('Enter');
      expect(`${column} ${(await names()).join('')}`).toBe(`${column} ${second}`);
      expect([direction, await head.getAttribute('aria-sort')].sort()).toEqual(['ascending', 'descending']);
    }
  });

  it('puts runs that have no value last, in either order', async () => {
    const { page, names } = await opened();
    const head = page.locator('.runs thead th', { hasText: 'F1 test' }).locator('button');
    await head.click();
    expect((await names()).at(-1)).toBe('b');
    await head.click();
    expect((await names()).at(-1)).toBe('b');
  });

  it('shows only the runs that a filter leaves, and says how many these are', async () => {
    const { page, names } = await opened();
    await page.locator('.runs vscode-text-field input').fill('running gerbera');
    expect(await names()).toEqual(['c']);
    await page.locator('.runs .tools [role=status]', { hasText: '1 of 3 runs' }).waitFor();
  });

  it('tells states by words, why a run failed, and how far one is', async () => {
    const { page } = await opened({ runs: manyRuns() });
    const row = (name: string) => page.locator('.runs tbody tr', { has: page.locator('th', { hasText: name }) });
    const states = await Promise.all(
      ['chemicals', 'genes', 'cut-short', 'broken', 'gone', 'seed-19'].map((name) =>
        row(name).locator('span.state').textContent(),
      ),
    );
    expect(states).toEqual(['Running', 'Paused', 'Interrupted', 'Failed', 'Missing', 'Done']);
    expect(await row('broken').locator('.reason').textContent()).toContain(longReason);
    expect(await row('chemicals').locator('.progress').textContent()).toBe('43 % · 1 h 12 min left');
  });

  it('opens a run in the tab of training', async () => {
    const { page } = await opened();
    await page.locator('.runs tbody button.link', { hasText: 'b' }).click();
    await page.locator('#tab-train[aria-selected=true]').waitFor();
  });

  it('asks for what the buttons of a run say', async () => {
    const { page, requests } = await opened({ runs: [...three, runOf('d', { state: 'interrupted' })] });
    for (const name of ['Pause: c', 'End Now and Keep the Best: c', 'Resume: d', 'Keep the Best: d', 'Remove: b']) {
      await page.getByRole('button', { name, exact: true }).click();
    }
    await page.getByRole('button', { name: 'Show in File Explorer: a', exact: true }).click();
    expect(requests.filter(({ kind }) => kind !== 'ready')).toEqual([
      { kind: 'stop', run: 'id-c', how: 'pause' },
      { kind: 'stop', run: 'id-c', how: 'finish' },
      { kind: 'resume', run: 'id-d' },
      { kind: 'resume', run: 'id-d', finish: true },
      { kind: 'removeRuns', runs: ['id-b'], what: 'all' },
      { kind: 'run', run: 'id-a', action: 'reveal' },
    ]);
  });

  it('offers of each run only what can be done with it as it is', async () => {
    const states = ['running', 'stopped', 'interrupted', 'failed', 'done', 'missing'] as const;
    const runs = states.map((state) => {
      const { best: _, ...bare } = runOf(state, { state });
      return bare;
    });
    const { page } = await opened({ runs });
    const offered = (name: string) =>
      page
        .locator(`[data-run=id-${name}] td.actions vscode-button`)
        .evaluateAll((buttons) => buttons.map(({ title }) => title));
    const goesOn = ['Resume', 'Show in File Explorer', 'Remove'];
    expect(await offered('running')).toEqual(['Pause', 'Show in File Explorer']);
    for (const name of ['stopped', 'interrupted', 'failed']) expect(await offered(name), name).toEqual(goesOn);
    expect(await offered('done')).toEqual(['Show in File Explorer', 'Remove']);
    expect(await offered('missing')).toEqual(['Remove']);
  });

  it('cleans up what is selected and not running, with the disk space that it holds', async () => {
    const { page, requests, told } = await opened();
    await page.getByRole('checkbox', { name: 'Select all runs that are shown', exact: true }).click();
    await expect.poll(told).toBe('3 of 3 runs selected, 240 MB on disk. Those that are running are not removed.');
    await page.getByRole('button', { name: 'Remove Checkpoints (150 MB)' }).click();
    await page.getByRole('button', { name: 'Remove Runs (210 MB)' }).click();
    expect(requests.filter(({ kind }) => kind === 'removeRuns')).toEqual([
      { kind: 'removeRuns', runs: ['id-b'], what: 'checkpoints' },
      { kind: 'removeRuns', runs: ['id-b', 'id-a'], what: 'all' },
    ]);
  });

  it('compares the runs that are selected: their curves, and what differs between them', async () => {
    const { page, requests } = await opened({ runs: [runOf('a'), runOf('other', { seed: 7 })] });
    await page.getByRole('checkbox', { name: 'Select a', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Select other', exact: true }).click();
    await expect.poll(() => requests.at(-1)).toEqual({ kind: 'follow', runs: ['id-a', 'id-other'] });
    await page.locator('h2', { hasText: 'Comparison of 2 runs' }).waitFor();
    const charts = page.locator('.comparison .curve-chart');
    await expect.poll(() => charts.first().locator('.legend button').allTextContents()).toEqual(['a71.0', 'other82.0']);
    const row = (title: string) => page.locator('.differences tr', { has: page.locator('th', { hasText: title }) });
    expect(await row('Seed').locator('td').allTextContents()).toEqual(['42', '7']);
    expect(await row('Method').count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Also what is the same', exact: true }).click();
    expect(await row('Method').locator('td').allTextContents()).toEqual(['GERBERA, two stages', 'GERBERA, two stages']);
  });

  it('keeps sorting, filter and selection over a reload', async () => {
    const { page, panel, names } = await opened();
    await page.locator('.runs thead th', { hasText: 'Name' }).locator('button').click();
    await page.getByRole('checkbox', { name: 'Select b', exact: true }).click();
    await page.locator('.runs vscode-text-field input').fill('done');
    await expect.poll(() => panel.kept()).toMatchObject({ runs: { filter: 'done', selected: ['id-b'] } });
    await panel.reload();
    await expect.poll(names).toEqual(['a', 'b']);
    expect(await page.getByRole('checkbox', { name: 'Select b', exact: true }).getAttribute('aria-checked')).toBe(
      'true',
    );
    await expect.poll(() => panel.requests.at(-1)).toEqual({ kind: 'follow', runs: ['id-b'] });
  });

  it('begins anew from a state that is none', async () => {
    const state = { tab: 'runs', runs: { sort: { by: 'colour' }, selected: 3, filter: ['x'] } };
    const { names } = await opened({ state });
    expect(await names()).toEqual(['b', 'c', 'a']);
  });

  it('keeps the focus on a button while runs go on, and while rows change places', async () => {
    const { page, panel } = await opened();
    await page.getByRole('button', { name: 'Show in File Explorer: a', exact: true }).focus();
    const changed = three.map((run) => (run.id === 'id-a' ? { ...run, started: '2026-11-20T08:00:00.000Z' } : run));
    await panel.tell({ kind: 'runs', runs: changed });
    await expect.poll(() => page.locator('.runs tbody th').first().textContent()).toBe('a');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Show in File Explorer: a');
  });

  it('forgets runs that are gone, and takes no notice of runs that are none', async () => {
    const { page, panel, told } = await opened();
    await page.getByRole('checkbox', { name: 'Select a', exact: true }).click();
    await panel.send({ kind: 'runs', runs: [{ id: 'x' }] });
    await panel.tell({ kind: 'runs', runs: three.slice(1) });
    await expect.poll(told).toBe('2 runs, 230 MB on disk. Select runs to compare them, or to clean up.');
    await expect.poll(() => panel.kept()).toMatchObject({ runs: { selected: [] } });
  });

  it('tells how to begin where there is no run', async () => {
    const { page } = await opened({ runs: [] });
    await page.getByRole('button', { name: 'Train a Model' }).click();
    await page.locator('#tab-train[aria-selected=true]').waitFor();
  });

  async function opened({ runs = three, ...options }: Partial<PanelOptions> & { runs?: readonly RunSummary[] } = {}) {
    const answer = (request: PanelRequest): readonly PanelUpdate[] =>
      request.kind === 'follow'
        ? request.runs.map((run, index) => ({
            ...{ kind: 'log', run, anew: true },
            entries: logOf([0.6, 0.71 + 0.11 * index]),
          }))
        : [];
    const panel = await open({ state: { tab: 'runs' }, updates: [{ kind: 'runs', runs }], answer, ...options });
    const { page } = panel;
    if (runs.length > 0) await page.locator('.runs tbody tr').first().waitFor();
    return {
      panel,
      page,
      requests: panel.requests,
      names: () => page.locator('.runs table[role=table] tbody th').allTextContents(),
      told: () => page.locator('.runs .selection [role=status]').textContent(),
    };
  }
});
