import { isPanelUpdate, type PanelRequest, type PanelUpdate } from '../../src/protocol/panel.ts';
import { useTexts } from '../texts.ts';
import { defineElements } from '../toolkit.ts';
import { makePage } from './make-page.ts';

/** What VS Code gives to the pages of webviews. */
declare function acquireVsCodeApi(): {
  postMessage(message: PanelRequest): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
let state: Record<string, unknown> = { ...Object(vscode.getState()) };
const host = {
  post: (request: PanelRequest) => vscode.postMessage(request),
  kept: (name: string) => state[name],
  keep(name: string, value: unknown) {
    state = { ...state, [name]: value };
    vscode.setState(state);
  },
};

let receive: ((update: PanelUpdate) => void) | undefined;
defineElements();
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isPanelUpdate(data)) return;
  if (data.kind !== 'texts') receive?.(data);
  else if (!receive) {
    // The page is made when its texts are there, in whichever language.
    useTexts(data.bundle);
    receive = makePage(host);
  }
});
vscode.postMessage({ kind: 'ready' });
