import path from 'node:path';
import type { LinkDocument, LinkMention } from '../../src/concepts/link/linker.ts';
import { identifierOf } from '../../src/concepts/namespaces.ts';
import { type AnnotatedDocument, extentOf, textOf } from '../../src/corpus/document.ts';
import { pubtator } from '../../src/corpus/forms/pubtator/pubtator.ts';
import { sentencesOf } from '../../src/corpus/words.ts';

/** A mention whose concepts people have told. */
export interface GoldMention {
  readonly mention: LinkMention;
  /** Identifiers, as a store writes them, of all concepts that it holds: several of a composite one; none if it has none. */
  readonly concepts: readonly string[];
}

export interface GoldDocument {
  readonly id: string;
  readonly document: LinkDocument;
  readonly gold: readonly GoldMention[];
}

/** Which concepts the types of the corpora's mentions are looked up among, and the namespace of bare identifiers. */
const types: Readonly<Record<string, { readonly type: string; readonly namespace: string }>> = {
  Disease: { type: 'Disease', namespace: 'MESH' },
  SpecificDisease: { type: 'Disease', namespace: 'MESH' },
  DiseaseClass: { type: 'Disease', namespace: 'MESH' },
  CompositeMention: { type: 'Disease', namespace: 'MESH' },
  Modifier: { type: 'Disease', namespace: 'MESH' },
  Chemical: { type: 'Chemical', namespace: 'MESH' },
  Species: { type: 'Species', namespace: 'NCBITaxon' },
  Gene: { type: 'Gene', namespace: 'NCBIGene' },
};

/** The documents of a corpus in PubTator form, with the mentions that are of a type with concepts. */
export async function readGold(corpora: string, name: string): Promise<readonly GoldDocument[]> {
  const file = path.join(corpora, 'concepts', `${name}.pubtator.txt.gz`);
  const documents: GoldDocument[] = [];
  for await (const document of pubtator.read(file)) documents.push(goldDocument(document));
  return documents;
}

function goldDocument(document: AnnotatedDocument): GoldDocument {
  const gold: GoldMention[] = [];
  for (const mention of document.mentions) {
    const known = types[mention.type];
    if (known === undefined) continue;
    const { type, namespace } = known;
    gold.push({
      mention: { ...extentOf(mention), type, mention: textOf(document, mention) },
      concepts: conceptsOf(mention.concepts, namespace),
    });
  }
  const sentences = sentencesOf(document).map(({ start, end, words }) => ({
    start,
    end,
    words: words.map((word, index) => ({
      ...word,
      text: document.text.slice(word.start, word.end),
      spaced: index === 0 || (words[index - 1]?.end ?? 0) < word.start,
    })),
  }));
  return { id: document.id, gold, document: { sentences, mentions: gold.map(({ mention }) => mention) } };
}

/** `D003110|D009369`, `MESH:D003924`, `Species:9606`, `3172,3651`; `-1` is none. */
function conceptsOf(written: readonly string[], namespace: string): readonly string[] {
  const all = written
    .flatMap((concept) => concept.split(/[|,+;]/))
    .map((concept) =>
      concept
        .trim()
        .replace(/^(?:Species|Gene|Focus):(?=\d)/, '')
        .replace(/\(Tax:\d+\)$/, ''),
    )
    .filter((concept) => concept !== '' && concept !== '-1' && concept !== '-');
  return [...new Set(all.map((concept) => identifierOf(concept, namespace)))];
}
