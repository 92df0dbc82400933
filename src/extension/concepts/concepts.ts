import { commands } from 'vscode';
import type { Actions } from '../commands.ts';
import type { Connection } from '../connection.ts';
import { chooseConcept } from './choose-concept.ts';
import { ConceptRequests } from './concept-requests.ts';
import { downloadTerminology } from './download-terminology.ts';
import { copyIdentifier, openConcept } from './identifiers.ts';
import { importTerminology } from './import-terminology.ts';
import { searchConcepts } from './search-concepts.ts';
import { removeTerminology, showTerminologies } from './terminologies.ts';

/** What a person can ask of concepts and terminologies. */
export type ConceptActions = Pick<
  Actions,
  | 'importTerminology'
  | 'downloadTerminology'
  | 'removeTerminology'
  | 'showTerminologies'
  | 'searchConcepts'
  | 'chooseConcept'
  | 'copyIdentifier'
  | 'openConcept'
>;

export function conceptActions(connection: Connection): ConceptActions {
  const requests = new ConceptRequests(connection);
  const next = async (what: 'show' | 'output' | undefined) => {
    if (what === 'show') await showTerminologies(requests);
    if (what === 'output') await commands.executeCommand('gerbera.showOutput');
  };
  return {
    importTerminology: async () => next(await importTerminology(requests)),
    downloadTerminology: async () => next(await downloadTerminology(requests)),
    removeTerminology: () => removeTerminology(requests),
    showTerminologies: () => showTerminologies(requests),
    searchConcepts: () => searchConcepts(requests),
    chooseConcept: (argument) => chooseConcept(requests, argument),
    copyIdentifier: (argument) => copyIdentifier(requests, argument),
    openConcept: (argument) => openConcept(requests, argument),
  };
}
