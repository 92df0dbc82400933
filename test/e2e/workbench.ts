import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { workbenchAddress } from '../../scripts/vscode-run.ts';
import type { Host } from './setup.ts';

/** What of a computed style is looked at. */
interface Look {
  readonly color: string;
  readonly borderBottom: string;
}

/** The browser's own; functions that are evaluated in the page call it. */
declare function getComputedStyle(element: unknown): Look;

/** One window of VS Code in a browser, as a person sees and uses it. */
export class Workbench {
  readonly page: Page;
  /** The folder that is open in it. */
  readonly folder: string;
  /** Requests that left this machine. */
  readonly foreign: ReadonlySet<string>;
  readonly #context: BrowserContext;
  readonly #server: string;
  readonly #settings: Record<string, unknown> = {};

  private constructor(context: BrowserContext, page: Page, server: string, folder: string) {
    this.page = page;
    this.folder = folder;
    this.foreign = foreignRequests(page);
    this.#context = context;
    this.#server = server;
    page.setDefaultTimeout(20_000);
  }

  /** Opens a folder with these files, and one of them in an editor. */
  static async open(
    host: Pick<Host, 'url' | 'folder' | 'chromium'>,
    files: Readonly<Record<string, string>>,
    first: string,
  ): Promise<Workbench> {
    const folder = await mkdtemp(path.join(host.folder, 'papers-'));
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    const browser = await chromium.launch({ ...host.chromium, headless: true });
    const context = await browser.newContext({
      viewport: { width: 1400, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const workbench = new Workbench(context, await context.newPage(), host.url, folder);
    await workbench.page.goto(workbenchAddress(host.url, folder, path.join(folder, first)));
    await workbench.page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 40_000 });
    return workbench;
  }

  /** Opens the same folder in one more window of the same person, with what was open in it when it was last closed. */
  async another(): Promise<Workbench> {
    const workbench = new Workbench(this.#context, await this.#context.newPage(), this.#server, this.folder);
    Object.assign(workbench.#settings, this.#settings);
    await workbench.page.goto(workbenchAddress(this.#server, this.folder));
    await workbench.page.locator('.statusbar-item').first().waitFor({ timeout: 40_000 });
    return workbench;
  }

  /** Loads the window again, as its command does: VS Code keeps what is open before, and brings it back. */
  async reload(): Promise<void> {
    // An address that names a file to open would bring back no other.
    const address = workbenchAddress(this.#server, this.folder);
    await this.page.evaluate(`history.replaceState(null, '', ${JSON.stringify(address)})`);
    const loaded = this.page.waitForEvent('load', { timeout: 60_000 });
    await this.command('Developer: Reload Window');
    await loaded;
  }

  /** Closes the window alone, as a person does. */
  async leave(): Promise<void> {
    const closed = this.page.waitForEvent('close');
    this.page.on('dialog', (dialog) => void dialog.accept());
    await this.page.close({ runBeforeUnload: true });
    await closed;
  }

  /** The item in the status bar. */
  get status(): Locator {
    return this.page.locator('.statusbar-item[id="gerbera-bio.gerbera.gerbera.status"]');
  }

  /** A stretch of the text that has a colour or a decoration of its own. */
  token(text: string | RegExp): Locator {
    return this.page.locator('.monaco-editor .view-line span:not(:has(span))', { hasText: exact(text) });
  }

  /** The colour of a stretch of the text, `rgb(…)`. */
  colourOf(text: string): Promise<string> {
    return this.token(text)
      .first()
      .evaluate((element: unknown) => getComputedStyle(element).color);
  }

  /** The lines below stretches of the text, as CSS tells borders. */
  underlines(): Promise<string[]> {
    return this.page
      .locator('.monaco-editor .view-overlays .cdr')
      .evaluateAll((elements: readonly unknown[]) => elements.map((each) => getComputedStyle(each).borderBottom));
  }

  /** A row of the tree in the side bar. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.sidebar [role=treeitem]', { hasText: text });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-list-item', { hasText: text });
  }

  /** An entry of the list that is dropped down from the top. */
  choice(text: string | RegExp): Locator {
    return this.page.locator('.quick-input-list [role=option]', { hasText: text });
  }

  /**
   * Does something until what it is to show is there. VS Code closes what drops down from the top as soon as something
   * else takes the focus, and on a busy machine an editor or a menu that was just left may do so late.
   */
  async until(wanted: Locator, act: () => Promise<void>): Promise<void> {
    await expect
      .poll(
        async () => {
          await this.page.keyboard.press('Escape');
          return act()
            .then(() => wanted.waitFor({ timeout: 3000 }))
            .then(
              () => true,
              () => false,
            );
        },
        { timeout: 30_000 },
      )
      .toBe(true);
  }

  /** What is typed into the field that drops down from the top; fails soon where the field has gone. */
  async type(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget input').fill(text, { timeout: 3000 });
  }

  /** Runs a command by its title, as it stands in the palette; some are there only when VS Code has come to rest. */
  async command(title: string): Promise<void> {
    await this.until(this.choice(title).first(), async () => {
      await this.page.keyboard.press('F1');
      await this.type(`>${title}`);
    });
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file of the folder. */
  async openFile(name: string): Promise<void> {
    const base = path.basename(name);
    await this.until(this.page.locator('.tab.active', { hasText: base }), async () => {
      await this.page.keyboard.press('Control+P');
      await this.type(name);
      await this.choice(base).first().waitFor({ timeout: 3000 });
      await this.page.keyboard.press('Enter');
    });
  }

  /** Puts the cursor at `line:column` of the active editor, and sees that it is there. */
  async goTo(place: string): Promise<void> {
    const [line, column] = place.split(':');
    const told = this.page.locator('.statusbar').getByText(`Ln ${line}, Col ${column}`, { exact: true });
    await this.until(told, async () => {
      await this.page.keyboard.press('Control+G');
      await this.type(`:${place}`);
      await this.page.keyboard.press('Enter');
    });
  }

  /** Waits until the document in the editor has been read; how many entities it has. */
  async counted(): Promise<number> {
    const told = this.status
      .filter({ hasText: /[1-9]\d* entit/ })
      .filter({ has: this.page.locator('.codicon-symbol-color') });
    await told.waitFor({ timeout: 30_000 });
    return Number(/(\d+) entit/.exec((await told.textContent()) ?? '')?.[1]);
  }

  /** The text that is selected in the editor. */
  async selection(): Promise<string> {
    await this.page.keyboard.press('Control+C');
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  /** Changes settings of the workspace; undefined takes one away. */
  async set(changes: Readonly<Record<string, unknown>>): Promise<void> {
    Object.assign(this.#settings, changes);
    const file = path.join(this.folder, '.vscode/settings.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(this.#settings, undefined, 2));
  }

  /**
   * Leaves a picture in `test-results/`, when what slides and fades in has come to rest.
   * @param moving whether something in it never does.
   */
  async picture(name: string, moving = false): Promise<void> {
    if (!moving)
      await this.page.waitForFunction('document.getAnimations().every((each) => each.playState !== "running")');
    await this.page.screenshot({ path: path.join(root, 'test-results', `${name}.png`) });
  }

  /** Closes all windows. */
  async close(): Promise<void> {
    await this.#context.browser()?.close();
  }
}

/** What a window asks of other machines. */
function foreignRequests(page: Page): ReadonlySet<string> {
  const foreign = new Set<string>();
  page.on('request', (request) => {
    const { protocol, hostname, href } = new URL(request.url());
    if (/^(http|ws)/.test(protocol) && hostname !== '127.0.0.1') foreign.add(href);
  });
  page.on('response', (response) => {
    // The files of webviews have made-up addresses, which VS Code answers itself.
    if (response.fromServiceWorker()) foreign.delete(response.url());
  });
  page.on('requestfailed', (request) => {
    // The webview was gone before it had its answer.
    if (new URL(request.url()).hostname.endsWith('.vscode-resource.vscode-cdn.net')) foreign.delete(request.url());
  });
  return foreign;
}

function exact(text: string | RegExp): RegExp {
  // Monaco writes spaces as no-break spaces.
  const escaped = (plain: string) => plain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s');
  return typeof text === 'string' ? new RegExp(`^${escaped(text)}$`) : text;
}
