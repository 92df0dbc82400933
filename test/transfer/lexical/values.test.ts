import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockSentences } from '../../../src/transfer/lexical/blocks.ts';
import { labelConflicts } from '../../../src/transfer/lexical/conflicts.ts';
import { lexicalProfile } from '../../../src/transfer/lexical/profile.ts';
import { lexicalIds, lexicalValues } from '../../../src/transfer/lexical/values.ts';
import type { CorpusProfile } from '../../../src/transfer/profile.ts';
import { corpus, corpusOf, sentence } from './support.ts';

async function compare(target: CorpusProfile, candidate: CorpusProfile, seed = 1) {
  return lexicalValues(await lexicalProfile(target), await lexicalProfile(candidate), seed);
}

async function conflicts(target: CorpusProfile, candidate: CorpusProfile, most = 10) {
  return labelConflicts(await lexicalProfile(target), await lexicalProfile(candidate), most);
}

describe('lexicalValues', () => {
  it('shares vocabularies in lower case, without numbers and punctuation', async () => {
    const target = corpus('The [APC gene] , 12');
    const candidate = corpus('A [gene] of the mouse . 12');
    const { values } = await compare(target, candidate);
    // the apc gene; a gene of the mouse.
    expect(values.wordOverlap).toBeCloseTo((2 * 2) / (3 + 5));
    // apc gene; gene.
    expect(values.entityWordOverlap).toBeCloseTo((2 * 1) / (2 + 1));
  });

  it('counts each mention of the target whose surface is a mention in the candidate', async () => {
    const target = corpus('[TNF-α] and [TNF-α] and [Tumors] of [mice] by [APC]');
    const candidate = corpus('[TNF alpha] , [tumour] and [APC]', 'mice');
    const { values } = await compare(target, candidate);
    expect(values.entityOverlap).toBeCloseTo(1 / 5);
    expect(values.entityOverlapNormalised).toBeCloseTo(4 / 5);
    const { values: reverse } = await compare(candidate, target);
    expect(reverse.entityOverlap).toBeCloseTo(1 / 3);
    expect(reverse.entityOverlapNormalised).toBe(1);
  });

  it('takes mentions without a letter or a digit as they are', async () => {
    const { values } = await compare(corpus('[+]', '[-]'), corpus('[-]'));
    expect(values.entityOverlapNormalised).toBe(0.5);
  });

  it('tells how far labels contradict each other, as its formula says', async () => {
    // In the target, `patients` is always labelled, in the candidate never. `APC` agrees, `mice` is new.
    const target = corpus('[patients] with [APC] , [APC] and [mice]', '[patients] , [patients]');
    const candidate = corpus('patients and patients , [APC]', 'patients');
    const { values } = await compare(target, candidate);
    expect(values.labelConflict).toBeCloseTo((3 / 6 + 0) / 2);
  });

  it('counts what a corpus is unsure of itself by how unsure it is', async () => {
    const target = corpus('[was] was was was');
    const candidate = corpus('was was', '[gene]');
    const { values } = await compare(target, candidate);
    expect(values.labelConflict).toBeCloseTo((1 / 4 + 0) / 2);
  });

  it('takes no occurrence for unlabelled of which a mention holds a part', async () => {
    const target = corpus('[cancer] and [breast cancer]');
    const candidate = corpus('[breast cancer] and [skin cancer] and [breast] cancer');
    const { values } = await compare(target, candidate);
    // `cancer` is outside of a mention once of three times, `breast cancer` never.
    expect(values.labelConflict).toBeCloseTo(((1 / 2) * (1 / 3)) / 2);
  });

  it('finds no surface across the end of a sentence', async () => {
    const { values } = await compare(corpus('[breast cancer]'), corpus('breast', 'cancer'));
    expect(values.labelConflict).toBe(0);
  });

  it('is 1 of a corpus and itself, without a conflict', async () => {
    const texts = Array.from(
      { length: 60 },
      (_, i) => `[gene${i % 7} a] binds gene${i % 5} in cell${i} , gene${i % 7} a`,
    );
    const { values } = await compare(corpus(...texts), corpus(...texts));
    for (const id of lexicalIds) expect(values[id], id).toBeCloseTo(id === 'labelConflict' ? 0 : 1, 6);
  });

  it('is 0 of corpora that share no word', async () => {
    const { values } = await compare(
      corpus(...Array.from({ length: 30 }, (_, i) => `[alpha${i}] beta gamma${i % 4}`)),
      corpus(...Array.from({ length: 12 }, (_, i) => `[delta${i}] epsilon zeta${i % 3}`)),
    );
    for (const id of lexicalIds) expect(values[id], id).toBeCloseTo(0, 6);
  });

  it('is what the shares of the topics give', async () => {
    const block = (word: string) => Array.from({ length: blockSentences }, () => `${word}a ${word}b`);
    const corpora = [
      ['heart', 'gene'],
      ['gene', 'river'],
    ].map((topics) => corpus(...topics.flatMap(block))) as [CorpusProfile, CorpusProfile];
    const { values } = await compare(...corpora);
    // The divergence of (1/2, 1/2, 0) and (0, 1/2, 1/2) is 1/2.
    expect(values.topicSimilarity).toBeCloseTo(1 - Math.sqrt(1 / 2));
  });

  it('says why a measure has no value', async () => {
    const { values, undefinedBecause } = await compare(corpus('. ,'), corpus('the [1]'));
    expect(values).toMatchObject({
      entityOverlap: null,
      entityWordOverlap: null,
      tfidfCosine: null,
      topicSimilarity: null,
    });
    expect(undefinedBecause).toEqual({
      entityWordOverlap: 'neither corpus has a mention with a letter',
      entityOverlap: 'the target has no mention',
      entityOverlapNormalised: 'the target has no mention',
      tfidfCosine: 'one of the corpora has no word that tells of a topic',
      topicSimilarity: 'one of the corpora has no word that tells of a topic',
    });
  });

  it('is not defined where both are empty', async () => {
    const { values, undefinedBecause } = await compare(corpusOf([]), corpusOf([]));
    for (const id of lexicalIds) expect(values[id], id).toBeNull();
    expect(Object.keys(undefinedBecause).sort()).toEqual([...lexicalIds].sort());
  });

  it('takes a single sentence with a word of two hundred thousand letters', async () => {
    const { values } = await compare(corpus(`[${'α'.repeat(100_000)}${'b1'.repeat(50_000)}] gene`), corpus('a [gene]'));
    expect(values.wordOverlap).toBeCloseTo((2 * 1) / (2 + 2));
    expect(values.topicSimilarity).not.toBeNull();
  });

  it('stops when it is aborted', async () => {
    const profile = await lexicalProfile(corpus('a [gene]'));
    const reason = new Error('enough');
    await expect(lexicalProfile(corpus('a [gene]'), AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(lexicalValues(profile, profile, 1, AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(labelConflicts(profile, profile, 1, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  const word = fc.constantFrom('gene', 'Gene', 'cell', 'mice', 'in', 'p53', '.', 'tumor', 'tumors', 'il-2');
  const labelled = fc
    .array(fc.tuple(word, fc.integer({ min: 0, max: 3 })), { maxLength: 12 })
    .map((pieces) =>
      sentence(
        pieces.map(([text, kind]) => (kind === 0 ? `[${text}]` : kind === 1 ? `[${text} cell]` : text)).join(' '),
      ),
    );
  const someCorpus = fc.array(labelled, { maxLength: 14 }).map(corpusOf);

  it('is in [0, 1], symmetric but for the entity overlap, and the same for the same seed', async () => {
    await fc.assert(
      fc.asyncProperty(someCorpus, someCorpus, fc.nat(), async (a, b, seed) => {
        const { values } = await compare(a, b, seed);
        for (const id of lexicalIds) {
          const value = values[id];
          if (value === null) continue;
          expect(value, id).toBeGreaterThanOrEqual(0);
          expect(value, id).toBeLessThanOrEqual(1);
        }
        const { values: reverse } = await compare(b, a, seed);
        const { entityOverlap, entityOverlapNormalised, ...symmetric } = values;
        expect(reverse).toMatchObject(symmetric);
        expect((entityOverlap ?? 0) <= (entityOverlapNormalised ?? 0)).toBe(true);
        expect(await compare(a, b, seed)).toEqual({ values, undefinedBecause: expect.anything() });
      }),
      { numRuns: 40 },
    );
  });
});

describe('labelConflicts', () => {
  it('names what is most labelled in one corpus and not in the other', async () => {
    const target = corpus('patients and mice and mice', 'patients of [APC] , [APC] , [women]', 'patients');
    const candidate = corpus('[patients] , [mice] , [patients]', 'APC women women');
    expect(await conflicts(target, candidate)).toEqual([
      { surface: 'patients', labelledIn: 'candidate', mentions: 2, unlabelled: 3 },
      { surface: 'APC', labelledIn: 'target', mentions: 2, unlabelled: 1 },
      { surface: 'mice', labelledIn: 'candidate', mentions: 1, unlabelled: 2 },
      { surface: 'women', labelledIn: 'target', mentions: 1, unlabelled: 2 },
    ]);
    expect(await conflicts(target, candidate, 1)).toHaveLength(1);
  });

  it('leaves out what a corpus hardly labels itself', async () => {
    expect(await conflicts(corpus('[was] was was'), corpus('was was'))).toEqual([]);
  });
});
