import type { PanelRequest, PanelTab, PanelUpdate } from '../../src/protocol/panel.ts';
import type { TrainingRequest } from '../../src/protocol/training.ts';

/** What the page offers to its tabs. */
export interface Page {
  /**
   * Asks the extension for something; answers come as updates. Of `follow`, each tab names its own runs: the extension is
   * asked for those of all tabs.
   */
  post(request: PanelRequest): void;
  /** What a tab has kept under its name; what it is, is to be checked: another version may have kept it. */
  kept(tab: PanelTab): unknown;
  /** Keeps something over a reload, in place of what was kept under the name. */
  keep(tab: PanelTab, value: unknown): void;
  /** Says something to those who do not see it happen: a screen reader reads it out. */
  announce(text: string): void;
  /** Goes to a tab. */
  go(tab: PanelTab): void;
  /** Goes to what the tab of training shows of a run. */
  openRun(run: string): void;
  /** Goes to the form for training, filled with what was chosen elsewhere. */
  fillTraining(request: TrainingRequest): void;
  /** Goes to the tab of evaluation, with a model chosen by its folder. */
  evaluateModel(folder: string): void;
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

/** The tab of evaluation. */
export interface EvaluateTab extends Tab {
  /** Chooses a model by its folder. */
  choose(folder: string): void;
}

/** Makes a tab. */
export type TabMaker<T extends Tab = Tab> = (page: Page) => T;
