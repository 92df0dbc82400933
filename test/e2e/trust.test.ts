import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { installExtension, startVscode, type Vscode } from '../../scripts/vscode-run.ts';
import { Workbench } from './workbench.ts';

const host = inject('host');
const files = {
  'notes.md': 'Patients with leukemia received dexamethasone.\n',
  '.vscode/settings.json': JSON.stringify({ 'gerbera.model': '/no/such/model', 'gerbera.severity': 'warning' }),
};

describe('a workspace that is not trusted', () => {
  let server: Vscode;
  let workbench: Workbench;

  beforeAll(async () => {
    const options = {
      entry: host.entry,
      folder: path.join(host.folder, 'distrustful'),
      askForTrust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
    };
    await installExtension(host.vsix, options);
    server = await startVscode(options);
    workbench = await Workbench.open({ ...host, url: server.url }, files, 'notes.md');
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`));
  });

  afterAll(async () => {
    await workbench?.close();
    await server?.stop();
  });

  it('is read, but does not choose the model', async () => {
    expect(await workbench.counted()).toBeGreaterThan(0);
    expect(await workbench.status.textContent()).toContain('default');
    await workbench.page.locator('.monaco-editor .squiggly-warning').first().waitFor();
    await workbench.picture('untrusted');
  });

  it('chooses it once it is trusted', async () => {
    await workbench.command('Workspaces: Manage Workspace Trust');
    await workbench.page.locator('.workspace-trust-editor').getByText('Trust', { exact: true }).first().click();
    await workbench.notification('/no/such/model').first().waitFor();
    await workbench.status.filter({ hasText: 'no model' }).waitFor();
    await workbench.picture('trusted');
  });

  it('sends nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });
});
