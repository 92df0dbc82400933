import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { rgb } from '../support/colour.ts';
import { colours } from '../support/manifest.ts';
import { corporaFolder, missing } from '../support/shared.ts';
import { Workbench } from './workbench.ts';

const markdown = 'imatinib-resistance.md';
const text = 'cystic-fibrosis.txt';
const themes = [
  ['Light Modern', 'light'],
  ['Default High Contrast', 'highContrast'],
  ['Default High Contrast Light', 'highContrastLight'],
  ['Dark Modern', 'dark'],
] as const;

const publishedFolder = path.join(corporaFolder, 'papers');
const published = existsSync(publishedFolder) ? readdirSync(publishedFolder).filter((name) => /^PMC/.test(name)) : [];
const plainName = (name: string) => name.replace(/\.gz$/, '');

describe('reading papers in VS Code', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    const samples = [markdown, text].map((name) => [name, readFileSync(path.join(root, 'samples', name), 'utf8')]);
    const papers = published.map((name) => [plainName(name), unpack(path.join(publishedFolder, name))]);
    workbench = await Workbench.open(inject('host'), Object.fromEntries([...samples, ...papers]), markdown);
    await workbench.counted();
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`));
  });

  afterAll(async () => {
    await workbench?.close();
  });

  it('tells the model, the device and the number of entities in the status bar', async () => {
    expect(await workbench.status.textContent()).toMatch(/default · \w+ · \d{2,} entities/);
  });

  it('marks entities with the dots of a hint', async () => {
    await workbench.page.locator('.monaco-editor .squiggly-hint').first().waitFor();
  });

  it('tells mention, type, score and model in a hover', async () => {
    const hover = workbench.page.locator('.monaco-hover:not(.hidden)', { hasText: 'Chemical' }).first();
    await workbench.token('Nilotinib').first().hover();
    await hover.waitFor();
    const told = await hover.textContent();
    expect(told).toContain('Nilotinib');
    expect(told).toMatch(/score 0\.\d\d|score 1\.00/);
    expect(told).toContain('default');
    await workbench.picture('hover');
    await workbench.page.keyboard.press('Escape');
  });

  it('underlines an entity whose colour another one hides', async () => {
    const { dna } = colours('dark');
    expect(await workbench.underlines()).toContain(`2px solid ${rgb(dna)}`);
  });

  it.each(themes)('colours every type in the theme %s', async (theme, kind) => {
    await workbench.set({ 'workbench.colorTheme': theme });
    const { gene, disease, chemical, species, cellLine, cellType } = colours(kind);
    await expect.poll(() => workbench.colourOf('Nilotinib')).toBe(rgb(chemical));
    expect(await workbench.colourOf('hypertension')).toBe(rgb(disease));
    expect(await workbench.colourOf('CrkL')).toBe(rgb(gene));
    expect(await workbench.colourOf('patients')).toBe(rgb(species));
    expect(await workbench.colourOf('K562 cells')).toBe(rgb(cellLine));
    expect(await workbench.colourOf('peripheral blood mononuclear cells')).toBe(rgb(cellType));
    await workbench.picture(`theme-${kind}`);
  });

  it('lists entities by type and mention, and goes to the place that is clicked', async () => {
    await workbench.command('GERBERA: Focus on Entities View');
    await workbench.row(/^Gene\d+$/).waitFor();
    await workbench.row(/^Disease\d+$/).waitFor();
    await workbench.row(/^CrkL/).click();
    await expect.poll(() => workbench.selection()).toBe('CrkL');
    await workbench.picture('entities');
  });

  it('follows the active editor, into plain text too', async () => {
    await workbench.openFile(text);
    await workbench
      .row(/^CFTR gene/)
      .first()
      .waitFor();
    expect(await workbench.row(/^CrkL/).count()).toBe(0);
    await expect.poll(() => workbench.colourOf('Calu-3 cells')).toBe(rgb(colours('dark').cellLine));
    await workbench.picture('plain-text');
  });

  describe.skipIf(missing(publishedFolder))(`published papers ${missing(publishedFolder) ?? ''}`, () => {
    it.each(published.map(plainName))('reads %s', async (name) => {
      await workbench.openFile(name);
      await workbench.counted();
      await workbench.page.locator('.monaco-editor .squiggly-hint').first().waitFor();
      await workbench.picture(name);
    });
  });

  it('sends nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });
});

function unpack(file: string): string {
  return gunzipSync(readFileSync(file)).toString('utf8');
}
