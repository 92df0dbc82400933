import type { ConceptRecord, NameKind } from '../../../src/concepts/concept.ts';
import { createLinker } from '../../../src/concepts/link/create-linker.ts';
import type { DocumentLinker, LinkDocument, Linked, LinkMention } from '../../../src/concepts/link/linker.ts';
import type { ConceptStore } from '../../../src/concepts/store/store.ts';
import { StoreWriter } from '../../../src/concepts/store/writer.ts';
import { finish } from '../../../src/core/steps.ts';
import { splitSentences } from '../../../src/text/sentences.ts';
import { splitIntoWords } from '../../../src/text/words.ts';

/** A concept in few words: identifier, entity type, preferred name and others, and what else it has. */
export type Row = readonly [
  identifier: string,
  type: string,
  names: readonly [string, ...string[]],
  more?: Partial<Pick<ConceptRecord, 'xrefs' | 'parents' | 'species' | 'withdrawn'>> & { readonly kind?: NameKind },
];

/** A store in memory with one terminology of some concepts. */
export function storeOf(rows: readonly Row[]): ConceptStore {
  const { writer, store } = StoreWriter.inMemory();
  writer.begin({ name: 'terms', source: 'terms', fingerprint: 'terms' });
  writer.append(
    rows.map(([identifier, type, [name, ...names], more = {}], index) => ({
      identifier,
      name,
      types: [type],
      names: names.map((text) => ({ text, kind: more.kind ?? 'synonym' })),
      xrefs: more.xrefs ?? [],
      parents: more.parents ?? [],
      ...(more.species === undefined ? {} : { species: more.species }),
      ...(more.withdrawn === undefined ? {} : { withdrawn: more.withdrawn }),
      line: index + 1,
    })),
    1,
  );
  finish(
    writer.finish({ title: 'terms', version: '1', licence: 'none', sha256: '0', imported: '2026-01-01T00:00:00Z' }),
  );
  return store;
}

/** A document whose mentions stand in braces with their type: `{Disease:breast cancer} is frequent`. */
export function documentOf(marked: string): LinkDocument {
  const mentions: LinkMention[] = [];
  let text = '';
  let from = 0;
  for (const match of marked.matchAll(/\{(\w+):([^}]*)\}/g)) {
    text += marked.slice(from, match.index);
    const [whole, type = '', mention = ''] = match;
    mentions.push({ type, mention, start: text.length, end: text.length + mention.length });
    text += mention;
    from = match.index + whole.length;
  }
  text += marked.slice(from);
  const sentences = splitSentences(text).map(({ start, end }) => ({
    start,
    end,
    words: splitIntoWords(text.slice(start, end)).map((word) => ({
      ...word,
      start: start + word.start,
      end: start + word.end,
    })),
  }));
  return { sentences, mentions };
}

/** What the mentions of a marked document are linked to, in order. */
export function linkedIn(marked: string, store: ConceptStore): readonly Linked[] {
  const document = documentOf(marked);
  const linker: DocumentLinker = createLinker(store).open(document);
  return finish(linker.linkAll());
}

/** The concepts that the last mention of a marked document is linked to. */
export function lastIn(marked: string, store: ConceptStore): readonly string[] {
  return (
    linkedIn(marked, store)
      .at(-1)
      ?.links.map(({ concept }) => concept) ?? []
  );
}
