import type { PanelRequest } from '../src/protocol/panels.ts';
import { isPanelUpdate } from './messages.ts';
import { part, showStatus } from './page.ts';
import { defineElements } from './toolkit.ts';

/** What VS Code gives to the pages of webviews. */
declare function acquireVsCodeApi(): { postMessage(message: PanelRequest): void };

const vscode = acquireVsCodeApi();
defineElements();
part('select').addEventListener('click', () => vscode.postMessage({ kind: 'select' }));
part('restart').addEventListener('click', () => vscode.postMessage({ kind: 'restart' }));
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isPanelUpdate(data)) showStatus(data.status);
});
vscode.postMessage({ kind: 'ready' });
