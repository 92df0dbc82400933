import type { Connection } from 'vscode-languageserver/node';
import type { Link } from '../../concepts/link/linker.ts';
import type { Span } from '../../core/span.ts';
import { type DocumentConcepts, type MentionedConcept, serverNotifications } from '../../protocol.ts';
import type { LinkedPaper } from './paper-concepts.ts';

/** Tells the client which concepts open documents mention. */
export class ConceptPublisher {
  readonly #connection: Connection;
  /** Documents of which something was told. */
  readonly #told = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @param linked undefined where nothing is linked, or no longer. */
  publish(uri: string, linked: LinkedPaper | undefined): void {
    if (linked) {
      const { version } = linked.paper.document;
      this.#told.add(uri);
      this.#notify({ uri, version, concepts: mentionedIn(linked), complete: true });
    } else if (this.#told.delete(uri)) this.#notify({ uri, version: 0, concepts: [], complete: true });
  }

  #notify(concepts: DocumentConcepts): void {
    void this.#connection.sendNotification(serverNotifications.concepts, concepts);
  }
}

/** By concept and entity type, in the order of their first mentions. */
function mentionedIn({ paper, linked }: LinkedPaper): readonly MentionedConcept[] {
  const found = new Map<string, { readonly link: Link; readonly type: string; readonly places: Span[] }>();
  paper.entities.forEach(({ type, start, end }, index) => {
    for (const link of linked[index]?.links ?? []) {
      const key = `${type}\n${link.concept}`;
      const known = found.get(key);
      if (known) known.places.push({ start, end });
      else found.set(key, { link, type, places: [{ start, end }] });
    }
  });
  return [...found.values()].map(({ link: { concept, identifiers, name }, type, places }) => ({
    concept,
    identifiers,
    name,
    type,
    places,
  }));
}
