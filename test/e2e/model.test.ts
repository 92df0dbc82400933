import { execFile } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { hasOutputChannels } from '../../scripts/vscode-install.ts';
import { rgb } from '../support/colour.ts';
import { colours } from '../support/manifest.ts';
import { goldenFolder, missing } from '../support/shared.ts';
import { parentOf, processesWith } from './processes.ts';
import { Workbench } from './workbench.ts';

const host = inject('host');
const library = path.join(host.folder, 'library');
const embedded = path.join(root, 'models/default');

describe('the model in VS Code', () => {
  let workbench: Workbench;
  let panel: FrameLocator;
  /** Model hosts of windows that other tests have just closed. */
  let earlier: readonly number[] = [];

  beforeAll(async () => {
    // The command line and the extension share the user's models.
    await promisify(execFile)(
      process.execPath,
      [path.join(root, 'dist/cli.mjs'), 'import', embedded, '--name', 'second'],
      {
        env: { ...process.env, GERBERA_HOME: library },
      },
    );
    earlier = (await modelHosts()).map(({ pid }) => pid);
    workbench = await Workbench.open(
      host,
      { 'notes.md': 'Patients with leukemia received dexamethasone.\n' },
      'notes.md',
    );
    panel = workbench.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
    await workbench.counted();
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`));
  });

  afterAll(async () => {
    await workbench?.close();
  });

  it('is told in a panel, with every device that was tried', async () => {
    await workbench.command('GERBERA: Show Model and Devices');
    await panel.locator('#name', { hasText: 'default' }).waitFor();
    expect(await panel.locator('#facts').textContent()).toContain('bert');
    expect(await panel.locator('#facts .type').allTextContents()).toContain('CellLine');
    const cpu = panel.locator('#attempts tr', { hasText: 'CPU' });
    expect(await cpu.textContent()).toMatch(/^CPU(yes|no)\S.+/);
    await workbench.picture('panel');
  });

  it('restarts on the button of the panel', async () => {
    const [before] = await hosts();
    await panel.locator('#restart').click();
    await expect.poll(async () => (await hosts()).map(({ pid }) => pid).includes(before?.pid ?? 0)).toBe(false);
    await panel.locator('#state', { hasText: 'Ready' }).waitFor();
    expect(await hosts()).toHaveLength(1);
  });

  it('is changed to one of the user’s own, and back', async () => {
    await workbench.command('GERBERA: Select Model');
    await workbench.choice('second').first().waitFor();
    await workbench.picture('select-model');
    await workbench.choice('second').first().click();
    await workbench.status.filter({ hasText: 'second' }).waitFor();
    await panel.locator('#name', { hasText: 'second' }).waitFor();
    await panel.locator('#select').click();
    await workbench.choice('comes with the extension').first().waitFor();
    // On a busy machine the page gets the focus that it was given by the click only now.
    await panel.locator('#restart').focus();
    await workbench.choice('comes with the extension').first().click();
    await workbench.status.filter({ hasText: 'default' }).waitFor();
  });

  it('is imported from a folder, and a broken one is refused with the reason', async () => {
    const broken = path.join(host.folder, 'broken');
    await cp(embedded, broken, { recursive: true });
    await rm(path.join(broken, 'model.safetensors'));
    await importFolder(broken);
    await workbench.notification('model.safetensors').waitFor();
    expect(await workbench.notification('model.safetensors').textContent()).not.toContain('Request');
    await workbench.picture('import-refused');
    await workbench.command('Notifications: Clear All Notifications');

    const good = path.join(host.folder, 'third');
    await cp(embedded, good, { recursive: true });
    await importFolder(good);
    const done = workbench.notification('Imported third');
    await done.waitFor();
    await done.getByText('Use It').click();
    await workbench.status.filter({ hasText: 'third' }).waitFor();
    await workbench.command('GERBERA: Select Model');
    await workbench.choice('comes with the extension').first().click();
    await workbench.status.filter({ hasText: 'default' }).waitFor();
  });

  it.skipIf(missing(goldenFolder))(
    'is imported with the type that a person names, where its labels tell none',
    async () => {
      await importFolder(path.join(goldenFolder, 'gerbera-bert-tiny'), 'Disease');
      const done = workbench.notification('Imported gerbera-bert-tiny');
      await done.waitFor();
      expect(await done.textContent()).toContain('(bert: Disease)');
      await workbench.command('Notifications: Clear All Notifications');
    },
  );

  it('comes back after its process was killed, with one notification, and nothing is lost', async () => {
    await workbench.command('View: Close All Editors in Group');
    await workbench.openFile('notes.md');
    const before = await workbench.counted();
    const [running] = await hosts();
    // Of a process that is not there nothing is killed: 0 would be the group that the tests are in.
    if (!running) throw new Error('there is no process to kill');
    process.kill(running.pid, 'SIGKILL');
    await workbench
      .notification(/model host|model process/i)
      .first()
      .waitFor();
    await expect.poll(async () => (await hosts()).length).toBe(1);
    expect(await workbench.notification(/model host|model process/i).count()).toBe(1);
    await workbench.picture('killed');
    expect(await workbench.counted()).toBe(before);
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.goTo('1:47');
    await workbench.page.keyboard.type(' Ibuprofen causes nephrotoxicity.');
    await expect.poll(() => workbench.colourOf('nephrotoxicity')).toBe(rgb(colours('dark').disease));
  });

  it.skipIf(!hasOutputChannels(host.entry))('writes what it does to the Output', async () => {
    await workbench.command('GERBERA: Show Output');
    await workbench.page.locator('.output-view .view-line', { hasText: 'model host' }).first().waitFor();
    // The paper is still the document that the status bar speaks of.
    expect(await workbench.counted()).toBeGreaterThan(0);
    await workbench.picture('output');
  });

  it('sends nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });

  it('ends with the window, however that ends', async () => {
    const [running] = await hosts();
    const server = await parentOf(running?.pid ?? 0);
    process.kill(await parentOf(server), 'SIGKILL');
    // VS Code starts another extension host; those of the one that is gone must go.
    const gone = async () => {
      const pids = (await processesWith(host.folder)).map(({ pid }) => pid);
      return !pids.includes(server) && !pids.includes(running?.pid ?? 0);
    };
    await expect.poll(gone).toBe(true);
  });

  async function hosts(): ReturnType<typeof processesWith> {
    return (await modelHosts()).filter(({ pid }) => !earlier.includes(pid));
  }

  async function importFolder(folder: string, type?: string): Promise<void> {
    await workbench.command('GERBERA: Import Model from Folder');
    const input = workbench.page.locator('.quick-input-widget input');
    // The dialog begins in the workspace, some time after it is there.
    await expect.poll(() => input.inputValue()).toContain(workbench.folder);
    await input.fill(`${folder}/`);
    await workbench.page.locator('.quick-input-widget').getByText('Import', { exact: true }).click();
    if (type !== undefined) await workbench.choice(type).first().click();
    await workbench.page.locator('.quick-input-title', { hasText: 'name of the model' }).waitFor();
    await workbench.page.keyboard.press('Enter');
  }
});

/** Model hosts of this VS Code. */
async function modelHosts(): ReturnType<typeof processesWith> {
  const all = await processesWith('dist/host.mjs');
  return all.filter(({ command }) => command.includes(host.folder));
}
