import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Disposable, l10n, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { isPanelRequest, type PanelRequest, type PanelTab, type PanelUpdate } from '../../protocol/panel.ts';
import type { Connection } from '../connection.ts';

/** What the page asks for, but for its first message. */
export type PanelAsked = Exclude<PanelRequest, { readonly kind: 'ready' }>;

export const panelType = 'gerbera.panel';

/** The panel in which models are trained, evaluated and looked after: one for each window. */
export class GerberaPanel implements Disposable {
  readonly #folder: Uri;
  readonly #connection: Connection;
  readonly #answer: (asked: PanelAsked) => void;
  readonly #listener: Disposable;
  #panel: WebviewPanel | undefined;

  /** @param answer does what the page asks for. */
  constructor(extension: Uri, connection: Connection, answer: (asked: PanelAsked) => void) {
    this.#folder = Uri.joinPath(extension, 'dist/webview');
    this.#connection = connection;
    this.#answer = answer;
    this.#listener = connection.onDidChange(() => this.tell({ kind: 'status', status: connection.status }));
  }

  async show(tab: PanelTab): Promise<void> {
    if (this.#panel) this.#panel.reveal();
    else {
      const panel = window.createWebviewPanel(panelType, 'GERBERA', ViewColumn.Active);
      await this.#fill(panel);
    }
    this.tell({ kind: 'show', tab });
  }

  /** Tells the page, if there is one. */
  tell(update: PanelUpdate): void {
    void this.#panel?.webview.postMessage(update);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#panel?.dispose();
  }

  async #fill(panel: WebviewPanel): Promise<void> {
    this.#panel = panel;
    const { webview } = panel;
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    webview.options = { enableScripts: true, localResourceRoots: [this.#folder] };
    const loaded = new Promise<void>((resolve) => {
      webview.onDidReceiveMessage((message: unknown) => {
        if (!isPanelRequest(message)) return;
        if (message.kind !== 'ready') return this.#answer(message);
        this.tell({ kind: 'texts', bundle: l10n.bundle });
        this.tell({ kind: 'status', status: this.#connection.status });
        resolve();
      });
    });
    const resource = (name: string) => webview.asWebviewUri(Uri.joinPath(this.#folder, name)).toString();
    const page = await readFile(Uri.joinPath(this.#folder, 'panel/page.html').fsPath, 'utf8');
    webview.html = page
      .replaceAll('{{source}}', webview.cspSource)
      .replaceAll('{{nonce}}', randomBytes(16).toString('base64'))
      .replaceAll('{{script}}', resource('panel/main.js'))
      .replaceAll('{{style}}', resource('panel/page.css'));
    await loaded;
  }
}
