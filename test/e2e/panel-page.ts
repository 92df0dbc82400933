import type { FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { panelTabs } from '../../src/protocol/panel.ts';
import type { Workbench } from './workbench.ts';

/** The GERBERA panel in a window, as a person sees and uses it. */
export class PanelPage {
  readonly #workbench: Workbench;
  readonly frame: FrameLocator;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.frame = workbench.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  }

  /** Opens it, or goes to it, by its command. */
  async open(): Promise<void> {
    await this.#workbench.command('GERBERA: Open Training Panel');
    await this.frame.locator('#page > *').first().waitFor({ state: 'attached', timeout: 30_000 });
  }

  async tab(name: (typeof panelTabs)[number]): Promise<void> {
    await this.frame.locator(`#tab-${name}`).click();
    await this.view(name).waitFor();
  }

  view(name: (typeof panelTabs)[number]): Locator {
    return this.frame.locator(`#view-${name}`);
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  /** Chooses in a list that drops down. */
  async choose(id: string, option: string | RegExp): Promise<void> {
    const list = this.frame.locator(`#${id}`);
    await expect
      .poll(
        async () => {
          const wanted = list.locator('vscode-option', { hasText: option }).first();
          if (!(await wanted.isVisible())) await list.click();
          return wanted.click({ timeout: 3000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: 30_000 },
      )
      .toBe(true);
  }

  /** A field of the hyper-parameters by its name. */
  hyper(name: string): Locator {
    return this.frame.locator(`#train-${name}`);
  }

  /** Fills the form for one corpus, with the model that comes with the product, and for so many epochs. */
  async fill(corpus: string, name: string, epochs = 500): Promise<void> {
    const form = this.frame.locator('.train .form');
    await form.or(this.frame.locator('.train .run')).filter({ visible: true }).first().waitFor();
    if (!(await form.isVisible())) await this.button('New Run').first().click();
    await this.frame.getByRole('radio', { name: /Single task/ }).click();
    await this.choose('train-target', corpus);
    await this.choose('train-base', 'default');
    await this.frame.locator('#train-output').fill(name);
    const fields = this.frame.locator('details.hyper');
    if ((await fields.getAttribute('open')) === null) await fields.locator('summary').click();
    await this.hyper('epochs1').fill(String(epochs));
    await this.hyper('patience').fill('0');
  }

  /** Starts what stands in the form; what there is to mind is passed over. */
  async start(): Promise<void> {
    const running = this.frame.locator('.run .state', { hasText: 'Running' }).first();
    const anyway = this.button('Start Anyway');
    await this.button('Start Training').click();
    await anyway.or(running).first().waitFor({ timeout: 90_000 });
    if (await anyway.isVisible()) await anyway.click();
    await running.waitFor({ timeout: 90_000 });
  }

  /** Sees a chart grow. */
  async grows(title: RegExp): Promise<void> {
    const before = await this.drawn(title).catch(() => 0);
    await expect.poll(() => this.drawn(title).catch(() => 0), { timeout: 60_000 }).toBeGreaterThan(before);
  }

  /** Goes to a run by the list of all. */
  async look(name: string): Promise<void> {
    await this.tab('runs');
    await this.view('runs').getByRole('button', { name, exact: true }).click();
    await this.frame.getByRole('heading', { name, exact: true }).waitFor();
  }

  /** Sees the run that is looked at come into a state. */
  async state(text: string | RegExp, timeout = 60_000): Promise<void> {
    await this.frame.locator('.run .state', { hasText: text }).first().waitFor({ timeout });
  }

  /** What the chart with a title says of its last point, as it is read out: `Update 12: …` */
  chart(title: RegExp): Locator {
    return this.frame.getByRole('slider', { name: title });
  }

  /** The update up to which a chart is drawn. */
  async drawn(title: RegExp): Promise<number> {
    return Number((await this.chart(title).getAttribute('aria-valuemax')) ?? 0);
  }

  /** Leaves pictures in a theme and in another width. */
  async pictures(name: string, themes: Themes): Promise<void> {
    for (const [theme, kind] of themes) {
      await this.#workbench.set({ 'workbench.colorTheme': theme });
      await this.frame.locator(`body[data-vscode-theme-kind=vscode-${kind}]`).waitFor();
      await this.#workbench.picture(`${name}-${kind}`);
    }
  }
}

type Themes = readonly (readonly [theme: string, kind: string])[];

/** The last one stays. */
export const themes: Themes = [
  ['Light Modern', 'light'],
  ['Default High Contrast', 'high-contrast'],
  ['Dark Modern', 'dark'],
];
