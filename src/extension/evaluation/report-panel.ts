import { type Disposable, Uri, ViewColumn, type WebviewPanel, type WebviewPanelSerializer, window } from 'vscode';
import { isJsonObject } from '../../core/json.ts';
import type { EvaluationReport } from '../../evaluate/report/report.ts';
import {
  isReportRequest,
  type ReportAction,
  type ReportRequest,
  type ReportUpdate,
} from '../../protocol/report-page.ts';
import { readPage } from '../read-page.ts';
import { type KeptEvaluation, type KeptEvaluations, titleOf } from './kept.ts';

/** What a report's page asks for. */
export interface ReportActions {
  act(action: ReportAction, evaluation: KeptEvaluation): Promise<void>;
  open(id: string, report: EvaluationReport, index: number, shown: readonly number[]): Promise<void>;
  /** Runs what may fail, and tells it then. */
  told(action: () => Promise<void>): Promise<void>;
}

export const reportPanelType = 'gerbera.evaluation';

/** The panels that show reports: one for each evaluation that is looked at. They come back after a reload. */
export class ReportPanels implements Disposable, WebviewPanelSerializer {
  readonly #folder: Uri;
  readonly #kept: KeptEvaluations;
  readonly #actions: ReportActions;
  readonly #panels = new Map<string, WebviewPanel>();

  constructor(extension: Uri, kept: KeptEvaluations, actions: ReportActions) {
    this.#folder = Uri.joinPath(extension, 'dist/webview');
    this.#kept = kept;
    this.#actions = actions;
  }

  /** @throws UserError if the report is not there any more. */
  async show(evaluation: KeptEvaluation): Promise<void> {
    const open = this.#panels.get(evaluation.id);
    if (open) return open.reveal();
    const panel = window.createWebviewPanel(reportPanelType, titleOf(evaluation.asked), ViewColumn.Active, {
      enableFindWidget: true,
    });
    await this.#fill(panel, evaluation);
  }

  /** @param state what the page said last, which names its evaluation. */
  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const id = isJsonObject(state) ? state.id : undefined;
    const evaluation = (await this.#kept.list()).find((each) => each.id === id);
    if (evaluation) await this.#fill(panel, evaluation);
    else panel.dispose();
  }

  /** Marks the error that was opened on the page of its evaluation. */
  opened(id: string, index: number): void {
    void this.#panels.get(id)?.webview.postMessage({ kind: 'opened', index } satisfies ReportUpdate);
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }

  async #fill(panel: WebviewPanel, evaluation: KeptEvaluation): Promise<void> {
    const report = await this.#kept.report(evaluation.id).catch((error: unknown) => {
      panel.dispose();
      throw error;
    });
    const { webview } = panel;
    this.#panels.set(evaluation.id, panel);
    panel.onDidDispose(() => this.#panels.delete(evaluation.id));
    webview.options = { enableScripts: true, localResourceRoots: [this.#folder] };
    webview.onDidReceiveMessage((message: unknown) => {
      if (isReportRequest(message)) {
        void this.#actions.told(() => this.#receive(message, panel, evaluation, report));
      }
    });
    webview.html = await readPage(this.#folder.fsPath, {
      name: 'evaluation',
      title: 'Evaluation',
      source: webview.cspSource,
      address: (file) => webview.asWebviewUri(Uri.joinPath(this.#folder, file)).toString(),
    });
  }

  async #receive(
    message: ReportRequest,
    { webview }: WebviewPanel,
    evaluation: KeptEvaluation,
    report: EvaluationReport,
  ): Promise<void> {
    if (message.kind === 'ready') {
      await webview.postMessage({ kind: 'report', id: evaluation.id, report } satisfies ReportUpdate);
    } else if (message.kind === 'action') await this.#actions.act(message.action, evaluation);
    else await this.#actions.open(evaluation.id, report, message.index, message.shown);
  }
}
