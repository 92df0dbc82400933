import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Linking } from '../../src/cli/annotate/linking.ts';
import type { Sentence } from '../../src/core/words.ts';
import type { ReadStretch } from '../../src/engine.ts';
import { productFolder } from '../../src/library/folders.ts';

const text = 'Imatinib was given';

/** Stretches of as many words as a model is given at once, with a mention in each. */
async function* stretches(count: number): AsyncGenerator<ReadStretch> {
  let start = 0;
  for (let index = 0; index < count; index++) {
    const sentences: Sentence[] = [];
    for (let sentence = 0; sentence < 7000; sentence++) {
      const words = [...text.matchAll(/\w+/g)].map(({ 0: word, index: at }) => ({
        ...{ text: word, start: start + at, end: start + at + word.length, spaced: at > 0 },
      }));
      sentences.push({ start, end: start + text.length, words });
      start += text.length + 1;
    }
    const [first] = sentences;
    const place = { start: first?.start ?? 0, end: (first?.start ?? 0) + 'Imatinib'.length };
    yield { sentences, entities: [{ ...place, type: 'Chemical', score: 1, mention: 'Imatinib' }] };
  }
}

describe('linking a paper', () => {
  it.each([
    [3, 0],
    [25, 1],
  ])(
    'of %i stretches links every mention in its place, and tells %i times that it goes in parts',
    async (count, told) => {
      const linking = await Linking.open(path.join(productFolder(), 'no-such-store'), new AbortController().signal);
      let parts = 0;
      const starts: number[] = [];
      const linked = linking.ofPaper(stretches(count), () => parts++);
      for await (const entities of linked) {
        for (const { start, linked } of entities) {
          starts.push(start);
          expect(linked.links[0]?.concept).toBe('MESH:D000068877');
        }
      }
      linking.close();
      expect(starts).toEqual(Array.from({ length: count }, (_, index) => index * 7000 * (text.length + 1)));
      expect(parts).toBe(told);
    },
  );

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const linking = await Linking.open(path.join(productFolder(), 'no-such-store'), stop.signal);
    const reason = new Error('enough');
    const many = async function* () {
      for await (const stretch of stretches(1)) {
        const [entity] = stretch.entities;
        stop.abort(reason);
        yield { ...stretch, entities: Array.from({ length: 20_000 }, () => entity!) };
      }
    };
    await expect(linking.ofPaper(many(), () => {}).next()).rejects.toBe(reason);
    linking.close();
  });
});
