import {
  isPanelUpdate,
  type PanelRequest,
  type PanelTab,
  type PanelUpdate,
  panelTabs,
} from '../../src/protocol/panel.ts';
import { element } from '../element.ts';
import { useTexts } from '../texts.ts';
import { defineElements } from '../toolkit.ts';
import { Alerts } from './alerts.ts';
import { evaluateTab } from './evaluate/evaluate-tab.ts';
import { Followed } from './follow.ts';
import { modelsTab } from './models/models-tab.ts';
import type { Page } from './page.ts';
import { runsTab } from './runs/runs-tab.ts';
import { Tabs } from './tabs.ts';
import { trainTab } from './train/train-tab.ts';

/** What VS Code gives to the pages of webviews. */
declare function acquireVsCodeApi(): {
  postMessage(message: PanelRequest): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
let state: Record<string, unknown> = { ...Object(vscode.getState()) };

const keep = (name: string, value: unknown) => {
  state = { ...state, [name]: value };
  vscode.setState(state);
};

/** The page is made when its texts are there, in whichever language. */
function makePage() {
  const followed = new Followed((runs) => vscode.postMessage({ kind: 'follow', runs }));
  const pageOf = (tab: PanelTab): Page => ({
    post: (request) => (request.kind === 'follow' ? followed.set(tab, request.runs) : vscode.postMessage(request)),
    kept: (name) => state[name],
    keep,
    announce(text) {
      const told = document.getElementById('told');
      if (told) told.textContent = text;
    },
    go: (name) => tabs.go(name),
    openRun: (run) => receive({ kind: 'show', tab: 'train', run }),
    evaluateModel(folder) {
      tabs.go('evaluate');
      made.evaluate.choose(folder);
    },
  });
  const made = {
    train: trainTab(pageOf('train')),
    evaluate: evaluateTab(pageOf('evaluate')),
    runs: runsTab(pageOf('runs')),
    models: modelsTab(pageOf('models')),
  };
  const alerts = new Alerts();
  const tabs = new Tabs(made, panelTabs.find((name) => name === state.tab) ?? 'train', (tab) => keep('tab', tab));
  const receive = (update: PanelUpdate) => {
    if (update.kind === 'show') tabs.go(update.tab);
    if (update.kind === 'problem') alerts.show(update.of, update.message);
    for (const tab of panelTabs) made[tab].receive(update);
  };
  document
    .getElementById('page')
    ?.replaceChildren(element('h1', { class: 'unseen' }, 'GERBERA'), alerts.root, tabs.root);
  made[tabs.current].shown?.();
  return receive;
}

let receive: ((update: PanelUpdate) => void) | undefined;
defineElements();
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isPanelUpdate(data)) return;
  if (data.kind !== 'texts') receive?.(data);
  else if (!receive) {
    useTexts(data.bundle);
    receive = makePage();
  }
});
vscode.postMessage({ kind: 'ready' });
