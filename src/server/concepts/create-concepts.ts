import type { ClientCapabilities, Connection } from 'vscode-languageserver/node';
import { openConcepts } from '../../concepts/concepts.ts';
import { errorMessage } from '../../core/errors.ts';
import { embeddedTerminology } from '../../library/folders.ts';
import type { Configuration } from '../configuration.ts';
import type { Log } from '../log.ts';
import type { Workspace } from '../workspace.ts';
import { Choices } from './choices.ts';
import { ConceptPublisher } from './concept-publisher.ts';
import { ConceptService } from './concept-service.ts';
import { OpenedTerminologies } from './open-terminologies.ts';
import { storeFolder } from './store-folder.ts';

/** What tells which concepts mentions mean. */
export interface ConceptSources {
  readonly terminologies: OpenedTerminologies;
  readonly choices: Choices;
}

export interface SourceParts {
  readonly configuration: Configuration;
  readonly workspace: Workspace;
  readonly log: Log;
  /** Shows a user what is wrong. */
  readonly tell: (problem: string) => void;
}

export interface ConceptParts extends ConceptSources {
  readonly connection: Connection;
  readonly configuration: Configuration;
  readonly workspace: Workspace;
  /** Hears when a document has been linked, or is no longer. */
  readonly linked: (uri: string) => void;
  /** Hears when terminologies or choices have changed. */
  readonly changed: () => void;
}

/** The terminologies and choices of a session, where its settings have them. */
export function createSources({ configuration, workspace, log, tell }: SourceParts): ConceptSources {
  const folder = () => storeFolder(configuration.values['concepts.folder'], workspace.folders);
  const open = async (place: string) => {
    const concepts = openConcepts({ folder: place, embedded: embeddedTerminology() });
    // A user's own terminologies do without those of the product.
    await concepts.ready.catch((error) => log.warn(errorMessage(error)));
    return concepts;
  };
  return {
    terminologies: new OpenedTerminologies(open, folder, tell, log),
    choices: new Choices(() => workspace.folders, folder, tell),
  };
}

/** The concepts of a session's open documents. */
export function createConcepts(
  { terminologies, choices, connection, configuration, workspace, linked, changed }: ConceptParts,
  client: ClientCapabilities,
): ConceptService {
  const publisher = new ConceptPublisher(connection);
  const hints = client.workspace?.inlayHint?.refreshSupport === true;
  return new ConceptService(workspace, terminologies, choices, {
    changed,
    linked(uri, paper) {
      publisher.publish(uri, paper);
      linked(uri);
      // A client that goes away meanwhile needs none.
      if (hints && configuration.of(uri)['concepts.inlayHints']) {
        void connection.languages.inlayHint.refresh().catch(() => undefined);
      }
    },
  });
}
