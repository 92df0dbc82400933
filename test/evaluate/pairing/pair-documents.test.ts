import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnnotatedDocument, textOf } from '../../../src/corpus/document.ts';
import type { CorpusProblem } from '../../../src/corpus/problems.ts';
import type { DocumentPair } from '../../../src/evaluate/pair.ts';
import { pairDocuments } from '../../../src/evaluate/pairing/pair-documents.ts';
import { labelledDocument, mention, textDocument } from '../support.ts';

/** Documents as a reader gives them, with how many have been read. */
class Documents {
  read = 0;
  closed = false;
  readonly #documents: readonly AnnotatedDocument[];

  constructor(...documents: readonly AnnotatedDocument[]) {
    this.#documents = documents;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<AnnotatedDocument, void, undefined> {
    try {
      for (const document of this.#documents) {
        this.read++;
        yield document;
      }
    } finally {
      this.closed = true;
    }
  }
}

async function pair(
  gold: readonly AnnotatedDocument[],
  ...systems: readonly (readonly AnnotatedDocument[])[]
): Promise<{ pairs: DocumentPair[]; problems: CorpusProblem[] }> {
  const problems: CorpusProblem[] = [];
  const [first, second] = systems.map((documents, index) => ({
    place: `found${index}.txt`,
    documents: new Documents(...documents),
  }));
  if (!first) throw new Error('a system is needed');
  const pairs: DocumentPair[] = [];
  const source = { place: 'gold.txt', documents: new Documents(...gold) };
  for await (const each of pairDocuments(source, [first, second], (problem) => problems.push(problem)))
    pairs.push(each);
  return { pairs, problems };
}

function found(text: string, ...words: readonly string[]): AnnotatedDocument {
  const mentions = words.map((word) => mention('Gene', text.indexOf(word), text.indexOf(word) + word.length));
  return textDocument(text, mentions, { file: 'found.txt' });
}

/** What was found, as it reads in the gold text. */
function texts({ gold, found: mentions }: DocumentPair): readonly string[] {
  return mentions.map((each) => textOf(gold, each));
}

const numbered = (id: number, text = `text ${id}`) => textDocument(text, [mention('Gene', 0, 4)], { id: String(id) });

describe('documents with ids', () => {
  it('are paired in whatever order they come, each id with its own', async () => {
    const order = fc
      .array(fc.nat(8), { maxLength: 9 })
      .chain((ids) => fc.tuple(fc.constant(ids), fc.shuffledSubarray(ids)));
    await fc.assert(
      fc.asyncProperty(order, async ([ids, others]) => {
        const { pairs, problems } = await pair(
          ids.map((id) => numbered(id)),
          [numbered(99), ...others.map((id) => numbered(id))],
        );
        expect(pairs.map(({ gold }) => gold.id).sort()).toEqual(ids.map(String).sort());
        const paired = pairs.filter((each) => each.found.length > 0);
        expect(paired.map(({ gold }) => gold.id).sort()).toEqual(others.map(String).sort());
        expect(problems.length).toBe(ids.length === 0 ? 0 : ids.length - others.length + 1);
      }),
    );
  });

  it('are read as they are needed where both sides are in the same order', async () => {
    const many = Array.from({ length: 50 }, (_, id) => numbered(id));
    const [gold, other] = [new Documents(...many), new Documents(...many.filter((_, id) => id !== 10))];
    let count = 0;
    const sources = [
      { place: 'gold.txt', documents: gold },
      { place: 'found.txt', documents: other },
    ] as const;
    for await (const { gold: document } of pairDocuments(sources[0], [sources[1]], () => {})) {
      if (document.id !== '10') expect(Math.abs(gold.read - other.read)).toBeLessThanOrEqual(2);
      count++;
    }
    expect(count).toBe(50);
  });

  it('count as missed, told, where they are missing, and are told where they are one too many', async () => {
    const { pairs, problems } = await pair([numbered(1), numbered(2)], [numbered(3), numbered(2)]);
    expect(pairs.map(({ gold, found: mentions }) => [gold.id, mentions.length])).toEqual([
      ['2', 1],
      ['1', 0],
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      'document 3 is not in gold.txt; its 1 mentions are not scored',
      'document 1 is not in found0.txt; its 1 mentions count as missed',
    ]);
  });

  it('hold what two systems found', async () => {
    const { pairs } = await pair([numbered(1), numbered(2)], [numbered(2), numbered(1)], [numbered(1)]);
    expect(pairs.map((each) => [each.gold.id, each.found.length, each.other?.length])).toEqual([
      ['1', 1, 1],
      ['2', 1, 0],
    ]);
  });

  it('leave no file open when the work ends early', async () => {
    const [gold, other] = [new Documents(numbered(1), numbered(2)), new Documents(numbered(1), numbered(2))];
    for await (const _ of pairDocuments({ place: 'g', documents: gold }, [{ place: 'f', documents: other }], () => {}))
      break;
    expect([gold.closed, other.closed]).toEqual([true, true]);
  });
});

