import path from 'node:path';
import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver/node';
import { addressesOf, terminologyEntries } from '../../concepts/download/downloads.ts';
import { terminologyForms } from '../../concepts/forms/forms.ts';
import { listTerminologies } from '../../concepts/import/terminologies.ts';
import { storeFile } from '../../concepts/store/schema.ts';
import { UserError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import {
  clientRequests,
  type TerminologyList,
  type TerminologyOutcome,
  type TerminologySummary,
} from '../../protocol.ts';
import { describeTerminologyInProcess } from '../ask-host.ts';
import { storeFolder } from '../concepts/store-folder.ts';
import type { Session } from '../session.ts';
import { answered, areTexts, invalid, signalOf, underProgress } from './answer.ts';
import { isTerminologyImport } from './terminologies.ts';
import type { TakenIn, TerminologyListener } from './terminology-events.ts';

/** Maps the requests for terminologies onto the session. Any editor may be the client, so they are checked. */
export function answerTerminologyRequests(
  connection: Connection,
  session: Session,
  capabilities: ClientCapabilities,
): void {
  const { configuration, terminologies, workspace } = session;
  const folder = async () => {
    await configuration.known;
    return storeFolder(configuration.values['concepts.folder'], workspace.folders);
  };

  connection.onRequest<TerminologyList, void>(clientRequests.terminologies, () =>
    answered<TerminologyList>(async () => listed(await folder())),
  );

  connection.onRequest<TerminologySummary, void>(
    clientRequests.describeTerminology,
    async (asked: unknown, token: CancellationToken) => {
      if (!isTerminologyImport(asked)) return invalid('"place" is to be a path, and "form" a string where it is given');
      const { place, form } = asked;
      return answered<TerminologySummary>(() =>
        describeTerminologyInProcess(session.hostFile, session.log, { place, form }, signalOf(token)),
      );
    },
  );

  connection.onRequest<TerminologyOutcome, void>(
    clientRequests.importTerminology,
    async (asked: unknown, token: CancellationToken) => {
      if (!isTerminologyImport(asked)) {
        return invalid(
          '"place" is to be a path, and "name", "form", "type" and "workDoneToken" strings where they are given',
        );
      }
      return answered<TerminologyOutcome>(() =>
        taken(`importing ${asked.name ?? asked.place}`, asked.workDoneToken, token, async (listener, signal) =>
          terminologies.import(asked, await folder(), listener, signal),
        ),
      );
    },
  );

  connection.onRequest<TerminologyOutcome, void>(
    clientRequests.downloadTerminology,
    async (asked: unknown, token: CancellationToken) => {
      if (!isNamed(asked)) return invalid('"name" is to be a string, and "workDoneToken" where it is given');
      return answered<TerminologyOutcome>(() =>
        taken(`downloading ${asked.name}`, asked.workDoneToken, token, async (listener, signal) =>
          terminologies.download(asked.name, await folder(), listener, signal),
        ),
      );
    },
  );

  connection.onRequest<null, void>(
    clientRequests.removeTerminology,
    async (asked: unknown, token: CancellationToken) => {
      if (!isNamed(asked)) return invalid('"name" is to be a string');
      return answered<null>(async () => {
        await terminologies.remove(asked.name, await folder(), signalOf(token));
        return null;
      });
    },
  );

  /** Takes a terminology in under a work-done progress; a cancel of either kind ends it. */
  async function taken(
    title: string,
    workDoneToken: string | undefined,
    token: CancellationToken,
    work: (listener: TerminologyListener, signal: AbortSignal) => Promise<TakenIn>,
  ): Promise<TerminologyOutcome> {
    const shown = { connection, capabilities, title, first: 'starting', workDoneToken, asking: signalOf(token) };
    const done = await underProgress(shown, (progress, signal) => work({ progress }, signal));
    return done ? { kind: 'done', ...done } : { kind: 'cancelled' };
  }
}

/** What is in a folder's store, and what publishers offer. */
function listed(folder: string): TerminologyList {
  return {
    file: path.join(folder, storeFile),
    ...installedIn(folder),
    forms: terminologyForms.map(({ name, title }) => ({ name, title })),
    downloads: terminologyEntries.map((entry) => {
      const { name, title, licence, size, description } = entry;
      return { ...{ name, title, licence, size, description }, address: addressesOf(entry)[0] ?? entry.address };
    }),
  };
}

/** A store that cannot be read hinders nobody from importing: a new one takes its place. */
function installedIn(folder: string): Pick<TerminologyList, 'installed' | 'problem'> {
  try {
    return { installed: listTerminologies(folder) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { installed: [], problem: error.message };
  }
}

function isNamed(asked: unknown): asked is { readonly name: string; readonly workDoneToken?: string } {
  return isJsonObject(asked) && typeof asked.name === 'string' && areTexts(asked.workDoneToken);
}
