import { type PanelTab, panelTabs } from '../../src/protocol/panel.ts';
import { element } from '../element.ts';
import { t } from '../texts.ts';
import type { Panels } from '../toolkit.ts';
import type { Tab } from './page.ts';

/** The tabs with their views: arrow keys go from one to the next (WAI-ARIA's pattern of tabs). */
export class Tabs {
  readonly root: HTMLElement;
  readonly #panels: Panels;
  readonly #tabs: Readonly<Record<PanelTab, Tab>>;

  /** @param chosen told of the tab that is shown from now on. */
  constructor(tabs: Readonly<Record<PanelTab, Tab>>, first: PanelTab, chosen: (tab: PanelTab) => void) {
    this.#tabs = tabs;
    const titles: Record<PanelTab, string> = {
      train: t('Train'),
      evaluate: t('Evaluate'),
      runs: t('Runs'),
      models: t('Models'),
    };
    this.#panels = element<Panels>(
      'vscode-panels',
      { 'aria-label': 'GERBERA', activeid: `tab-${first}` },
      ...panelTabs.map((name) => element('vscode-panel-tab', { id: `tab-${name}` }, titles[name])),
      ...panelTabs.map((name) => element('vscode-panel-view', { id: `view-${name}` }, tabs[name].root)),
    );
    this.#panels.addEventListener('change', () => {
      const name = this.current;
      chosen(name);
      this.#tabs[name].shown?.();
    });
    this.root = this.#panels;
  }

  get current(): PanelTab {
    return panelTabs.find((name) => `tab-${name}` === this.#panels.activeid) ?? 'train';
  }

  go(tab: PanelTab): void {
    this.#panels.activeid = `tab-${tab}`;
  }
}
