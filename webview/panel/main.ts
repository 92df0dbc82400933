import { isPanelUpdate, type PanelRequest, type PanelTab, panelTabs } from '../../src/protocol/panel.ts';
import { useTexts } from '../texts.ts';
import { defineElements } from '../toolkit.ts';
import { evaluateTab } from './evaluate/evaluate-tab.ts';
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
let tabs: Tabs | undefined;

const keep = (name: string, value: unknown) => {
  state = { ...state, [name]: value };
  vscode.setState(state);
};

const page: Page = {
  post: (request) => vscode.postMessage(request),
  kept: (tab) => state[tab],
  keep,
  announce(text) {
    const told = document.getElementById('told');
    if (told) told.textContent = text;
  },
  go: (tab) => tabs?.go(tab),
};

/** The page is made when its texts are there, in whichever language. */
function makePage(): Record<PanelTab, ReturnType<typeof trainTab>> {
  const made = {
    train: trainTab(page),
    evaluate: evaluateTab(page),
    runs: runsTab(page),
    models: modelsTab(page),
  };
  tabs = new Tabs(made, panelTabs.find((name) => name === state.tab) ?? 'train', (tab) => keep('tab', tab));
  document.getElementById('page')?.replaceChildren(tabs.root);
  return made;
}

let made: ReturnType<typeof makePage> | undefined;
defineElements();
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isPanelUpdate(data)) return;
  if (data.kind === 'texts') {
    if (made) return;
    useTexts(data.bundle);
    made = makePage();
    return;
  }
  if (!made) return;
  if (data.kind === 'show') page.go(data.tab);
  for (const tab of panelTabs) made[tab].receive(data);
});
vscode.postMessage({ kind: 'ready' });
