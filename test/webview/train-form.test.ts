import { expect, it } from 'vitest';
import type { PanelRequest, PanelUpdate } from '../../src/protocol/panel.ts';
import { describePanel, type PanelOptions } from './page.ts';
import { bc5cdr, estimate, ncbi, runOf, told, wikigold } from './train-samples.ts';

/** Tells what is in the corpora that there are. */
function describing(request: PanelRequest): readonly PanelUpdate[] {
  if (request.kind !== 'describeCorpus') return [];
  const corpus = [ncbi, wikigold, bc5cdr].find(({ place }) => place === request.place);
  const { place } = request;
  return [{ kind: 'corpus', place, ...(corpus ? { corpus } : { problem: `${place}: no such folder` }) }];
}

/** The page's own. */
declare const innerHeight: number;
interface Placed {
  getBoundingClientRect(): { readonly top: number; readonly bottom: number };
}

/** Whether an element is seen, wherever the page is scrolled to; called in the page. */
function isInView(element: Placed): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

const form = { method: 'gerbera', base: '', target: ncbi.place, generals: [wikigold.place], corpora: [], alone: [] };
const filled = { train: { form: { ...form, output: '', hyper: {} } } };

describePanel('the form of the tab of training', (open) => {
  const opened = (more: PanelOptions = {}) => open({ updates: told, answer: describing, ...more });

  it('does what was asked for while corpora were being read once they are', async () => {
    const panel = await open({ updates: told, state: filled, answer: () => [] });
    await panel.page.locator('#train-start').click();
    await panel.page.locator('.estimate', { hasText: 'The corpora are still being read' }).waitFor();
    expect(panel.requests.filter(({ kind }) => kind === 'start')).toEqual([]);
    for (const corpus of [ncbi, wikigold]) await panel.tell({ kind: 'corpus', place: corpus.place, corpus });
    expect((await panel.asked('start')).request.targets).toEqual([ncbi.place]);
  });

  it('is filled and started: what is asked for is what stands in it', async () => {
    const panel = await opened();
    const { page } = panel;
    await choose(page.locator('#train-target'), 'NCBI-disease');
    await page.locator('article', { hasText: 'NCBI-disease' }).getByText('Disease 5,145').waitFor();
    await choose(page.locator('#train-general'), 'wikigold');
    await page.locator('[data-use=general] vscode-button', { hasText: 'Add' }).click();
    await page.getByText('PER 934+').waitFor();
    await page.getByLabel('Name of the model').fill('mine');
    await page.locator('summary', { hasText: 'Hyper-parameters' }).click();
    await page.getByLabel('Epochs, stage 1').fill('3');
    await choose(page.locator('#train-device'), 'CPU');
    await page.locator('#train-start').click();
    const request = {
      ...{ method: 'gerbera', base: 'base', targets: [ncbi.place], generals: [wikigold.place], corpora: [] },
      ...{ output: 'mine', hyper: { epochs: [3, 10], device: 'cpu' } },
    };
    const asked = await panel.asked('start');
    expect(asked.request).toEqual(request);
    await panel.tell({ kind: 'estimate', id: asked.estimate ?? 0, estimate });
    await expect.poll(() => page.locator('#train-start').textContent()).toBe('Starting …');
    // It does nothing now, but keeps the focus for those who use the keyboard.
    const busy = page.getByRole('button', { name: 'Starting …' });
    await expect.poll(() => busy.isDisabled()).toBe(true);
    expect(await page.locator('#train-start:focus-within').count()).toBe(1);
    await panel.tell({ kind: 'runs', runs: [runOf()] }, { kind: 'started', run: 'run-1' });
    await page.locator('.run h2', { hasText: 'ncbi-disease-gerbera' }).waitFor();
    expect(await panel.asked('follow')).toEqual({ kind: 'follow', runs: ['run-1'] });
  });

  it('says what is missing when it is to start, goes there, and starts nothing', async () => {
    const panel = await opened();
    await panel.page.locator('#train-start').click();
    await panel.page.locator('[role=alert]', { hasText: 'Choose the corpus' }).waitFor();
    expect(await focused(panel)).toBe('train-target');
    const target = panel.page.locator('#train-target');
    expect(await target.getAttribute('aria-invalid')).toBe('true');
    const note = (await target.getAttribute('aria-describedby')) ?? '';
    expect(await panel.page.locator(`#${note}`).textContent()).toContain('Choose the corpus');
    await choose(target, 'NCBI-disease');
    await panel.page.locator('.form .alert li').nth(1).waitFor({ state: 'detached' });
    expect(panel.requests.map(({ kind }) => kind)).not.toContain('estimate');
  });

  it('ties what is wrong with a value to its field', async () => {
    const panel = await opened({ state: filled });
    await panel.page.locator('summary', { hasText: 'Hyper-parameters' }).click();
    const dropout = panel.page.getByLabel('Dropout');
    await dropout.fill('2');
    expect(await dropout.getAttribute('aria-invalid')).toBe('true');
    const tied = (await dropout.getAttribute('aria-describedby'))?.split(' ') ?? [];
    const texts = await Promise.all(tied.map((id) => panel.page.locator(`#${id}`).textContent()));
    expect(texts[0]).toBe('Enter 0.9 or less.');
    expect(texts[1]).toContain('left out at random');
    await panel.page.locator('#train-start').click();
    expect(await focused(panel)).toBe('train-dropout');
    await dropout.fill('');
    expect(await dropout.getAttribute('aria-invalid')).toBeNull();
    await panel.page.getByText('Reset to Defaults').waitFor();
  });

  it('shows what is wrong with a corpus, and reads it again', async () => {
    const panel = await opened({ state: { train: { form: { ...filled.train.form, target: '/gone' } } } });
    await panel.page.getByText('/gone: no such folder').waitFor();
    const before = panel.requests.length;
    await panel.page.getByText('Read it again').click();
    await expect.poll(() => panel.requests.length).toBe(before + 1);
    expect(panel.requests.at(-1)).toEqual({ kind: 'describeCorpus', place: '/gone' });
    await panel.tell({ kind: 'chosen', role: 'target', place: bc5cdr.place });
    await panel.page.getByText('line 12: expected six columns').waitFor();
    await panel.page.getByText('Chem → Chemical').waitFor();
    await panel.page.getByText('Left out, since').waitFor();
  });

  it('starts nothing that is refused', async () => {
    const panel = await opened({ state: filled });
    await panel.page.locator('#train-start').click();
    const id = (await panel.asked('start')).estimate ?? 0;
    await panel.tell({ kind: 'estimate', id, problem: 'about 9 GB of memory are needed, 4 GB are free' });
    await panel.page.locator('.estimate [role=alert]', { hasText: '9 GB' }).waitFor();
    await panel.page.getByText('Training was not started').waitFor();
    expect(await panel.page.locator('#train-start').textContent()).toBe('Start Training');
  });

  it('tells why it was not started, also when another window has taken its name', async () => {
    const panel = await opened({ state: { train: { form: { ...form, output: 'mine', hyper: {} } } } });
    await panel.page.locator('#train-start').click();
    const { request } = await panel.asked('start');
    const taken = runOf({ name: request.output, output: `/home/me/.local/share/gerbera/models/${request.output}` });
    await panel.tell({ kind: 'problem', of: 'start', message: 'a run is being started in it already' });
    await panel.tell({ kind: 'runs', runs: [taken] });
    await panel.page.locator('#train-output-problem', { hasText: 'of this name already' }).waitFor();
    await panel.page.locator('.estimate [role=alert]', { hasText: 'started in it already' }).waitFor();
    expect(await panel.page.locator('.alerts .alert').evaluate(isInView)).toBe(true);
  });

  it('shows warnings before it starts, and starts when it is asked for again', async () => {
    const panel = await opened({ state: filled });
    await panel.page.locator('#train-start').click();
    const id = (await panel.asked('start')).estimate ?? 0;
    await panel.tell({ kind: 'estimate', id, estimate: { ...estimate, warnings: ['3 sentences were mended'] } });
    await panel.page.locator('.estimate .notice', { hasText: '3 sentences' }).waitFor();
    await panel.page.getByText('Start Anyway').click();
    await expect.poll(async () => (await panel.asked('start')).estimate).toBeUndefined();
    await panel.tell({ kind: 'problem', of: 'start', message: 'the disk is full' });
    await panel.page.locator('.estimate [role=alert]', { hasText: 'the disk is full' }).waitFor();
    expect(await panel.page.locator('#train-start').textContent()).toBe('Start Training');
  });

  it('forgets an estimate that is of something else by now', async () => {
    const panel = await opened({ state: filled });
    await panel.page.getByText('Estimate Time and Memory').click();
    const { id } = await panel.asked('estimate');
    await panel.page.getByLabel('Name of the model').fill('other');
    await panel.asked('cancelEstimate');
    await panel.tell({ kind: 'estimate', id, estimate });
    await expect.poll(() => panel.page.locator('.estimate').isVisible()).toBe(false);
    await panel.page.getByText('Estimate Time and Memory').click();
    expect(await panel.page.locator('#told').textContent()).toBe('Estimating time and memory …');
    await expect.poll(async () => (await panel.asked('estimate')).id).toBeGreaterThan(id);
    await panel.tell({ kind: 'estimate', id: (await panel.asked('estimate')).id, estimate });
    await panel.page.locator('.estimate h3', { hasText: '22 min at most, on CPU' }).waitFor();
    expect(await panel.page.locator('.estimate .stage').count()).toBe(2);
  });

  it('is as it was left after a reload, wrong values and all', async () => {
    const panel = await opened();
    await choose(panel.page.locator('#train-target'), 'NCBI-disease');
    await panel.page.locator('summary', { hasText: 'Hyper-parameters' }).click();
    await panel.page.getByLabel('Seed').fill('seven');
    await panel.reload();
    await panel.page.locator('article', { hasText: 'Disease 5,145' }).waitFor();
    expect(await panel.page.locator('#train-seed').inputValue()).toBe('seven');
  });

  it('is empty where what was kept is of another version', async () => {
    for (const train of [7, { form: { method: 'magic' }, run: 4 }, { form: null }]) {
      const panel = await opened({ state: { train } });
      await panel.page.locator('#train-start').waitFor();
      expect(await panel.page.locator('vscode-radio[aria-checked=true]').textContent()).toContain('GERBERA');
    }
  });

  it('is filled by what was chosen elsewhere', async () => {
    const panel = await opened({ state: { train: { ...filled.train, run: 'run-1' } } });
    const request = { method: 'single', base: 'biobert', targets: [bc5cdr.place], generals: [], corpora: [] } as const;
    await panel.tell({ kind: 'fill', request: { ...request, output: 'tuned', hyper: { batch: 4 } } });
    await panel.page.getByText('12 layers of 768').waitFor();
    expect(await panel.page.getByLabel('Name of the model').inputValue()).toBe('tuned');
    await expect.poll(() => panel.page.locator('#train-batch').inputValue()).toBe('4');
    expect(await panel.page.locator('[data-use=general]').isVisible()).toBe(false);
  });

  it('is wider than no page, however narrow', async () => {
    const panel = await opened({ state: filled, width: 300 });
    await panel.page.locator('summary', { hasText: 'Hyper-parameters' }).click();
    expect(await panel.page.evaluate('document.documentElement.scrollWidth')).toBe(300);
  });

  async function choose(dropdown: ReturnType<Awaited<ReturnType<typeof open>>['page']['locator']>, name: string) {
    await dropdown.click();
    await dropdown.locator('vscode-option', { hasText: name }).click();
  }

  function focused(panel: Awaited<ReturnType<typeof open>>): Promise<string> {
    return panel.page.evaluate('document.activeElement.id');
  }
});
