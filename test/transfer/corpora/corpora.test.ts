import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { subset } from '../../../src/corpus/select.ts';
import { type CorpusPlace, findCorpora } from '../../../src/transfer/corpora/find-corpora.ts';
import { describeProfile, readProfile } from '../../../src/transfer/corpora/read-profile.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { smallPubtator } from '../../support/small-corpus.ts';

const scratch = scratchFolder();

/** A corpus in a folder of its own, by its parts. */
function corpus(place: string, parts: Readonly<Record<string, string>>): string {
  const folder = path.join(scratch, place);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(parts)) write(folder, name, content);
  return folder;
}

const conll = (words: string) =>
  words
    .split(' ')
    .map((word) => `${word}\t${/^[A-Z]/.test(word) ? 'B-Gene' : 'O'}\n`)
    .join('');
const sentences = Array.from({ length: 30 }, (_, index) => conll(`Gene${index} binds Gene0 here`)).join('\n');

async function read(place: CorpusPlace, options: { readonly sentences?: number } = {}) {
  const [found] = await findCorpora([place]);
  if (!found) throw new Error('not found');
  return readProfile(found, { seed: 1, ...options });
}

describe('corpora to compare', () => {
  it('have names that tell them apart', async () => {
    const places = ['a/one', 'b/one', 'b/two', 'c/d/three', 'e/d/three'].map((place) => {
      return corpus(place, { 'train.tsv': sentences });
    });
    const found = await findCorpora(places);
    expect(found.map(({ name }) => name)).toEqual(['a/one', 'b/one', 'two', places[3], places[4]]);
  });

  it('are their training parts, or the only part that there is, which is said', async () => {
    const both = corpus('both', { 'train.tsv': sentences, 'test.tsv': conll('A B') });
    expect(await read(both)).toMatchObject({ problems: [], profile: { name: 'both', place: both } });
    const alone = await read(corpus('test only', { 'test.tsv': sentences }));
    expect(alone.problems).toEqual(['it has no train part; its test part is compared']);
    const file = await read(path.join(both, 'train.tsv'));
    expect(file.profile.sentences).toHaveLength(30);
    const neither = corpus('neither', { 'devel.tsv': sentences, 'test.tsv': sentences });
    await expect(findCorpora([neither])).rejects.toThrow(`${neither}: it has devel and test, but no train part`);
  });

  it('are not compared with themselves, by whatever path', async () => {
    const place = corpus('itself', { 'train.tsv': sentences });
    const link = path.join(scratch, 'link');
    symlinkSync(place, link);
    await expect(findCorpora([place, `${place}/`])).rejects.toThrow('it is given twice');
    await expect(findCorpora([place, link])).rejects.toThrow(`${link}: it is given twice`);
  });

  it('have a mention, or are refused by name', async () => {
    const place = corpus('unlabelled', { 'train.tsv': conll('nothing here') });
    await expect(read(place)).rejects.toThrow(`${path.join(place, 'train.tsv')}: there is no mention at all`);
  });

  it('are counted', async () => {
    const { profile } = await read(corpus('pubtator', { 'train.pubtator': smallPubtator() }));
    expect(describeProfile(profile)).toMatchObject({ mentions: { Chemical: 6, Disease: 9 }, sentences: 8 });
  });

  it('are known by their sentences and mentions, whatever form they are in', async () => {
    const plain = await read(corpus('plain', { 'train.tsv': sentences }));
    const packed = await read(corpus('packed', { 'train.tsv.gz': `${sentences}\n\n` }));
    const other = await read(corpus('other', { 'train.tsv': sentences.replace('B-Gene', 'B-Protein') }));
    expect(packed.profile.sha256).toBe(plain.profile.sha256);
    expect(other.profile.sha256).not.toBe(plain.profile.sha256);
    expect(plain.whole).toBe(plain.profile.sha256);
  });

  it('are cut to the sentences that training with the seed draws', async () => {
    const place = corpus('cut', { 'train.tsv': sentences });
    const all = await read(place);
    const some = await read(place, { sentences: 12 });
    expect(some.profile.sentences).toEqual(subset(all.profile.sentences, 12 / 30, 1));
    expect(some.profile.sha256).not.toBe(all.whole);
    expect(some.whole).toBe(all.whole);
    expect((await read(place, { sentences: 30 })).profile.sha256).toBe(all.whole);
  });

  it('are compared by their sentences with mentions only, if that is asked for', async () => {
    const place = corpus('half', { 'train.tsv': `${sentences}\n${conll('nothing here')}\n${conll('nor there')}` });
    const all = await read(place);
    const half = await read({ place, onlyWithMentions: true });
    expect([all, half].map(({ profile }) => profile.sentences.length)).toEqual([32, 30]);
    expect(half.whole).toBe(all.whole);
    expect((await read({ place, onlyWithMentions: true }, { sentences: 5 })).profile.sentences).toEqual(
      subset(half.profile.sentences, 5 / 30, 1),
    );
  });

  it('tell what is wrong in them, by kind', async () => {
    const wrong = smallPubtator().replace('\tTamoxifen\t', '\tAnother text\t');
    const { problems } = await read(corpus('wrong', { 'train.pubtator': wrong }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^text differs \(once\): .*train\.pubtator: line \d+: /);
  });
});
