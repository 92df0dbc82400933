import type { MentionChoices } from '../../protocol.ts';
import { activePaper } from '../papers.ts';
import type { Place } from '../place.ts';
import { tell } from '../tell.ts';
import type { ConceptRequests } from './concept-requests.ts';

/** A mention, where it stands, and what it may mean. */
export interface FoundMention extends MentionChoices {
  readonly place: Place;
}

/** The mention at a place, or at the cursor; a person is told if there is none. */
export async function mentionAt(
  requests: ConceptRequests,
  place: Place | undefined,
): Promise<FoundMention | undefined> {
  const at = place ?? cursor();
  if (!at) {
    void tell('open a Markdown or text paper and put the cursor on an entity first.');
    return undefined;
  }
  const found = await requests.choices(at);
  if (found) return { ...found, place: at };
  void tell('there is no entity at the cursor: put it on one that is coloured.');
  return undefined;
}

function cursor(): Place | undefined {
  const editor = activePaper();
  if (!editor) return undefined;
  const { document, selection } = editor;
  return {
    uri: document.uri.toString(),
    start: document.offsetAt(selection.start),
    end: document.offsetAt(selection.end),
  };
}
