import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity } from '../../src/core/entity.ts';
import { hiddenEntities } from '../../src/extension/overlaps.ts';

const entity = (start: number, end: number, type: string, score = 0.9): Entity => ({
  start,
  end,
  type,
  score,
  mention: 'x'.repeat(end - start),
});

describe('entities whose colour is hidden', () => {
  it('are the outer ones: the innermost gives the text its colour', () => {
    const dna = entity(0, 9, 'DNA');
    expect(hiddenEntities([dna, entity(0, 4, 'Gene')])).toEqual([dna]);
  });

  it('are the less sure ones where two are as long', () => {
    const unsure = entity(0, 4, 'Gene', 0.6);
    expect(hiddenEntities([entity(0, 4, 'Disease', 0.8), unsure])).toEqual([unsure]);
  });

  it('are none where entities only touch, or have the same type', () => {
    expect(hiddenEntities([entity(0, 4, 'Gene'), entity(4, 8, 'DNA')])).toEqual([]);
    expect(hiddenEntities([entity(0, 8, 'Gene'), entity(2, 4, 'Gene')])).toEqual([]);
  });

  it('are one of every two that overlap with different types', () => {
    const random = fc
      .record({
        start: fc.nat(30),
        length: fc.integer({ min: 1, max: 8 }),
        type: fc.constantFrom('Gene', 'DNA', 'RNA'),
        score: fc.double({ min: 0.5, max: 1, noNaN: true }),
      })
      .map(({ start, length, type, score }) => entity(start, start + length, type, score));
    fc.assert(
      fc.property(fc.array(random, { maxLength: 12 }), (entities) => {
        const hidden = new Set(hiddenEntities(entities));
        for (const one of entities) {
          const rivals = entities.filter(
            (other) => other.type !== one.type && other.start < one.end && one.start < other.end,
          );
          if (rivals.length === 0) expect(hidden.has(one)).toBe(false);
          for (const rival of rivals) expect(hidden.has(one) || hidden.has(rival)).toBe(true);
        }
      }),
    );
  });
});
