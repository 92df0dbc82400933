import { commands, type ExtensionContext, l10n, window, workspace } from 'vscode';
import { errorMessage } from '../core/errors.ts';
import { type Actions, commands as table } from './commands.ts';
import { conceptActions } from './concepts/concepts.ts';
import { Connection } from './connection.ts';
import { Display } from './display.ts';
import { Evaluations } from './evaluation/evaluations.ts';
import { exportEntities } from './export-entities.ts';
import { showMenu } from './menu.ts';
import { ModelRequests } from './models/model-requests.ts';
import { Models } from './models/models.ts';
import { Panel } from './panel/panel.ts';
import { visiblePapers } from './papers.ts';
import { revealPlace } from './reveal.ts';
import { tellError } from './tell.ts';
import { useTexts } from './texts.ts';
import { Training } from './training/training.ts';
import { Transfers } from './transfer/transfers.ts';

let stop: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  useTexts(l10n.bundle);
  const output = window.createOutputChannel('GERBERA', { log: true });
  const told = async (action: () => void | Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      output.error(error instanceof Error ? error : String(error));
      tellError(errorMessage(error));
    }
  };
  const connection = new Connection(context, output);
  stop = () => connection.stop();
  const display = new Display(connection, context.globalState);
  const models = new Models(new ModelRequests(connection));
  const evaluations = new Evaluations(context, connection, told);
  const training = new Training(connection, models, {
    memory: context.globalState,
    told,
    open: (run) => panel.show('train', run),
    fill: (request) => panel.fill(request),
  });
  const transfers = new Transfers(context, connection);
  const panel = new Panel(context, output, { connection, models, evaluations, transfers, runs: training.runs });
  const actions: Actions = {
    toggleHighlighting: () => connection.setHighlighting(!connection.highlighting),
    restartModel: () => connection.restartModel(),
    showModel: () => panel.show('models'),
    showOutput: () => output.show(),
    showMenu: () => showMenu(display.summary),
    revealEntity: revealPlace,
    exportEntities: () => exportEntities(connection),
    ...models.actions,
    ...training.actions,
    ...evaluations.actions,
    suggestCorpora: () => panel.suggestCorpora(),
    ...conceptActions(connection),
    showByConcept: () => display.setByConcept(true),
    showByMention: () => display.setByConcept(false),
  };
  const showVisible = () => connection.showing(visiblePapers());
  context.subscriptions.push(
    ...[output, connection, display, models, evaluations, training, transfers, panel],
    window.onDidChangeVisibleTextEditors(showVisible),
    window.onDidChangeActiveTextEditor(showVisible),
    workspace.onDidCloseTextDocument(({ uri }) => connection.forget(uri.toString())),
    ...Object.entries(table).map(([id, run]) =>
      commands.registerCommand(id, (argument: unknown) => told(() => run(actions, argument))),
    ),
  );
  await showVisible();
  // Not waited for: a panel that comes back is shown before the server runs.
  void told(() => connection.start());
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
