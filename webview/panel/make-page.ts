import { type PanelRequest, type PanelTab, type PanelUpdate, panelTabs } from '../../src/protocol/panel.ts';
import { element } from '../element.ts';
import type { PageHost } from '../host.ts';
import { keepScroll } from '../scroll.ts';
import { Alerts } from './alerts.ts';
import { evaluateTab } from './evaluate/evaluate-tab.ts';
import { Followed } from './follow.ts';
import { modelsTab } from './models/models-tab.ts';
import type { Page } from './page.ts';
import { runsTab } from './runs/runs-tab.ts';
import { Tabs } from './tabs.ts';
import { trainTab } from './train/train-tab.ts';
import { transferTab } from './transfer/transfer-tab.ts';

/** Makes the page, and returns who is to be told of updates. */
export function makePage(host: PageHost<PanelRequest>): (update: PanelUpdate) => void {
  const followed = new Followed((runs) => host.post({ kind: 'follow', runs }));
  const pageOf = (tab: PanelTab): Page => ({
    post: (request) => (request.kind === 'follow' ? followed.set(tab, request.runs) : host.post(request)),
    kept: (name) => host.kept(name),
    keep: (name, value) => host.keep(name, value),
    announce(text) {
      const told = document.getElementById('told');
      if (told) told.textContent = text;
    },
    go: (name) => tabs.go(name),
    openRun: (run) => receive({ kind: 'show', tab: 'train', run }),
    fillTraining(request) {
      tabs.go('train');
      receive({ kind: 'fill', request });
    },
    evaluateModel(folder) {
      tabs.go('evaluate');
      made.evaluate.choose(folder);
    },
  });
  const made = {
    train: trainTab(pageOf('train')),
    transfer: transferTab(pageOf('transfer')),
    evaluate: evaluateTab(pageOf('evaluate')),
    runs: runsTab(pageOf('runs')),
    models: modelsTab(pageOf('models')),
  };
  const alerts = new Alerts();
  const first = panelTabs.find((name) => name === host.kept('tab')) ?? 'train';
  const scroll = keepScroll(host);
  const tabs = new Tabs(made, first, (tab) => {
    host.keep('tab', tab);
    scroll.forget();
  });
  const receive = (update: PanelUpdate) => {
    if (update.kind === 'show') tabs.go(update.tab);
    if (update.kind === 'problem') alerts.show(update.of, update.message);
    for (const tab of panelTabs) made[tab].receive(update);
  };
  const title = element('h1', { class: 'unseen' }, 'GERBERA');
  document.getElementById('page')?.replaceChildren(title, alerts.root, tabs.root);
  made[tabs.current].shown?.();
  return receive;
}
