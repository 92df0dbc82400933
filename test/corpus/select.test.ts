import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { subset, withTypes } from '../../src/corpus/select.ts';
import { checkMapping, mapMentions, mappedNames } from '../../src/corpus/types/mapping.ts';

const sentence = (...types: readonly string[]) => ({
  words: types.map((_, index) => `w${index}`),
  mentions: types.map((type, index) => ({ start: index, end: index + 1, type })),
  line: 1,
});

describe('choosing sentences', () => {
  it('by type keeps those with a mention of one of the types, in order', () => {
    const all = [sentence('RNA'), sentence(), sentence('DNA', 'RNA'), sentence('DNA')];
    expect(withTypes(all, ['RNA'])).toEqual([all[0], all[2]]);
    expect(withTypes(all, ['RNA', 'DNA'])).toEqual([all[0], all[2], all[3]]);
    expect(withTypes(all, [])).toEqual([]);
  });

  it('by share is of the size asked for, in order, and a part of every larger share of the same seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.tuple(fc.double({ min: 0.001, max: 1, noNaN: true }), fc.double({ min: 0.001, max: 1, noNaN: true })),
        fc.integer(),
        (size, shares, seed) => {
          const all = [...Array(size).keys()];
          const [small = 1, large = 1] = shares.toSorted((a, b) => a - b);
          const few = subset(all, small, seed);
          const many = subset(all, large, seed);
          expect(few.length).toBe(Math.max(1, Math.round(size * small)));
          expect(many).toEqual(many.toSorted((a, b) => a - b));
          expect(new Set(many).size).toBe(many.length);
          expect(few.filter((item) => !many.includes(item))).toEqual([]);
          expect(subset(all, small, seed)).toEqual(few);
        },
      ),
    );
    const all = [...Array(100).keys()];
    expect(subset(all, 1, 7)).toEqual(all);
    expect(subset(all, 0.2, 7)).not.toEqual(subset(all, 0.2, 8));
    expect(subset([], 0.5, 7)).toEqual([]);
  });

  it.each([0, -1, 1.01, Number.NaN])('refuses a share of %s', (share) => {
    expect(() => subset([1], share, 0)).toThrow(UserError);
  });
});

describe('mapping types', () => {
  const { mentions } = sentence('protein', 'DNA', 'constructor', '__proto__');

  it('renames mentions and leaves out those of types without a name', () => {
    expect(mapMentions(mentions, { protein: 'Gene', DNA: 'DNA' }).map(({ type }) => type)).toEqual(['Gene', 'DNA']);
    expect(mapMentions(mentions, { '*': 'General', DNA: 'DNA' }).map(({ type }) => type)).toEqual([
      'General',
      'DNA',
      'General',
      'General',
    ]);
    expect(mappedNames({ protein: 'Gene', 'family name': 'Gene', DNA: 'DNA' })).toEqual(['Gene', 'DNA']);
  });

  it('is refused where it names a type that the corpus has not, or none', () => {
    const types = ['DNA', 'protein'];
    expect(() => checkMapping('/c', types, { protein: 'Gene', '*': 'General' })).not.toThrow();
    expect(() => checkMapping('/c', types, { RNA: 'RNA' })).toThrow(
      '/c: there is no mention of the type "RNA" in it; it has "DNA", "protein"',
    );
    expect(() => checkMapping('/c', [], { RNA: 'RNA' })).toThrow('it has no mention at all');
    expect(() => checkMapping('/c', types, {})).toThrow('/c: no entity type of it is mapped to a head');
  });
});
