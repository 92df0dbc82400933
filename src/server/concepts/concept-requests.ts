import type { CancellationToken, Connection, ResponseError } from 'vscode-languageserver/node';
import { isJsonObject } from '../../core/json.ts';
import type { Span } from '../../core/span.ts';
import { type ConceptChoice, type ConceptChoosing, clientRequests, type MentionChoices } from '../../protocol.ts';
import { answered, invalid } from '../jobs/answer.ts';
import { entitiesAt, innermostFirst } from '../range.ts';
import { serverCommands } from '../server-commands.ts';
import type { Session } from '../session.ts';

/** Concepts that a search gives. */
const most = 50;

/** Maps the requests about concepts onto the session. Any editor may be the client, so they are checked. */
export function answerConceptRequests(connection: Connection, { concepts, search }: Session): void {
  connection.onRequest<MentionChoices | null, void>(
    clientRequests.conceptChoices,
    async (asked: unknown, token: CancellationToken) => {
      if (!isPlace(asked)) return invalid('"uri" is to be a string, "start" and "end" offsets');
      return answered<MentionChoices | null>(() => choicesAt(asked, token));
    },
  );

  connection.onRequest<readonly ConceptChoice[], void>(clientRequests.searchConcepts, async (asked: unknown) => {
    if (
      !isJsonObject(asked) ||
      typeof asked.text !== 'string' ||
      !['string', 'undefined'].includes(typeof asked.type)
    ) {
      return invalid('"text" is to be a string, and "type" where it is given');
    }
    const { text, type } = asked;
    return answered<readonly ConceptChoice[]>(async () =>
      search
        .search(text.trim(), typeof type === 'string' ? type : undefined, most)
        .map(({ concept }) => search.choice(concept)),
    );
  });

  connection.onRequest<null, void>(clientRequests.chooseConcept, (asked: unknown) => choose(asked));

  connection.onExecuteCommand(({ command, arguments: [asked] = [] }) => {
    if (command === serverCommands.chooseConcept) return choose(asked);
    return invalid(`there is no command "${command}"`);
  });

  function choose(asked: unknown): Promise<null | ResponseError> | ResponseError {
    if (!isChoosing(asked)) {
      return invalid(
        '"uri", "mention" and "type" are to be strings, and "concept", where it is given, a string or null',
      );
    }
    return answered<null>(async () => {
      concepts.choose(asked);
      return null;
    });
  }

  /** Of the innermost mention in a stretch of a document. */
  async function choicesAt({ uri, start, end }: Place, token: CancellationToken): Promise<MentionChoices | null> {
    const paper = await concepts.current(uri, token);
    const [innermost] = entitiesAt(paper?.entities ?? [], start, end).sort(innermostFirst);
    const linked = paper && innermost && concepts.of(paper, innermost);
    if (!paper || !innermost || !linked) return null;
    const { mention, type } = innermost;
    return {
      mention,
      type,
      candidates: linked.candidates.map((link) => ({ ...search.choice(link), score: link.score })),
      linked: [...new Set(linked.links.flatMap(({ identifiers }) => identifiers))],
      chosen: concepts.isChosen(paper, innermost),
    };
  }
}

type Place = Span & { readonly uri: string };

function isPlace(asked: unknown): asked is Place {
  const isOffset = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return isJsonObject(asked) && typeof asked.uri === 'string' && isOffset(asked.start) && isOffset(asked.end);
}

function isChoosing(asked: unknown): asked is ConceptChoosing {
  if (!isJsonObject(asked)) return false;
  const { uri, mention, type, concept } = asked;
  const texts = [uri, mention, type].every((value) => typeof value === 'string');
  return texts && (concept === undefined || concept === null || typeof concept === 'string');
}
