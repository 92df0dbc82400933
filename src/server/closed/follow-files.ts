import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  WatchKind,
} from 'vscode-languageserver/node';
import { errorMessage } from '../../core/errors.ts';
import type { Log } from '../log.ts';
import type { ClosedPapers } from './closed-papers.ts';

/** How often the folders are looked through for a client that does not watch files (ms). */
const period = 60_000;

/** Folders that go or are moved away are told as one: of anything that goes it is told. */
const watchers = [
  { globPattern: '**/*.{md,markdown,txt,MD,MARKDOWN,TXT}' },
  { globPattern: '**/*', kind: WatchKind.Delete },
];

/** Follows the workspace's papers on the disk. */
export function followFiles(
  connection: Connection,
  closed: ClosedPapers,
  log: Log,
  { workspace }: ClientCapabilities,
): void {
  connection.onDidChangeWatchedFiles(({ changes }) => void closed.changed(changes.map(({ uri }) => uri)));
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
    connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers })
      .catch((error) => log.warn(`changes of files will not be told: ${errorMessage(error)}`));
  } else {
    setInterval(() => closed.rescan(), period).unref();
  }
}
