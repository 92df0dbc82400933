import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Disposable, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { isPanelRequest, type PanelUpdate } from '../protocol/panels.ts';
import type { Connection } from './connection.ts';

export interface PanelActions {
  restartModel(): void;
  selectModel(): void;
}

/** The panel that tells what is loaded, on which device it runs, and what became of the other devices. */
export class ModelPanel implements Disposable {
  readonly #folder: Uri;
  readonly #connection: Connection;
  readonly #actions: PanelActions;
  readonly #listener: Disposable;
  #panel: WebviewPanel | undefined;

  constructor(extension: Uri, connection: Connection, actions: PanelActions) {
    this.#folder = Uri.joinPath(extension, 'dist/webview');
    this.#connection = connection;
    this.#actions = actions;
    this.#listener = connection.onDidChange(() => this.#update());
  }

  async show(): Promise<void> {
    if (this.#panel) return this.#panel.reveal();
    const panel = window.createWebviewPanel('gerbera.model', 'Model and Devices', ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [this.#folder],
    });
    this.#panel = panel;
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    const nonce = randomBytes(16).toString('base64');
    const resource = (name: string) => panel.webview.asWebviewUri(Uri.joinPath(this.#folder, name)).toString();
    const page = await readFile(Uri.joinPath(this.#folder, 'panel.html').fsPath, 'utf8');
    panel.webview.html = page
      .replaceAll('{{source}}', panel.webview.cspSource)
      .replaceAll('{{nonce}}', nonce)
      .replaceAll('{{script}}', resource('main.js'))
      .replaceAll('{{style}}', resource('panel.css'));
  }

  dispose(): void {
    this.#listener.dispose();
    this.#panel?.dispose();
  }

  #receive(message: unknown): void {
    if (!isPanelRequest(message)) return;
    if (message.kind === 'ready') this.#update();
    else if (message.kind === 'restart') this.#actions.restartModel();
    else this.#actions.selectModel();
  }

  #update(): void {
    const update: PanelUpdate = { kind: 'status', status: this.#connection.status };
    void this.#panel?.webview.postMessage(update);
  }
}
