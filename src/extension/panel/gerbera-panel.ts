import { type Disposable, Uri, ViewColumn, type WebviewPanel, type WebviewPanelSerializer, window } from 'vscode';
import { isPanelRequest, type PanelRequest, type PanelUpdate } from '../../protocol/panel.ts';
import { readPage } from '../read-page.ts';
import { Unheard } from './unheard.ts';

export const panelType = 'gerbera.panel';

/** Who hears what becomes of the page. */
export interface PanelListener {
  received(asked: PanelRequest): void;
  /** The first message that is none; told by its beginning. */
  ignored(message: string): void;
  closed(): void;
  /** The page is not seen, and gone for now. */
  hidden(): void;
}

/** What of a message that is none is told, in characters. */
const mostTold = 200;

/** The webview of the panel: one for each window. It comes back after a reload. */
export class GerberaPanel implements Disposable, WebviewPanelSerializer {
  readonly #folder: Uri;
  readonly #listener: PanelListener;
  readonly #serializer: Disposable;
  #panel: WebviewPanel | undefined;
  /** Whether the page has loaded, or is gone for good. */
  #loaded = false;
  #waiting: (() => void)[] = [];
  readonly #unheard = new Unheard();
  #toldIgnored = false;

  constructor(extension: Uri, listener: PanelListener) {
    this.#folder = Uri.joinPath(extension, 'dist/webview');
    this.#listener = listener;
    this.#serializer = window.registerWebviewPanelSerializer(panelType, this);
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  /** Opens the panel, or goes to it; its page has loaded then. */
  async open(): Promise<void> {
    if (this.#panel) this.#panel.reveal();
    else
      await this.#fill(window.createWebviewPanel(panelType, 'GERBERA', ViewColumn.Active, { enableFindWidget: true }));
    if (!this.#loaded) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    // There is one already where a command was quicker.
    if (this.#panel) panel.dispose();
    else await this.#fill(panel);
  }

  /** Tells the page, if there is one; whether it hears it now. Some of what it does not hear is told when it is there again. */
  tell(update: PanelUpdate): boolean {
    if (!this.#panel) return false;
    void this.#panel.webview.postMessage(update);
    if (!this.#loaded) this.#unheard.keep(update);
    return this.#loaded;
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#panel?.dispose();
  }

  async #fill(panel: WebviewPanel): Promise<void> {
    this.#panel = panel;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [this.#folder] };
    this.#loaded = false;
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#unheard.take();
      this.#goOn();
      this.#listener.closed();
    });
    panel.onDidChangeViewState(() => {
      // A page that is not seen goes, and is made anew when it is to be seen again.
      if (panel.visible) return;
      this.#loaded = false;
      this.#listener.hidden();
    });
    webview.onDidReceiveMessage((message: unknown) => {
      if (!isPanelRequest(message)) return this.#ignore(message);
      if (message.kind === 'ready') this.#loaded = true;
      this.#listener.received(message);
      if (message.kind === 'ready') this.#goOn();
    });
    webview.html = await readPage(this.#folder.fsPath, {
      name: 'panel',
      title: 'GERBERA',
      source: webview.cspSource,
      address: (file) => webview.asWebviewUri(Uri.joinPath(this.#folder, file)).toString(),
    });
  }

  /** Lets those go on that wait for the page. */
  #goOn(): void {
    this.#loaded = true;
    for (const update of this.#unheard.take()) this.tell(update);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** One message that is none is told; a page that is broken may send many. */
  #ignore(message: unknown): void {
    if (this.#toldIgnored) return;
    this.#toldIgnored = true;
    this.#listener.ignored(String(JSON.stringify(message)).slice(0, mostTold));
  }
}
