import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LinkDocument, LinkMention } from '../../src/concepts/link/linker.ts';
import type { Engine } from '../../src/engine.ts';
import type { GoldDocument } from './gold.ts';

/** A document with the mentions that a model finds in it in place of those that people have told. */
export interface FoundDocument extends GoldDocument {
  readonly found: LinkDocument;
}

/**
 * What is found as if people had told it: each mention with the concepts of those of its type that overlap with it, for
 * `CFTR gene` is of the gene that people marked without the word `gene`; with none where none overlaps.
 */
export function foundAsGold({ id, found, gold }: FoundDocument): GoldDocument {
  return {
    id,
    document: found,
    gold: found.mentions.map((mention) => ({
      mention,
      concepts: [...new Set(gold.flatMap((other) => (overlap(other.mention, mention) ? other.concepts : [])))],
    })),
  };
}

/** Only what is found where people told a mention of other beginning or end. */
export function foundBeside(document: FoundDocument): GoldDocument {
  const { gold, ...rest } = foundAsGold(document);
  const told = new Set(document.gold.map(({ mention }) => placeOf(mention)));
  const beside = gold.filter(({ mention, concepts }) => concepts.length > 0 && !told.has(placeOf(mention)));
  return { ...rest, gold: beside };
}

/** Only what is found where people told nothing of the type: mentions that are none. */
export function falselyFound(document: FoundDocument): GoldDocument {
  const mentions = document.found.mentions.filter(
    (mention) => !document.gold.some((other) => overlap(other.mention, mention)),
  );
  return { id: document.id, document: document.found, gold: mentions.map((mention) => ({ mention, concepts: [] })) };
}

function overlap(a: LinkMention, b: LinkMention): boolean {
  return a.type === b.type && a.start < b.end && b.start < a.end;
}

function placeOf({ type, start, end }: LinkMention): string {
  return `${type} ${start} ${end}`;
}

/** A place in a text, the type found there, and what is written there. */
type Row = readonly [start: number, end: number, type: string, mention: string];

/**
 * What a model finds in documents.
 * @param kept a folder; what was found in the documents of a part before is read from it, else written there.
 */
export async function findMentions(
  documents: readonly GoldDocument[],
  part: string,
  engine: () => Promise<Engine>,
  kept?: string,
): Promise<readonly FoundDocument[]> {
  const file = kept === undefined ? undefined : path.join(kept, `${part.replaceAll('/', '-')}.json`);
  let rows: readonly (readonly Row[])[];
  if (file !== undefined && existsSync(file)) rows = JSON.parse(await readFile(file, 'utf8'));
  else {
    const model = await engine();
    const all: Row[][] = [];
    for (const { document } of documents) all.push(await rowsOf(document, model));
    rows = all;
    if (file !== undefined) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(rows));
    }
  }
  return documents.map((document, index) => ({
    ...document,
    found: { sentences: document.document.sentences, mentions: (rows[index] ?? []).map(mentionOf) },
  }));
}

async function rowsOf({ sentences }: LinkDocument, engine: Engine): Promise<Row[]> {
  const words = sentences.map((sentence) => sentence.words.map(({ text }) => text));
  const found = await engine.recognizeWords(words);
  const rows = sentences.flatMap((sentence, index) =>
    (found[index] ?? []).flatMap(({ start, end, type }): Row[] => {
      const inside = sentence.words.slice(start, end);
      const [first, last] = [inside[0], inside.at(-1)];
      if (!first || !last) return [];
      const mention = inside.map(({ text, spaced }, at) => (at > 0 && spaced ? ` ${text}` : text)).join('');
      return [[first.start, last.end, type, mention]];
    }),
  );
  return rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function mentionOf([start, end, type, mention]: Row): LinkMention {
  return { start, end, type, mention };
}
