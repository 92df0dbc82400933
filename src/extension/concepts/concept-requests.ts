import type { CancellationToken } from 'vscode';
import {
  type ConceptChoice,
  type ConceptChoosing,
  clientRequests,
  type MentionChoices,
  type TerminologyImport,
  type TerminologyList,
  type TerminologyOutcome,
  type TerminologySummary,
} from '../../protocol.ts';
import type { Connection, Step } from '../connection.ts';
import type { Place } from '../place.ts';

/** What the language server is asked of concepts and terminologies. */
export class ConceptRequests {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** What the innermost mention at a place may mean; null where there is none. */
  choices({ uri, start, end }: Place): Promise<MentionChoices | null> {
    return this.#connection.ask(clientRequests.conceptChoices, { uri, start, end });
  }

  search(text: string, type: string | undefined, token?: CancellationToken): Promise<readonly ConceptChoice[]> {
    return this.#connection.ask(
      clientRequests.searchConcepts,
      { text, ...(type === undefined ? {} : { type }) },
      token,
    );
  }

  choose(choosing: ConceptChoosing): Promise<void> {
    return this.#connection.ask(clientRequests.chooseConcept, choosing);
  }

  terminologies(): Promise<TerminologyList> {
    return this.#connection.ask(clientRequests.terminologies);
  }

  /** @param form its name, where a person has said it. */
  describe(place: string, form: string | undefined, token: CancellationToken): Promise<TerminologySummary> {
    return this.#connection.ask(
      clientRequests.describeTerminology,
      { place, ...(form === undefined ? {} : { form }) },
      token,
    );
  }

  import(asked: TerminologyImport, token: CancellationToken, told: (step: Step) => void): Promise<TerminologyOutcome> {
    return this.#connection.follow(clientRequests.importTerminology, asked, token, told);
  }

  download(name: string, token: CancellationToken, told: (step: Step) => void): Promise<TerminologyOutcome> {
    return this.#connection.follow(clientRequests.downloadTerminology, { name }, token, told);
  }

  remove(name: string): Promise<void> {
    return this.#connection.ask(clientRequests.removeTerminology, { name });
  }
}
