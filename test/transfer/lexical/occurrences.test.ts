import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/core/steps.ts';
import { indexText } from '../../../src/transfer/lexical/indexed-text.ts';
import { findSurfaces, mostSurfaceWords } from '../../../src/transfer/lexical/occurrences.ts';
import { sentence } from './support.ts';

describe('findSurfaces', () => {
  const word = fc.constantFrom('a', 'b', 'c');
  const surface = fc.array(word, { minLength: 1, maxLength: 4 });
  const text = fc.array(
    fc
      .array(fc.tuple(word, fc.boolean()), { maxLength: 15 })
      .map((words) => sentence(words.map(([each, labelled]) => (labelled ? `[${each}]` : each)).join(' '))),
    { maxLength: 5 },
  );

  it('finds what looking at each place finds', () => {
    fc.assert(
      fc.property(text, fc.uniqueArray(surface, { selector: String }), (sentences, surfaces) => {
        const found = finish(findSurfaces(finish(indexText(sentences)), surfaces));
        for (const [index, words] of surfaces.entries()) {
          let all = 0;
          let unlabelled = 0;
          for (const { words: own, mentions } of sentences) {
            for (let start = 0; start + words.length <= own.length; start++) {
              const end = start + words.length;
              if (own.slice(start, end).join(' ') !== words.join(' ')) continue;
              all++;
              if (!mentions.some((mention) => mention.start < end && start < mention.end)) unlabelled++;
            }
          }
          expect([found.all[index], found.unlabelled[index]]).toEqual([all, unlabelled]);
        }
      }),
    );
  });

  it('is linear in the text, also where surfaces of one word again and again overlap everywhere', () => {
    const length = 20_000;
    const repeated = sentence('a '.repeat(length));
    const surfaces = [1, mostSurfaceWords, mostSurfaceWords + 1, length].map((count) =>
      new Array<string>(count).fill('a'),
    );
    const found = finish(findSurfaces(finish(indexText([repeated])), surfaces));
    expect([...found.all]).toEqual([length, length - mostSurfaceWords + 1, 0, 0]);
  });
});
