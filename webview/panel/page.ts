import type { PanelRequest, PanelTab, PanelUpdate } from '../../src/protocol/panel.ts';

/** What the page offers to its tabs. */
export interface Page {
  /** Asks the extension for something; answers come as updates. */
  post(request: PanelRequest): void;
  /** What a tab has kept under its name; what it is, is to be checked: another version may have kept it. */
  kept(tab: PanelTab): unknown;
  /** Keeps something over a reload, in place of what was kept under the name. */
  keep(tab: PanelTab, value: unknown): void;
  /** Says something to those who do not see it happen: a screen reader reads it out. */
  announce(text: string): void;
  /** Goes to a tab. */
  go(tab: PanelTab): void;
}

/** A tab of the page. */
export interface Tab {
  /** What it consists of; made once. */
  readonly root: HTMLElement;
  /** Told of every update, also while another tab is shown. */
  receive(update: PanelUpdate): void;
  /** Told that it is shown now: what is drawn has its size. */
  shown?(): void;
}

/** Makes a tab. */
export type TabMaker = (page: Page) => Tab;
