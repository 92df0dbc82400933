import {
  type Connection,
  type InitializeParams,
  MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import { unlinked } from '../core/unlinked.ts';
import { productVersion, readingsFolder } from '../library/folders.ts';
import { type InitializationOptions, serverNotifications } from '../protocol.ts';
import { CalmReader } from './closed/calm-reader.ts';
import { ClosedPapers } from './closed/closed-papers.ts';
import { ReadingCache } from './closed/reading-cache.ts';
import { CompletionTrigger } from './completion-trigger.ts';
import { ConceptSearch } from './concepts/concept-search.ts';
import type { ConceptService } from './concepts/concept-service.ts';
import { createConcepts, createSources } from './concepts/create-concepts.ts';
import { Configuration } from './configuration.ts';
import { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { SemanticTokensProvider } from './features/semantic-tokens.ts';
import { EvaluationJobs } from './jobs/evaluation.ts';
import { ModelJobs } from './jobs/models/model-jobs.ts';
import { TerminologyJobs } from './jobs/terminologies.ts';
import { RunTeller } from './jobs/training/run-teller.ts';
import { TrainingJobs } from './jobs/training/training-jobs.ts';
import { TransferJobs } from './jobs/transfer/transfer-jobs.ts';
import type { Log } from './log.ts';
import { ModelHost } from './model-host.ts';
import { Publisher } from './publisher.ts';
import { ReadingLoop } from './reading-loop.ts';
import { StatusTeller } from './status.ts';
import { Workspace } from './workspace.ts';
import { WritingHelp } from './writing/writing-help.ts';

/** The parts that serve one client, wired together. */
export interface Session {
  readonly log: Log;
  /** The model host's program. */
  readonly hostFile: string;
  readonly host: ModelHost;
  readonly configuration: Configuration;
  readonly workspace: Workspace;
  readonly loop: ReadingLoop;
  readonly closed: ClosedPapers;
  readonly status: StatusTeller;
  readonly tokens: SemanticTokensProvider;
  readonly concepts: ConceptService;
  readonly search: ConceptSearch;
  readonly writing: WritingHelp;
  readonly diagnostics: DiagnosticsPublisher;
  readonly trigger: CompletionTrigger;
  readonly evaluations: EvaluationJobs;
  readonly terminologies: TerminologyJobs;
  readonly models: ModelJobs;
  readonly training: TrainingJobs;
  readonly transfers: TransferJobs;
  readonly runs: RunTeller;
}

/** The programs of other processes, unless the client names others. */
export interface Programs {
  readonly modelHost: string;
  readonly commandLine: string;
}

export function createSession(connection: Connection, params: InitializeParams, beside: Programs): Session {
  const options: InitializationOptions | undefined = params.initializationOptions;
  const hostFile = options?.modelHost ?? beside.modelHost;
  const log: Log = {
    error: (message) => connection.console.error(message),
    warn: (message) => connection.console.warn(message),
    info: (message) => connection.console.info(message),
    debug: (message) => connection.console.log(message),
  };
  // A notification: not every client answers the request that has buttons.
  const show = (type: MessageType) => (message: string) =>
    void connection.sendNotification(ShowMessageNotification.type, { type, message: unlinked(message) });

  const configuration = new Configuration(connection, show(MessageType.Warning), params);
  const status = new StatusTeller((told) => void connection.sendNotification(serverNotifications.status, told));
  const host = new ModelHost(hostFile, log, {
    status(told) {
      status.host(told);
      if (told.state === 'ready') {
        workspace.useModel();
        closed.wake();
      }
      // Nobody need wait for what a failed model will not read.
      if (told.state === 'failed') workspace.reconsider();
    },
    trouble: show(MessageType.Error),
  });
  const workspace = new Workspace(configuration, host, log, {
    work() {
      loop.wake();
      if (workspace.busy) calm.disturb();
      status.busy(workspace.busy);
    },
    changed: (uri, soon) => publisher.changed(uri, soon),
    dropped: (uri, open) => publisher.dropped(uri, open),
  });
  workspace.folders = foldersOf(params);
  const loop = new ReadingLoop(
    host,
    log,
    () => workspace.wanted(),
    (readings) => {
      workspace.settle(readings);
      status.busy(workspace.busy);
    },
  );
  const refreshes = params.capabilities.workspace?.semanticTokens?.refreshSupport === true;
  const refresh = () => connection.languages.semanticTokens.refresh();
  const tokens = new SemanticTokensProvider(workspace, refreshes ? refresh : undefined);
  const now = (uri: string) => workspace.now(uri);
  const sources = createSources({ configuration, workspace, log, tell: show(MessageType.Warning) });
  const concepts = createConcepts(
    {
      ...{ ...sources, connection, configuration, workspace },
      linked: (uri) => diagnostics.help(uri),
      changed: () => closed.meansAnew(),
    },
    params.capabilities,
  );
  const calm = new CalmReader(host, () => host.model !== undefined && !loop.busy && !workspace.busy);
  const closed = new ClosedPapers({
    ...{ ...sources, host, workspace, configuration, log, calm },
    cache: new ReadingCache(readingsFolder(), productVersion()),
    recall: (model, words) => workspace.recall(model, words),
    trusted: options?.trusted !== false,
  });
  const related = params.capabilities.textDocument?.publishDiagnostics?.relatedInformation === true;
  const writing = new WritingHelp(related);
  const diagnostics = new DiagnosticsPublisher(connection, now, concepts, writing);
  const publisher = new Publisher(connection, now, diagnostics, (uri, paper) => {
    tokens.published(uri, paper);
    concepts.published(uri, paper);
  });
  const search = new ConceptSearch(concepts);
  const trigger = new CompletionTrigger(connection, params.capabilities, log);
  const commandLine = options?.commandLine ?? beside.commandLine;
  const evaluations = new EvaluationJobs(commandLine, log);
  const terminologies = new TerminologyJobs(commandLine, log);
  const models = new ModelJobs(commandLine, log);
  const training = new TrainingJobs(commandLine, log);
  const transfers = new TransferJobs(commandLine, log);
  const runs = new RunTeller(connection, log);
  return {
    ...{ log, hostFile, host, configuration, workspace, loop, closed, status, tokens },
    ...{ concepts, search, writing, diagnostics, trigger },
    ...{ evaluations, terminologies, models, training, transfers, runs },
  };
}

/** The workspace's folders; older clients name but one. */
function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return rootUri ? [rootUri] : [];
}
