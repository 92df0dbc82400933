import { openConcepts } from '../../concepts/concepts.ts';
import { describeConcept } from '../../concepts/describe/card.ts';
import { plainText } from '../../concepts/describe/markup.ts';
import { addressOf } from '../../concepts/namespaces.ts';
import type { ConceptStore, NamedConcept } from '../../concepts/store/store.ts';
import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import { plain } from '../../evaluate/report/format.ts';
import { embeddedTerminology } from '../../library/folders.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { type Terminal, tell, write } from '../terminal.ts';
import { whole } from '../training-options.ts';
import { givenConceptsFolder } from './store-folder.ts';

/** Concepts that are shown if it is not said how many. */
const usualLimit = 20;

/**
 * Searches the store, or where there is none what the samples mention, by what a person types; of an identifier, shows the card of its
 * concept.
 */
export async function searchAction(given: Arguments, { stdout, stderr }: Terminal): Promise<number> {
  const text = given.positionals.join(' ').trim();
  if (text === '') throw new UsageError('nothing to search for; give a name, its beginning, or an identifier');
  const limit = whole(given, 'limit', 1, 10_000) ?? usualLimit;
  const type = given.value('type');
  const concepts = openConcepts({ folder: givenConceptsFolder(given), embedded: embeddedTerminology() });
  try {
    await concepts.ready;
    const { store } = concepts;
    if (type !== undefined) checkType(store, type);
    const shown = cardOf(store, text, given.flag('json')) ?? found(store, text, { limit, type }, given.flag('json'));
    if (shown !== '') await write(stdout, `${shown}\n`);
    else tell(stderr, `gerbera: no concept is called ${quoted(text)}\n`);
    return shown === '' || shown === '[]' ? 1 : 0;
  } finally {
    concepts.close();
  }
}

function checkType(store: ConceptStore, type: string): void {
  const types = new Set(store.terminologies().flatMap((terminology) => terminology.types));
  if (types.has(type)) return;
  const there = types.size === 0 ? 'there are no terminologies' : `there are ${[...types].sort().join(', ')}`;
  throw new UserError(`--type: no concept is a ${quoted(type)}; ${there}`);
}

function cardOf(store: ConceptStore, text: string, json: boolean): string | undefined {
  const concept = /\s/.test(text) ? undefined : store.concept(text);
  if (!concept) return undefined;
  const same = store.sameAs(concept.identifier);
  const address = addressOf(concept.identifier);
  if (json) return JSON.stringify({ ...concept, sameAs: same, ...(address ? { address } : {}) }, undefined, 2);
  return describeConcept(store, [concept.identifier, ...same], plainText);
}

function found(
  store: ConceptStore,
  text: string,
  { limit, type }: { limit: number; type: string | undefined },
  json: boolean,
): string {
  const concepts = store.search(text, { limit, ...(type === undefined ? {} : { type }) });
  if (json) return JSON.stringify(concepts, undefined, 2);
  return concepts.map(lineOf).join('\n');
}

/** Identifier, preferred name, types, the name that was found if it is another one; tabs between them. */
function lineOf({ identifier, preferred, types, name, withdrawn, terminology }: NamedConcept): string {
  const other = name === preferred ? '' : name;
  const cells = [identifier, preferred, types.join(', '), terminology, other, withdrawn ? 'withdrawn' : ''];
  return cells.map(plain).join('\t').trimEnd();
}
