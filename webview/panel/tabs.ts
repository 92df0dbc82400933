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
  readonly #chosen: (tab: PanelTab) => void;

  /** @param chosen told of the tab that is shown from now on. */
  constructor(tabs: Readonly<Record<PanelTab, Tab>>, first: PanelTab, chosen: (tab: PanelTab) => void) {
    this.#tabs = tabs;
    this.#chosen = chosen;
    const titles: Record<PanelTab, string> = {
      train: t('Train'),
      transfer: t('Transfer'),
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
    // Of what is inside the views, others change too.
    this.#panels.addEventListener('change', ({ target }) => {
      if (target === this.#panels) this.#tell();
    });
    this.root = this.#panels;
  }

  get current(): PanelTab {
    return panelTabs.find((name) => `tab-${name}` === this.#panels.activeid) ?? 'train';
  }

  go(tab: PanelTab): void {
    if (tab === this.current) return;
    this.#panels.activeid = `tab-${tab}`;
    // The element tells of what people do only.
    this.#tell();
  }

  #tell(): void {
    this.#chosen(this.current);
    this.#tabs[this.current].shown?.();
  }
}
