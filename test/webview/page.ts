import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { readPage } from '../../src/extension/read-page.ts';
import { isPanelRequest, isPanelUpdate, type PanelRequest, type PanelUpdate } from '../../src/protocol/panel.ts';
import { withChromium } from '../support/chromium.ts';
import { type Theme, themeClasses, themeStyle } from './themes.ts';

/** The browser's own; functions that are evaluated in the page use them. */
declare const window: { postMessage(message: unknown, origin: string): void };
declare const document: {
  readonly documentElement: { readonly style: { cssText: string } };
  readonly body: { className: string };
};

const origin = 'https://panel.test';

/** The hash of a style that is empty: the toolkit sets such attributes, which is refused and does no harm. */
const emptyStyle = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/** How a panel is opened. */
export interface PanelOptions {
  /** Dark if not given. */
  readonly theme?: Theme;
  /** In CSS pixels; 1000 by 900 if not given. */
  readonly width?: number;
  readonly height?: number;
  /** What the extension tells once the page is there, after its texts. */
  readonly updates?: readonly PanelUpdate[];
  /** Texts in another language, by the English ones. */
  readonly texts?: Readonly<Record<string, string>>;
  /** What the page had kept before, tab by tab. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** What the extension answers; nothing if not given. */
  readonly answer?: (request: PanelRequest) => readonly PanelUpdate[];
}

type KindOf<Kind> = Extract<PanelRequest, { readonly kind: Kind }>;

/** The panel's page in a Chromium, as VS Code shows it: its policy, its theme's variables; the test is the extension. */
export class PanelPage {
  readonly page: Page;
  /** What the page has asked for, in order, `ready` included. */
  readonly requests: PanelRequest[] = [];
  /** What went wrong in the page: errors, broken policies, messages that are none. */
  readonly problems: string[] = [];
  readonly #options: PanelOptions;
  #toldAll = false;

  private constructor(page: Page, options: PanelOptions) {
    this.page = page;
    this.#options = options;
  }

  static async open(browser: Browser, options: PanelOptions = {}): Promise<PanelPage> {
    const { width = 1000, height = 900, state = {}, theme = 'dark' } = options;
    const page = await browser.newPage({ viewport: { width, height }, locale: 'en-US' });
    page.setDefaultTimeout(30_000);
    const panel = new PanelPage(page, options);
    page.on('pageerror', (error) => panel.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes(emptyStyle)) panel.problems.push(message.text());
    });
    await page.exposeFunction('postedToExtension', (message: unknown) => panel.#take(message));
    await page.addInitScript(
      `sessionStorage.kept ??= ${JSON.stringify(JSON.stringify(state))};
       globalThis.acquireVsCodeApi = () => ({
         postMessage: (message) => void globalThis.postedToExtension(message),
         getState: () => JSON.parse(sessionStorage.kept),
         setState: (state) => { sessionStorage.kept = JSON.stringify(state); },
       });`,
    );
    await serve(page, theme);
    await page.goto(`${origin}/`);
    await panel.#loaded();
    return panel;
  }

  /** Tells the page something, as the extension does. */
  async tell(...updates: readonly PanelUpdate[]): Promise<void> {
    for (const update of updates) {
      if (!isPanelUpdate(update)) throw new Error(`no update of the panel: ${JSON.stringify(update)}`);
      await this.send(update);
    }
  }

  /** Sends the page a message of whatever kind. */
  async send(message: unknown): Promise<void> {
    await this.page.evaluate((sent) => window.postMessage(sent, '*'), message);
  }

  /** The last request of a kind, which is waited for. */
  async asked<Kind extends PanelRequest['kind']>(kind: Kind): Promise<KindOf<Kind>> {
    const isOfKind = (request: PanelRequest): request is KindOf<Kind> => request.kind === kind;
    await expect.poll(() => this.requests.map((request) => request.kind)).toContain(kind);
    const found = this.requests.findLast(isOfKind);
    if (!found) throw new Error(`the page has not asked for ${kind}`);
    return found;
  }

  /** What the page has kept, tab by tab. */
  kept(): Promise<Readonly<Record<string, unknown>>> {
    return this.page.evaluate('JSON.parse(sessionStorage.kept)');
  }

  /** The page is loaded again, with what it has kept. */
  async reload(): Promise<void> {
    this.#toldAll = false;
    await this.page.reload();
    await this.#loaded();
  }

  /** Changes the theme as VS Code does: the root's variables, then the body's class. */
  async useTheme(theme: Theme): Promise<void> {
    const look = { style: themeStyle(theme), name: themeClasses[theme] };
    await this.page.evaluate(({ style, name }) => {
      document.documentElement.style.cssText = style;
      document.body.className = name;
    }, look);
  }

  /** Until the page is there and has been told what the extension tells at first. */
  async #loaded(): Promise<void> {
    await this.page.locator('#page > *').first().waitFor({ state: 'attached' });
    await expect.poll(() => this.#toldAll, { interval: 10, timeout: 30_000 }).toBe(true);
  }

  async #take(message: unknown): Promise<void> {
    if (!isPanelRequest(message)) {
      this.problems.push(`no request of the panel: ${JSON.stringify(message)}`);
      return;
    }
    this.requests.push(message);
    if (message.kind === 'ready') {
      const { texts, updates = [] } = this.#options;
      await this.tell({ kind: 'texts', ...(texts ? { bundle: texts } : {}) }, ...updates);
      this.#toldAll = true;
    }
    await this.tell(...(this.#options.answer?.(message) ?? []));
  }
}

