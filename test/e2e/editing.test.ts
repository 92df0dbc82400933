import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { rgb } from '../support/colour.ts';
import { colours } from '../support/manifest.ts';
import { Workbench } from './workbench.ts';

const paper = `# Notes

Aspirin inhibits cyclooxygenase in human platelets.

Patients with leukemia received dexamethasone.
`;

describe('writing in VS Code', () => {
  let workbench: Workbench;
  const { disease, chemical } = colours('dark');

  beforeAll(async () => {
    workbench = await Workbench.open(inject('host'), { 'notes.md': paper }, 'notes.md');
    await workbench.counted();
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`));
  });

  afterAll(async () => {
    await workbench?.close();
  });

  it('colours an entity of a sentence that is typed', async () => {
    const before = await workbench.counted();
    await workbench.goTo('3:52');
    await workbench.page.keyboard.type(' Ibuprofen causes nephrotoxicity.');
    await expect.poll(() => workbench.colourOf('nephrotoxicity')).toBe(rgb(disease));
    expect(await workbench.colourOf('Ibuprofen')).toBe(rgb(chemical));
    await expect.poll(() => workbench.counted()).toBeGreaterThan(before);
    await workbench.picture('typed');
  });

  it('hides everything and brings it back', async () => {
    await workbench.command('GERBERA: Toggle Highlighting');
    await workbench.status.filter({ hasText: 'off' }).waitFor();
    const squiggles = workbench.page.locator('.monaco-editor .squiggly-hint');
    await expect.poll(() => squiggles.count()).toBe(0);
    // The word is no stretch of its own any more.
    await expect.poll(() => workbench.token('leukemia').count()).toBe(0);
    await workbench.picture('hidden');
    await workbench.command('GERBERA: Toggle Highlighting');
    await expect.poll(() => workbench.token('leukemia').count()).toBe(1);
    expect(await workbench.colourOf('leukemia')).toBe(rgb(disease));
    await squiggles.first().waitFor();
  });

  it('obeys its settings while it runs', async () => {
    await workbench.set({ 'gerbera.enabledTypes': ['Disease'], 'gerbera.severity': 'warning' });
    await workbench.page.locator('.monaco-editor .squiggly-warning').first().waitFor();
    await expect.poll(() => workbench.token('dexamethasone').count()).toBe(0);
    expect(await workbench.colourOf('leukemia')).toBe(rgb(disease));
    await workbench.page.keyboard.press('Control+Shift+M');
    const problem = workbench.page.locator('.markers-panel [role=treeitem]', { hasText: 'leukemia' }).first();
    await problem.waitFor();
    expect(await problem.textContent()).toContain('gerbera');
    await workbench.picture('problems');
    await workbench.set({ 'gerbera.severity': 'none' });
    await expect.poll(() => workbench.page.locator('.monaco-editor .squiggly-warning').count()).toBe(0);
    await workbench.set({ 'gerbera.exclude': ['notes.md'] });
    await expect.poll(() => workbench.token('leukemia').count()).toBe(0);
  });

  it('sends nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });
});
