import path from 'node:path';
import { type Disposable, type ExtensionContext, window, workspace } from 'vscode';
import type { ReportAction } from '../../protocol/report-page.ts';
import type { Connection } from '../connection.ts';
import { chooseEvaluation } from './choose-evaluation.ts';
import { corpusScheme } from './corpus-documents.ts';
import { ErrorNavigator } from './error-navigator.ts';
import { Evaluator } from './evaluator.ts';
import { type Asked, type KeptEvaluation, KeptEvaluations, titleOf } from './kept.ts';
import { openInBrowser, revealReport, saveReport } from './report-files.ts';
import { ReportPanels, reportPanelType } from './report-panel.ts';
import { TestResults } from './test-results.ts';

/** Evaluations, from the question what to evaluate to the errors in the corpus's files. */
export class Evaluations implements Disposable {
  readonly #connection: Connection;
  readonly #kept: KeptEvaluations;
  readonly #evaluator: Evaluator;
  readonly #panels: ReportPanels;
  readonly #errors: ErrorNavigator;
  readonly #tests: TestResults;
  readonly #owned: readonly Disposable[];

  /** @param told runs what may fail, and tells it then. */
  constructor(context: ExtensionContext, connection: Connection, told: (action: () => Promise<void>) => Promise<void>) {
    this.#connection = connection;
    this.#kept = new KeptEvaluations(path.join(context.globalStorageUri.fsPath, 'evaluations'));
    this.#evaluator = new Evaluator(connection, this.#kept);
    this.#errors = new ErrorNavigator((id, index) => this.#panels.opened(id, index));
    this.#panels = new ReportPanels(context.extensionUri, this.#kept, {
      act: (action, evaluation) => this.#act(action, evaluation),
      open: (id, report, index, shown) => this.#errors.open({ id, report, index, shown }),
      told,
    });
    this.#tests = new TestResults(this.#kept, (asked, token) => this.#evaluator.run(asked, token));
    this.#owned = [
      this.#evaluator,
      this.#panels,
      this.#errors,
      this.#tests,
      this.#evaluator.onDidFinish((evaluation) => void told(() => this.#tests.show(evaluation))),
      window.registerWebviewPanelSerializer(reportPanelType, this.#panels),
      workspace.registerTextDocumentContentProvider(corpusScheme, this.#errors.documents),
    ];
    void told(() => this.#tests.restore());
  }

  /** Asks what to evaluate, evaluates it and shows the report. */
  async evaluate(): Promise<void> {
    const last = (await this.#kept.list()).map(({ asked }) => asked);
    const asked = await chooseEvaluation(this.#connection, last);
    if (asked) await this.#run(asked);
  }

  /** Shows the report of an earlier evaluation. */
  async showReport(): Promise<void> {
    const kept = await this.#kept.list();
    const items = kept.map((evaluation) => ({
      label: titleOf(evaluation.asked),
      description: evaluation.id.slice(0, 10),
      detail: evaluation.asked.place,
      evaluation,
    }));
    const picked = await window.showQuickPick(items, {
      title: 'Show Evaluation Report',
      // The page of a report that is open may get the focus back a moment later.
      ignoreFocusOut: true,
      placeHolder: items.length === 0 ? 'Nothing has been evaluated yet' : 'Newest first',
    });
    if (picked) await this.#panels.show(picked.evaluation);
  }

  nextError(): Promise<void> {
    return this.#errors.step(1);
  }

  previousError(): Promise<void> {
    return this.#errors.step(-1);
  }

  dispose(): void {
    for (const owned of this.#owned) owned.dispose();
  }

  async #run(asked: Asked): Promise<void> {
    const evaluation = await this.#evaluator.run(asked);
    if (evaluation) await this.#panels.show(evaluation);
  }

  async #act(action: ReportAction, { id, asked }: KeptEvaluation): Promise<void> {
    const folder = this.#kept.folderOf(id);
    if (action === 'browser') await openInBrowser(folder, titleOf(asked));
    else if (action === 'reveal') await revealReport(folder);
    else if (action === 'save') await saveReport(folder, titleOf(asked));
    else await this.#run(asked);
  }
}