/** Answers for the made-up address that the page lies at: nothing leaves the machine. */
async function serve(page: Page, theme: Theme): Promise<void> {
  const { script, style } = await bundle();
  const html = await readPage(path.join(root, 'webview'), {
    name: 'panel',
    title: 'GERBERA',
    source: origin,
    address: (file) => `${origin}/${file}`,
  });
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html', html],
    '/panel/main.js': ['text/javascript', script],
    '/panel/page.css': ['text/css', style],
  };
  await page.route('**/*', async (route) => {
    const file = files[new URL(route.request().url()).pathname];
    if (file) await route.fulfill({ contentType: `${file[0]}; charset=utf-8`, body: file[1] });
    else await route.abort();
  });
  // As in VS Code: before the page's own scripts; attributes that a script sets through the object model obey the policy.
  await page.addInitScript(
    `document.addEventListener('DOMContentLoaded', () => {
       document.documentElement.style.cssText = ${JSON.stringify(themeStyle(theme))};
       document.body.className = ${JSON.stringify(themeClasses[theme])};
     });`,
  );
}

let bundled: Promise<{ readonly script: string; readonly style: string }> | undefined;

/** The page's script and style as `esbuild.mjs` bundles them, of the sources as they are now. */
function bundle(): Promise<{ readonly script: string; readonly style: string }> {
  bundled ??= build({
    entryPoints: ['main.ts', 'page.css'].map((name) => path.join(root, 'webview/panel', name)),
    ...{ bundle: true, write: false, outdir: '/', platform: 'browser', target: 'chrome120', format: 'iife' },
  }).then(({ outputFiles }) => {
    const textOf = (ending: string) => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
    return { script: textOf('.js'), style: textOf('.css') };
  });
  return bundled;
}

/** Opens a panel for a test; it is closed when the test is over. */
export type OpenPanel = (options?: PanelOptions) => Promise<PanelPage>;

/**
 * Tests of the panel's page, in one Chromium for all of them; skipped, with the reason, where none starts. A test fails
 * if something went wrong in a page of its own and stands in `problems` still.
 */
export function describePanel(name: string, tests: (open: OpenPanel) => void): void {
  describe(name, () => {
    const browser = withChromium();
    let opened: PanelPage[] = [];
    afterEach(async () => {
      const closed = opened;
      opened = [];
      await Promise.all(closed.map(({ page }) => page.close()));
      expect(closed.flatMap(({ problems }) => problems)).toEqual([]);
    });
    tests(async (options) => {
      const panel = await PanelPage.open(browser(), options);
      opened.push(panel);
      return panel;
    });
  });
}
