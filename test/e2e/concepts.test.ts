import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { Workbench } from './workbench.ts';

const host = inject('host');
const sample = 'imatinib-resistance.md';
const files = {
  [sample]: readFileSync(path.join(root, 'samples', sample), 'utf8'),
  'notes.md': [
    '# Notes',
    '',
    'Patients with Alzheimer disease (AD) received minocycline. Minocycline slowed AD in mice.',
    '',
    'Treatment with zorbamycin was stopped.',
    '',
  ].join('\n'),
};
const terms = [
  'id\tname\tsynonyms\txrefs\textra',
  'MESH:C000001\tZorbamycin\tzorbamycin hydrochloride|ZRB\t\ttypes=Chemical;def=A made-up antibiotic.',
  'MESH:C000002\tMinocycline chloride\tminocycline\t\ttypes=Chemical;def=A made-up salt.',
];

describe('concepts in VS Code', () => {
  let workbench: Workbench;
  let input: Locator;
  let title: Locator;
  let statusBar: Locator;

  beforeAll(async () => {
    workbench = await Workbench.open(host, files, sample);
    input = workbench.page.locator('.quick-input-widget input');
    title = workbench.page.locator('.quick-input-title');
    statusBar = workbench.page.locator('.statusbar');
    await workbench.counted();
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`));
  });

  afterAll(async () => {
    await workbench?.close();
  });

  it('are told on first start: what a sample mentions is known without any import', async () => {
    const hover = await hoverOver('dasatinib', 'D000069439');
    const told = await hover.textContent();
    expect(told).toContain('A drug that blocks the ABL1 kinase and kinases of the SRC family.');
    expect(told).toContain('Sprycel');
    expect(await hover.locator('a[data-href^="https://"]').count()).toBeGreaterThan(0);
    await workbench.picture('concept-hover');
    await workbench.page.keyboard.press('Escape');
  });

  it('are what the Entities view goes by if it is told so, and as one left it', async () => {
    await workbench.command('GERBERA: Focus on Entities View');
    await workbench.command('GERBERA: Show by Concept');
    const concept = workbench.row(/^Imatinib Mesylate/);
    await concept.waitFor();
    expect(await concept.textContent()).toMatch(/^Imatinib Mesylate\d+ · MESH:D000068877/);
    expect(await concept.getAttribute('aria-label')).toMatch(/^Imatinib Mesylate, MESH:D000068877, \d+ places$/);
    await concept.locator('.monaco-tl-twistie').click();
    const name = workbench.row(/^imatinib\d+$/);
    await name.waitFor();
    await workbench.picture('entities-by-concept');
    await name.click();
    await expect.poll(() => workbench.selection()).toBe('Imatinib');
    const identifier = workbench.choice('MESH:D000068877').first();
    await workbench.until(identifier, async () => {
      await concept.click({ button: 'right', timeout: 3000 });
      await menuItem('Copy Identifier').click({ timeout: 3000 });
    });
    await identifier.click();
    await expect.poll(() => clipboard()).toBe('MESH:D000068877');
    await statusBar.getByText('Copied MESH:D000068877').waitFor();
  });

  it('are chosen by a person, in a file that can be shared, and forgotten again', async () => {
    const kept = path.join(workbench.folder, '.gerbera/concepts.json');
    await workbench.openFile('notes.md');
    await workbench.counted();
    await workbench.goTo('3:48');
    await workbench.command('GERBERA: Choose Another Concept…');
    await title.filter({ hasText: '“minocycline” (Chemical): Minocycline' }).waitFor();
    expect(await input.getAttribute('placeholder')).toContain('.gerbera/concepts.json');
    await workbench.picture('choose-concept');
    await input.fill('nilot');
    await workbench.choice('DB04868').first().waitFor();
    await workbench.picture('choose-concept-search');
    await workbench.choice('DB04868').first().click();
    await statusBar.getByText('kept in .gerbera/concepts.json').waitFor();
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({
      choices: [{ type: 'Chemical', mention: 'minocycline', concept: 'DrugBank:DB04868' }],
    });
    const hover = await hoverOver('minocycline', 'DB04868');
    expect(await hover.textContent()).toContain('chosen in this workspace');
    await workbench.page.keyboard.press('Escape');

    await workbench.goTo('3:48');
    await workbench.command('GERBERA: Choose Another Concept…');
    await title.filter({ hasText: 'nilotinib, as you chose' }).waitFor();
    await workbench.choice('Forget the choice').click();
    await expect.poll(() => JSON.parse(readFileSync(kept, 'utf8')).choices).toEqual([]);
  });

  it('come from a terminology that is imported, with what its file tells', async () => {
    const file = path.join(host.folder, 'zorba.tsv');
    writeFileSync(file, `${terms.join('\n')}\n`);
    await importFile(file);
    await title.filter({ hasText: 'The name of the terminology' }).waitFor();
    expect(await input.inputValue()).toBe('zorba');
    await workbench.picture('import-terminology-name');
    await workbench.page.keyboard.press('Enter');
    const done = workbench.notification('zorba is imported');
    await done.waitFor();
    expect(await done.textContent()).toContain('2 concepts, 5 names (Chemical)');
    await workbench.picture('imported-terminology');
    await workbench.command('Notifications: Clear All Notifications');
    const hover = await hoverOver('zorbamycin', 'C000001');
    expect(await hover.textContent()).toContain('A made-up antibiotic.');
    await workbench.page.keyboard.press('Escape');
  });

  it('are asked for a type where the file tells none, and a file of no form is refused with the reason', async () => {
    const file = path.join(host.folder, 'plain.tsv');
    writeFileSync(file, 'id\tname\nX:1\tQuuxase\n');
    await importFile(file);
    await title.filter({ hasText: 'Mentions of which type are its concepts?' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    const wrong = path.join(host.folder, 'wrong.xyz');
    writeFileSync(wrong, 'this is no terminology\n');
    await importFile(wrong);
    const refused = workbench.notification('wrong.xyz: of no form');
    await refused.waitFor();
    expect(await refused.textContent()).not.toMatch(/--form|Request/);
    await workbench.picture('import-terminology-refused');
    await refused.getByText('Choose the Form…').click();
    await workbench.choice('OBO').first().click();
    await workbench
      .notification('wrong.xyz')
      .filter({ hasNotText: 'of no form' })
      .getByText('Choose the Form…')
      .waitFor();
    await workbench.picture('import-terminology-form');
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('are imported further where an import was stopped', async () => {
    const rows = Array.from({ length: 150_000 }, (_, index) => `NCBIGene:${index + 1}\tgene number ${index}`);
    const file = path.join(host.folder, 'large.tsv');
    writeFileSync(file, `id\tname\n${rows.join('\n')}\n`);
    await importFile(file);
    await title.filter({ hasText: 'The name of the terminology' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    const running = workbench.notification('importing large').filter({ hasText: /[1-9][\d,]+ concepts/ });
    await running.waitFor();
    await workbench.picture('importing-terminology', true);
    await running.getByText('Cancel').click();
    await workbench.notification('large was stopped').waitFor();
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('GERBERA: Import Terminology');
    const stopped = workbench.choice(/large.*\d+ % read/).first();
    await stopped.waitFor();
    await workbench.picture('interrupted-terminology');
    await stopped.click();
    await workbench.notification('large is imported: 150,000 concepts').waitFor({ timeout: 50_000 });
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('are listed by terminology, with version, licence and counts', async () => {
    await workbench.command('GERBERA: Show Terminologies');
    const item = workbench.choice('zorba').first();
    await item.waitFor();
    expect(await item.textContent()).toContain('2 concepts, 5 names · licence not stated');
    await workbench.picture('terminologies');
    await item.click();
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('zorba.tsv');
    await workbench.picture('terminology-facts');
    await dialog.getByText('Cancel').click();
  });

  it('are found by name and written where the cursor is', async () => {
    await workbench.openFile('notes.md');
    await workbench.goTo('5:39');
    await workbench.command('GERBERA: Search Concepts…');
    await input.fill('zorba');
    await workbench.choice('MESH:C000001').first().waitFor();
    await workbench.picture('search-concepts');
    await workbench.choice('MESH:C000001').first().click();
    await workbench.choice('Insert Zorbamycin').waitFor();
    await workbench.picture('concept-actions');
    await workbench.choice('Insert Zorbamycin').click();
    await expect.poll(() => lineOf('Treatment')).toBe('Treatment with zorbamycin was stopped.Zorbamycin');
    await workbench.page.keyboard.press('Control+Z');
  });

  it('are completed after the trigger', async () => {
    await workbench.goTo('5:39');
    await workbench.page.keyboard.type(' ::zorb');
    const suggestion = workbench.page.locator('.suggest-widget .monaco-list-row', { hasText: 'Zorbamycin' }).first();
    await suggestion.waitFor();
    await workbench.picture('concept-completion');
    await suggestion.click();
    await expect.poll(() => lineOf('Treatment')).toBe('Treatment with zorbamycin was stopped. Zorbamycin');
  });

  it('have their identifier copied at the cursor', async () => {
    await workbench.goTo('5:18');
    await workbench.command('GERBERA: Copy Identifier');
    await expect.poll(() => clipboard()).toBe('MESH:C000001');
    await statusBar.getByText('Copied MESH:C000001').waitFor();
  });

  it('have a page in the web, which is opened when a person agrees', async () => {
    await workbench.goTo('5:18');
    await workbench.command("GERBERA: Open Concept's Page");
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('https://meshb.nlm.nih.gov/record/ui?ui=C000001');
    await workbench.picture('open-concept');
    await dialog.getByText('Cancel').click();
  });

  it('help to write: what is pointed out has a quick fix', async () => {
    await workbench.openFile('notes.md');
    await workbench.goTo('5:1');
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(' Chronic myeloid leukemia (CML) is rare.');
    await workbench.page.locator('.monaco-editor .squiggly-info').first().waitFor();
    await workbench.goTo('5:1');
    await workbench.page.keyboard.press('F8');
    await workbench.picture('writing-problem');
    await workbench.page.keyboard.press('Control+.');
    const fix = workbench.page.locator('.action-widget .monaco-list-row', { hasText: /CML|brackets/ }).first();
    await fix.waitFor();
    await workbench.picture('writing-fix');
    await fix.click();
    await expect.poll(() => lineOf('Treatment')).toContain('Chronic myeloid leukemia is rare.');
  });

  it('offer terminologies for download, and call nobody before a person says so', async () => {
    await workbench.command('GERBERA: Download Terminology…');
    const item = workbench.choice('Disease Ontology').first();
    await item.waitFor();
    await workbench.picture('download-terminology');
    await item.click();
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const asked = await dialog.textContent();
    for (const told of ['purl.obolibrary.org', 'about 8 MB', 'CC0 1.0']) expect(asked).toContain(told);
    await workbench.picture('download-question');
    await dialog.getByText('Cancel').click();
  });

  it('go with their terminology when it is removed', async () => {
    await workbench.command('GERBERA: Remove Terminology…');
    await workbench.choice('zorba').first().click();
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await workbench.picture('remove-terminology');
    await dialog.getByText('Remove', { exact: true }).click();
    await workbench.notification('zorba is removed').waitFor();
    await workbench.command('GERBERA: Show Terminologies');
    await workbench.choice('none is imported yet').or(workbench.choice('Import a terminology')).first().waitFor();
    expect(await workbench.choice('zorba').count()).toBe(0);
    await workbench.page.keyboard.press('Escape');
  });

  it('are not what the Entities view goes by any more if it is told so', async () => {
    await workbench.command('GERBERA: Show by Mention');
    await workbench.row(/^minocycline2$/i).waitFor();
    expect(await workbench.row('MESH:').count()).toBe(0);
  });

  it('send nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });

  /** The hover of a mention once it tells an identifier; linking may take a moment after a change. */
  async function hoverOver(mention: string, identifier: string): Promise<Locator> {
    const hover = workbench.page.locator('.monaco-hover:not(.hidden)', { hasText: identifier }).first();
    await workbench.until(hover, async () => {
      await workbench.page.mouse.move(700, 880);
      await workbench.token(mention).first().hover({ timeout: 3000 });
    });
    return hover;
  }

  async function importFile(file: string): Promise<void> {
    await workbench.command('GERBERA: Import Terminology');
    await workbench.choice('Choose a file').first().click();
    // The dialog begins in the workspace, some time after it is there.
    await expect.poll(() => input.inputValue()).toContain(workbench.folder);
    await input.fill(file);
    await workbench.page.locator('.quick-input-widget').getByText('Import', { exact: true }).click();
  }

  function menuItem(text: string): Locator {
    return workbench.page.locator('.context-view [role=menuitem]', { hasText: text });
  }

  function clipboard(): Promise<unknown> {
    return workbench.page.evaluate('navigator.clipboard.readText()');
  }

  /** A line of the active editor, by how it begins. */
  async function lineOf(start: string): Promise<string | undefined> {
    const lines = await workbench.page.locator('.monaco-editor .view-line').allTextContents();
    return lines.map((line) => line.replaceAll('\u00a0', ' ')).find((line) => line.startsWith(start));
  }
});