describe('texts', () => {
  it('may differ in white space and in what no word holds; what was found is laid over the gold text', async () => {
    const gold = textDocument('The BRCA1-\u200bgene\r\n(𝛼-synuclein).');
    const { pairs } = await pair(
      [gold],
      [[found('The BRCA1 - gene ( 𝛼 - synuclein ) .', 'BRCA1 - gene', '𝛼 - synuclein', '.')]].flat(),
    );
    expect(pairs.map(texts)).toEqual([['BRCA1-\u200bgene', '𝛼-synuclein', '.']]);
  });

  it('hold the same mentions whatever white space is between their characters', async () => {
    const character = fc.constantFrom('a', 'é', 'e\u0301', '𝛼', '-', ' ', '\n', '\u00ad');
    await fc.assert(
      fc.asyncProperty(fc.array(character, { minLength: 1, maxLength: 20 }), fc.nat(), async (characters, seed) => {
        const visible = characters.filter((each) => !/^[\s\u00ad]$/.test(each));
        fc.pre(visible.length > 0);
        const [start, end] = [seed % visible.length, (seed % visible.length) + 1];
        const spaced = visible.join(' ');
        const from = visible.slice(0, start).join(' ').length + (start > 0 ? 1 : 0);
        const one = textDocument(spaced, [mention('Gene', from, from + visible.slice(start, end).join(' ').length)]);
        const { pairs } = await pair([textDocument(characters.join(''))], [one]);
        expect(pairs.map(texts)).toEqual([visible.slice(start, end)]);
      }),
    );
  });

  it('that are not the same are an error that names both files, the document and the first difference', async () => {
    const gold = textDocument('Loss of BRCA1 in cells.', [], { file: 'gold.txt', id: '7' });
    const other = textDocument('Loss of BRCA2 in cells.', [], { file: 'found.txt', id: '7', line: 3 });
    await expect(pair([gold], [other])).rejects.toThrow(
      'found.txt: line 1: the text of "7" is not that of "7" in gold.txt, line 1: "2 in cells.", there "1 in cells."; both must hold the same documents, but for white space',
    );
    const longer = { ...other, text: `${gold.text} And more.` };
    await expect(pair([gold], [longer])).rejects.toThrow('"And more.", there nothing');
  });

  it('leave out a mention of nothing but white space, and tell of it', async () => {
    const { pairs, problems } = await pair(
      [textDocument('a  b')],
      [textDocument('a b', [mention('Gene', 1, 2), mention('Gene', 1, 3)])],
    );
    expect(pairs.map(texts)).toEqual([['b']]);
    expect(problems.map(({ message }) => message)).toEqual([
      '" " (Gene) in d holds nothing but white space; not counted',
    ]);
  });
});

describe('documents without ids', () => {
  const sentences = [['B-Gene', 'O'], ['O', 'B-Gene', 'I-Gene'], ['O']];
  const alone = (file: string) =>
    sentences.map((names, index) => ({
      ...labelledDocument([names]),
      file,
      id: `${file}:${index + 1}`,
      line: index + 1,
    }));

  it('are paired sentence by sentence', async () => {
    const { pairs, problems } = await pair(alone('gold.conll'), alone('found.conll'));
    expect(pairs.map(texts)).toEqual([['w0'], ['w1 w2'], []]);
    expect(pairs[1]?.foundSentences?.[0]?.labels).toHaveLength(3);
    expect(problems).toEqual([]);
  });

  it('are paired where one side divides them otherwise', async () => {
    const whole = { ...labelledDocument(sentences, 'PMID'), file: 'found.txt' };
    const divided = await pair(alone('gold.conll'), [whole]);
    expect(divided.pairs.map(texts)).toEqual([['w0'], ['w1 w2'], []]);
    expect(divided.pairs.map(({ foundSentences }) => foundSentences?.map(({ words }) => words.length))).toEqual([
      [2],
      [3],
      [1],
    ]);
    const together = await pair([whole], alone('found.conll'));
    expect(together.pairs.map(texts)).toEqual([['w0', 'w1 w2']]);
    expect(together.pairs[0]?.foundSentences?.map(({ start, words }) => [start, words.length])).toEqual([
      [0, 2],
      [6, 3],
      [15, 1],
    ]);
  });

  it('in another order are an error that says so', async () => {
    const turned = alone('found.conll').toReversed();
    await expect(pair(alone('gold.conll'), turned)).rejects.toThrow(
      'both must hold the same documents in the same order',
    );
  });

  it('are paired in order where the same texts have other ids', async () => {
    const other = [1, 2].map((id) => numbered(id)).map((document) => ({ ...document, id: `x-${document.id}` }));
    const { pairs, problems } = await pair([numbered(1), numbered(2)], other);
    expect(pairs.map((each) => each.found.length)).toEqual([1, 1]);
    expect(problems).toEqual([]);
  });

  it('cut a mention that goes on in another gold document, and tell of it', async () => {
    const whole = { ...labelledDocument(sentences, 'PMID'), mentions: [mention('Gene', 3, 8)], file: 'found.txt' };
    const { pairs, problems } = await pair(alone('gold.conll'), [whole]);
    expect(pairs.map(texts)).toEqual([['w1'], [], []]);
    expect(problems.map(({ message }) => message)).toEqual([
      '"w1\\nw0" (Gene) in PMID goes on in another document; cut off there',
    ]);
  });

  it('that do not line up are an error; those that end early count as missed', async () => {
    const gold = alone('gold.conll');
    const [first, second, third] = alone('found.conll');
    if (!first || !second || !third) throw new Error('three sentences are needed');
    await expect(pair(gold, [first, third, second])).rejects.toThrow(
      'found.conll: line 1: the text of "found.conll:2" is not that of "gold.conll:2"',
    );
    const { pairs, problems } = await pair(gold, [first, second]);
    expect(pairs).toHaveLength(3);
    expect(problems.map(({ message }) => message)).toEqual([
      'document gold.conll:3 is not in found0.txt; its 0 mentions count as missed',
    ]);
    const longer = await pair([first], [first, second, third]);
    expect(longer.problems.map(({ message }) => message)).toEqual([
      'from here on 2 documents are not in gold.txt; not scored',
    ]);
    const whole = { ...labelledDocument(sentences, 'PMID'), file: 'gold.txt' };
    await expect(pair([whole], [first])).rejects.toThrow(
      'found0.txt: ends before "w0 w1 w2\\nw0" in "PMID" of gold.txt, line 4',
    );
  });
});
