import path from 'node:path';
import { type Disposable, type Event, EventEmitter, type ExtensionContext, window, workspace } from 'vscode';
import type { EvaluationReport } from '../../evaluate/report/report.ts';
import type { ReportAction } from '../../protocol/report-page.ts';
import type { Actions } from '../commands.ts';
import type { Connection } from '../connection.ts';
import type { UnderWay } from '../one-at-a-time.ts';
import { revealInExplorer } from '../reveal-in-explorer.ts';
import { t } from '../texts.ts';
import { chooseEvaluation, type Wanted } from './choose-evaluation.ts';
import { corpusScheme } from './corpus-documents.ts';
import { ErrorNavigator } from './error-navigator.ts';
import { Evaluator } from './evaluator.ts';
import { type Asked, type KeptEvaluation, KeptEvaluations, titleOf } from './kept.ts';
import { openInBrowser, saveReport } from './report-files.ts';
import { ReportPanels, reportPanelType } from './report-panel.ts';
import { TestResults } from './test-results.ts';

type EvaluationActions = Pick<Actions, 'evaluate' | 'compareModels' | 'showReport' | 'nextError' | 'previousError'>;

/** Evaluations, from the question what to evaluate to the errors in the corpus's files. */
export class Evaluations implements Disposable {
  readonly #connection: Connection;
  readonly #kept: KeptEvaluations;
  readonly #evaluator: Evaluator;
  readonly #panels: ReportPanels;
  readonly #errors: ErrorNavigator;
  readonly #tests: TestResults;
  readonly #owned: readonly Disposable[];
  readonly #opened = new EventEmitter<{ readonly id: string; readonly index: number }>();

  /** After an error of a report has been opened in its file. */
  readonly onDidOpen = this.#opened.event;

  /** @param told runs what may fail, and tells it then. */
  constructor(context: ExtensionContext, connection: Connection, told: (action: () => Promise<void>) => Promise<void>) {
    this.#connection = connection;
    this.#kept = new KeptEvaluations(path.join(context.globalStorageUri.fsPath, 'evaluations'));
    this.#evaluator = new Evaluator(connection, this.#kept);
    this.#errors = new ErrorNavigator((id, index) => {
      this.#panels.opened(id, index);
      this.#opened.fire({ id, index });
    });
    this.#panels = new ReportPanels(context.extensionUri, this.#kept, {
      act: async (action, { id, asked }) => {
        if (action === 'again') await this.#runAndShow(asked);
        else await this.act(action, id);
      },
      open: (id, report, index, shown) => this.#errors.open({ id, report, index, shown }),
      told,
    });
    this.#tests = new TestResults(this.#kept, (asked, token) => this.#evaluator.run(asked, token));
    this.#owned = [
      this.#evaluator,
      this.#opened,
      this.#panels,
      this.#errors,
      this.#tests,
      this.#evaluator.onDidFinish((evaluation) => void told(() => this.#tests.show(evaluation))),
      window.registerWebviewPanelSerializer(reportPanelType, this.#panels),
      workspace.registerTextDocumentContentProvider(corpusScheme, this.#errors.documents),
    ];
    void told(() => this.#tests.restore());
  }

  /** The commands. */
  get actions(): EvaluationActions {
    return {
      evaluate: () => this.#evaluate({}),
      compareModels: () => this.#evaluate({ compare: true }),
      showReport: () => this.showReport(),
      nextError: () => this.#errors.step(1),
      previousError: () => this.#errors.step(-1),
    };
  }

  /** After one more report has been kept. */
  get onDidFinish(): Event<KeptEvaluation> {
    return this.#evaluator.onDidFinish;
  }

  /** After `now` has changed. */
  get onDidGo(): Event<void> {
    return this.#evaluator.onDidGo;
  }

  /** How far the evaluation under way is. */
  get now(): UnderWay | undefined {
    return this.#evaluator.now;
  }

  /** Newest first. */
  list(): Promise<readonly KeptEvaluation[]> {
    return this.#kept.list();
  }

  /** @throws UserError if it is not kept any more. */
  report(id: string): Promise<EvaluationReport> {
    return this.#kept.report(id);
  }

  /** Asks what to evaluate. */
  async ask(wanted: Omit<Wanted, 'last'>): Promise<Asked | undefined> {
    const last = (await this.#kept.list()).map(({ asked }) => asked);
    return chooseEvaluation(this.#connection, { ...wanted, last });
  }

  /**
   * Evaluates and keeps the report; undefined if it was cancelled.
   * @throws Error with the reason why it could not be done.
   */
  run(asked: Asked): Promise<KeptEvaluation | undefined> {
    return this.#evaluator.run(asked);
  }

  /** Ends the evaluation under way. */
  stop(): void {
    this.#evaluator.stop();
  }

  /** Does something with the files of a report. */
  async act(action: Exclude<ReportAction, 'again'>, id: string): Promise<void> {
    const folder = this.#kept.folderOf(id);
    const asked = (await this.#kept.list()).find((each) => each.id === id)?.asked;
    const name = asked ? titleOf(asked) : id;
    if (action === 'browser') await openInBrowser(folder, name);
    else if (action === 'reveal') await revealInExplorer(path.join(folder, 'report.html'), t('the report'));
    else await saveReport(folder, name);
  }

  /**
   * Opens an error of a report in the corpus's file.
   * @param shown those that are gone through from there, by their places in the report.
   */
  async openError(id: string, index: number, shown: readonly number[]): Promise<void> {
    await this.#errors.open({ id, report: await this.#kept.report(id), index, shown });
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
      title: t('Show Evaluation Report'),
      // The page of a report that is open may get the focus back a moment later.
      ignoreFocusOut: true,
      placeHolder: items.length === 0 ? t('Nothing has been evaluated yet') : t('Newest first'),
    });
    if (picked) await this.#panels.show(picked.evaluation);
  }

  dispose(): void {
    for (const owned of this.#owned) owned.dispose();
  }

  /** Asks what to evaluate, evaluates it and shows the report. */
  async #evaluate(wanted: Omit<Wanted, 'last'>): Promise<void> {
    const asked = await this.ask(wanted);
    if (asked) await this.#runAndShow(asked);
  }

  async #runAndShow(asked: Asked): Promise<void> {
    const evaluation = await this.#evaluator.run(asked);
    if (evaluation) await this.#panels.show(evaluation);
  }
}
