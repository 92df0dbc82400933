import { type Disposable, type ExtensionContext, type LogOutputChannel, l10n, workspace } from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import type { PanelRequest, PanelTab } from '../../protocol/panel.ts';
import type { TrainingRequest } from '../../protocol/training.ts';
import { tellError } from '../tell.ts';
import { suggestCorpora } from '../transfer/suggest-corpora.ts';
import { corpusHandlers, tellPlaces } from './corpus-handlers.ts';
import { Estimates } from './estimates.ts';
import { evaluateIn, evaluationHandlers, tellEvaluations } from './evaluation-handlers.ts';
import { GerberaPanel } from './gerbera-panel.ts';
import { handle, type PanelHandlers, type PanelServices, type TellPage } from './handlers.ts';
import { modelHandlers } from './model-handlers.ts';
import { estimateOf, trainingHandlers } from './training-handlers.ts';
import { tellTransfer, transferHandlers } from './transfer-handlers.ts';

/** The GERBERA panel: what its page is told, and what is done for it. */
export class Panel implements Disposable {
  readonly #services: PanelServices;
  readonly #output: LogOutputChannel;
  readonly #panel: GerberaPanel;
  readonly #handlers: PanelHandlers;
  readonly #listeners: readonly Disposable[];

  constructor(context: ExtensionContext, output: LogOutputChannel, services: PanelServices) {
    const { connection, runs, models, evaluations, transfers } = services;
    this.#services = services;
    this.#output = output;
    this.#panel = new GerberaPanel(context.extensionUri, {
      received: (asked) => void this.#receive(asked),
      ignored: (message) => output.warn(`The panel sent a message that is none: ${message}`),
      // Nothing is told to a page that is gone.
      closed: () => {
        estimates.pageLeft();
        void runs.follow([]);
      },
      hidden: () => estimates.pageLeft(),
    });
    const tell: TellPage = (update) => this.#panel.tell(update);
    const estimates = new Estimates((request, signal) => estimateOf(runs, request, signal), tell);
    const evaluate = evaluateIn(services, tell);
    this.#handlers = {
      ready: () => this.#tellAll(),
      ...corpusHandlers(services, tell),
      ...trainingHandlers(services, tell, estimates),
      ...modelHandlers(services, tell, evaluate),
      ...evaluationHandlers(services, tell, evaluate),
      ...transferHandlers(services),
    };
    this.#listeners = [
      this.#panel,
      connection.onDidChange(() => this.#tellStatus()),
      runs.onDidChange(() => this.#tellRuns()),
      workspace.onDidChangeWorkspaceFolders(() => this.#whileOpen(() => tellPlaces(services, tell))),
      runs.onDidLog((log) => tell({ kind: 'log', ...log })),
      models.onDidChange(() => this.#whileOpen(() => this.#tellModels())),
      evaluations.onDidFinish(() => this.#whileOpen(() => tellEvaluations(services, tell))),
      evaluations.onDidGo(() => this.#tellEvaluating()),
      transfers.onDidGo(() => this.#tellComparing()),
      transfers.onDidFinish((report) => tell({ kind: 'transfer', report, isNew: true })),
      evaluations.onDidOpen(({ id, index }) => tell({ kind: 'opened', id, index })),
    ];
  }

  /** Opens the panel, or goes to it: to a tab, and there to a run. */
  async show(tab: PanelTab, run?: string): Promise<void> {
    await this.#panel.open();
    this.#panel.tell({ kind: 'show', tab, ...(run === undefined ? {} : { run }) });
  }

  /** Opens the panel with the form for training filled. */
  async fill(request: TrainingRequest): Promise<void> {
    await this.show('train');
    this.#panel.tell({ kind: 'fill', request });
  }

  /** Asks which corpora are to be compared, and shows the report. */
  suggestCorpora(): Promise<void> {
    return suggestCorpora(this.#services, () => this.show('transfer'));
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  async #receive(asked: PanelRequest): Promise<void> {
    try {
      await handle(this.#handlers, asked.kind, asked);
    } catch (error) {
      this.#problem(asked.kind, error);
    }
  }

  #problem(of: string, error: unknown): void {
    this.#output.error(error instanceof Error ? error : String(error));
    const message = errorMessage(error);
    this.#panel.tell({ kind: 'problem', of, message });
    if (!this.#panel.isOpen) tellError(message);
  }

  /** All that the page shows; what cannot be told does not keep the rest from it. */
  async #tellAll(): Promise<void> {
    const tell: TellPage = (update) => this.#panel.tell(update);
    tell({ kind: 'texts', bundle: l10n.bundle });
    this.#tellStatus();
    this.#tellRuns();
    this.#tellEvaluating();
    this.#tellComparing();
    await Promise.all(
      [
        () => this.#tellModels(),
        () => tellPlaces(this.#services, tell),
        () => tellEvaluations(this.#services, tell),
        () => tellTransfer(this.#services, tell),
      ].map((each) => each().catch((error: unknown) => this.#problem('ready', error))),
    );
  }

  #tellStatus(): void {
    this.#panel.tell({ kind: 'status', status: this.#services.connection.status });
  }

  #tellRuns(): void {
    const { list } = this.#services.runs;
    if (list) this.#panel.tell({ kind: 'runs', runs: list });
  }

  #tellEvaluating(): void {
    const { now } = this.#services.evaluations;
    this.#panel.tell({ kind: 'evaluating', ...(now ? { now } : {}) });
  }

  #tellComparing(): void {
    const { now } = this.#services.transfers;
    this.#panel.tell({ kind: 'comparing', ...(now ? { now } : {}) });
  }

  /** The models that there are, and those that training can start from. */
  async #tellModels(): Promise<void> {
    const { runs, models } = this.#services;
    const { requests } = models;
    const [details, libraryFolder, bases] = await Promise.all([requests.details(), requests.library(), runs.bases()]);
    this.#panel.tell({ kind: 'models', models: details, libraryFolder });
    this.#panel.tell({ kind: 'bases', bases });
  }

  #whileOpen(work: () => Promise<void>): void {
    if (this.#panel.isOpen) void work().catch((error: unknown) => this.#problem('models', error));
  }
}
