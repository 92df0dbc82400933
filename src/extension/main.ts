import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { errorMessage } from '../core/errors.ts';
import { type Actions, commands as table } from './commands.ts';
import { conceptActions } from './concepts/concepts.ts';
import { Connection } from './connection.ts';
import { Display } from './display.ts';
import { Evaluations } from './evaluation/evaluations.ts';
import { exportEntities } from './export-entities.ts';
import { showMenu } from './menu.ts';
import { importModel, selectModel } from './models.ts';
import { GerberaPanel } from './panel/gerbera-panel.ts';
import { visiblePapers } from './papers.ts';
import { revealPlace } from './reveal.ts';
import { tellError } from './tell.ts';

let stop: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('GERBERA', { log: true });
  const connection = new Connection(context, output);
  stop = () => connection.stop();
  const display = new Display(connection, context.globalState);
  const actions: Actions = {
    toggleHighlighting: () => connection.setHighlighting(!connection.highlighting),
    selectModel: () => selectModel(connection),
    importModel: () => importModel(connection),
    restartModel: () => connection.restartModel(),
    showModel: () => panel.show('models'),
    showOutput: () => output.show(),
    showMenu: () => showMenu(display.summary),
    revealEntity: revealPlace,
    exportEntities: () => exportEntities(connection),
    evaluate: () => evaluations.evaluate(),
    showReport: () => evaluations.showReport(),
    nextError: () => evaluations.nextError(),
    previousError: () => evaluations.previousError(),
    ...conceptActions(connection),
    showByConcept: () => display.setByConcept(true),
    showByMention: () => display.setByConcept(false),
  };
  const told = async (action: () => void | Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      output.error(error instanceof Error ? error : String(error));
      tellError(errorMessage(error));
    }
  };
  const panel = new GerberaPanel(context.extensionUri, connection, (asked) => {
    if (asked.kind !== 'command') return;
    if (asked.command === 'selectModel') void told(actions.selectModel);
    if (asked.command === 'restartModel') void told(actions.restartModel);
  });
  const evaluations = new Evaluations(context, connection, told);
  const showVisible = () => connection.showing(visiblePapers());
  context.subscriptions.push(
    output,
    connection,
    display,
    panel,
    evaluations,
    window.onDidChangeVisibleTextEditors(showVisible),
    window.onDidChangeActiveTextEditor(showVisible),
    workspace.onDidCloseTextDocument(({ uri }) => connection.forget(uri.toString())),
    ...Object.entries(table).map(([id, run]) =>
      commands.registerCommand(id, (argument: unknown) => told(() => run(actions, argument))),
    ),
  );
  await showVisible();
  await told(() => connection.start());
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
