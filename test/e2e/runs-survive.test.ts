import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { PanelPage } from './panel-page.ts';
import { diseaseCorpus } from './pieces.ts';
import { processesWith } from './processes.ts';
import { Workbench } from './workbench.ts';

/** The page's own; functions that are evaluated in it use them. */
declare function postMessage(message: unknown, origin: string): void;
declare global {
  var keptApi: { postMessage(message: unknown): void };
}

const losses = /Loss/;
const files = {
  'notes.md': 'Patients with breast cancer received tamoxifen.\n',
  ...diseaseCorpus('corpora/diseases', { train: 20, devel: 2 }),
};

describe('runs of training', { timeout: 180_000 }, () => {
  let server: OwnServer;
  let workbench: Workbench;
  let panel: PanelPage;

  beforeAll(async () => {
    server = await startOwnServer(inject('host'), 'runs-survive');
    workbench = await Workbench.open(server.host, files, 'notes.md');
    panel = new PanelPage(workbench);
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`, true));
  });

  afterAll(async () => {
    await workbench?.close();
    await server?.stop();
    for (const { pid } of server ? await trainers() : []) process.kill(pid, 'SIGKILL');
  });

  it('go on while the page is loaded again, and are found as they were left', async () => {
    await panel.open();
    await panel.fill('diseases', 'long');
    await panel.start();
    await panel.grows(losses);
    const [trainer] = await trainers();
    await workbench.reload();
    await panel.frame.getByRole('heading', { name: 'long' }).waitFor({ timeout: 60_000 });
    await panel.state('Running');
    await panel.grows(losses);
    expect(await trainers()).toEqual([trainer]);
  });

  it('go on while no window is open, and are found by the next one', async () => {
    const [trainer] = await trainers();
    await workbench.leave();
    await expect.poll(async () => (await servers()).length, { timeout: 60_000 }).toBe(0);
    expect(await trainers()).toEqual([trainer]);
    await reopened();
    await panel.frame.getByRole('heading', { name: 'long' }).waitFor({ timeout: 60_000 });
    await panel.state('Running');
    await panel.grows(losses);
    await workbench.picture('run-found-again');
  });

  it('go on when the language server is killed, and are followed by the next one', async () => {
    const [trainer] = await trainers();
    await expect.poll(async () => (await servers()).length, { timeout: 60_000 }).toBe(1);
    const [running] = await servers();
    kill(running);
    await expect
      .poll(async () => (await servers()).some(({ pid }) => pid !== running?.pid), { timeout: 60_000 })
      .toBe(true);
    await panel.grows(losses);
    expect(await trainers()).toEqual([trainer]);
  });

  it('are told when their process is killed, and can be resumed', async () => {
    const [trainer] = await trainers();
    kill(trainer);
    await workbench.notification('the training of long was interrupted').waitFor({ timeout: 60_000 });
    await panel.state('Interrupted');
    await workbench.picture('run-interrupted');
    await panel.button('Resume').first().click();
    await panel.state('Running', 90_000);
    expect(await trainers()).toHaveLength(1);
  });

  it('are the same in two windows: one pauses what the other sees', async () => {
    const second = await workbench.another();
    try {
      const other = new PanelPage(second);
      await other.open();
      await other.look('long');
      await other.state('Running');
      await other.button('Pause').click();
      await panel.state('Paused');
      await other.state('Paused');
      // Both start into the same place at once: one of them is told why not.
      for (const each of [panel, other]) {
        await each.fill('diseases', 'twice');
        await each.button('Estimate Time and Memory').click();
      }
      for (const each of [panel, other]) await each.button('Start Anyway').waitFor({ timeout: 90_000 });
      await Promise.all([panel, other].map((each) => each.button('Start Anyway').click()));
      const running = (each: PanelPage) => each.frame.locator('.run .state', { hasText: 'Running' }).first();
      const refused = (each: PanelPage) => each.frame.locator('.alert', { hasText: /twice/ }).first();
      for (const each of [panel, other]) await running(each).or(refused(each)).first().waitFor({ timeout: 90_000 });
      const told = await Promise.all([panel, other].map((each) => refused(each).isVisible()));
      expect(told.filter((each) => each)).toHaveLength(1);
      const [winner, loser] = told[0] ? [other, panel] : [panel, other];
      expect(await refused(loser).textContent()).toMatch(
        /not started.*twice: a training run is (being started|under way) in it/,
      );
      await (told[0] ? workbench : second).picture('run-started-twice');
      expect(await trainers()).toHaveLength(1);
      await winner.button('Pause').click();
      await winner.state('Paused');
    } finally {
      await second.leave();
    }
  });

  it('end with a checkpoint when the window is closed, where they are not to go on', async () => {
    await workbench.set({ 'gerbera.training.keepRunning': false });
    await panel.open();
    await panel.fill('diseases', 'with-window');
    await panel.start();
    await panel.grows(losses);
    await workbench.leave();
    await expect.poll(async () => (await trainers()).length, { timeout: 60_000 }).toBe(0);
    expect(existsSync(path.join(models(), 'with-window/last'))).toBe(true);
    await reopened();
    await panel.open();
    await panel.look('with-window');
    await panel.state(/Paused|Interrupted/);
    await panel.button('Resume').first().click();
    await panel.state('Running', 90_000);
    await workbench.set({ 'gerbera.training.keepRunning': undefined });
  });

  it('go on without their corpus, which is missed by its name when they are resumed', async () => {
    const corpus = path.join(workbench.folder, 'corpora/diseases');
    renameSync(corpus, `${corpus}-away`);
    await panel.grows(losses);
    await panel.button('Pause').click();
    await panel.state('Paused');
    await panel.button('Resume').first().click();
    const alert = panel.frame.locator('.alert', { hasText: corpus }).first();
    await alert.waitFor({ timeout: 90_000 });
    await workbench.picture('run-corpus-gone');
    renameSync(`${corpus}-away`, corpus);
    await panel.button('Resume').first().click();
    await panel.state('Running', 90_000);
    await panel.button('End Now and Keep the Best').click();
    await panel.state('Done', 90_000);
  });

  it('are not harmed by messages that are none', async () => {
    // Keeps what a page can send by.
    await workbench.page.context().addInitScript(
      `let given;
       Object.defineProperty(globalThis, 'acquireVsCodeApi', {
         configurable: true,
         get: () => given && (() => (globalThis.keptApi ??= given())),
         set: (value) => { given = value; },
       });`,
    );
    await workbench.reload();
    await panel.state('Done');
    const messages = [
      null,
      'stop',
      { kind: 'start' },
      { kind: 'stop', run: 7 },
      { kind: 'runs', runs: [{}] },
      { kind: '__proto__' },
    ];
    const sent: number = await panel.frame.locator('body').evaluate((_, all) => {
      for (const message of all) {
        postMessage(message, '*');
        globalThis.keptApi.postMessage(message);
      }
      return all.length;
    }, messages);
    expect(sent).toBe(messages.length);
    await expect.poll(() => logs().some((text) => text.includes('The panel sent a message that is none'))).toBe(true);
    await panel.tab('runs');
    await panel
      .view('runs')
      .getByRole('row', { name: /with-window.*Done/ })
      .waitFor();
    expect(await panel.frame.locator('.alert').count()).toBe(0);
    expect(await trainers()).toEqual([]);
    await panel.tab('train');
  });

  it('give up on a full disk, and say so', async ({ skip }) => {
    const disk = path.join(server.host.folder, 'small-disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      skip('no small disk can be mounted here');
    }
    try {
      await panel.fill('diseases', path.join(disk, 'model'), 3);
      await panel.button('Start Training').click();
      await panel.button('Start Anyway').click({ timeout: 90_000 });
      await panel.frame
        .locator('.alert', { hasText: /space|disk/ })
        .first()
        .waitFor({ timeout: 90_000 });
      await workbench.picture('run-disk-full');
      await expect.poll(async () => (await trainers()).length, { timeout: 60_000 }).toBe(0);
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });

  it('send nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });

  /** Opens a window in place of the one before. */
  async function reopened(): Promise<void> {
    const before = workbench;
    workbench = await before.another();
    if (!before.page.isClosed()) await before.leave();
    panel = new PanelPage(workbench);
  }

  function kill(running: Awaited<ReturnType<typeof servers>>[number] | undefined): void {
    if (!running) throw new Error('no such process');
    process.kill(running.pid, 'SIGKILL');
  }

  function models(): string {
    return path.join(server.home, 'models');
  }

  /** What the extension has told in its output, of each window. */
  function logs(): readonly string[] {
    const folder = path.join(server.host.folder, 'profile/user/logs');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('GERBERA.log'))
      .map((name) => readFileSync(path.join(folder, name), 'utf8'));
  }

  /** The processes that train. */
  function trainers(): ReturnType<typeof processesWith> {
    return ofServer('cli.mjs train');
  }

  /** The language servers. */
  function servers(): ReturnType<typeof processesWith> {
    return ofServer('server.mjs');
  }

  async function ofServer(text: string): ReturnType<typeof processesWith> {
    return (await processesWith(text)).filter(({ command }) => command.includes(server.host.folder));
  }
});
