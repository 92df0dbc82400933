import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodePoints } from '../../src/corpus/code-points.ts';

describe('offsets in code points', () => {
  it('are those of Array.from, for text of all planes and lone surrogates', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', 'e\u0301', '𝒟', '🧬', '\ud83e', '\udda0'),
      maxLength: 20,
    });
    fc.assert(
      fc.property(text, (content) => {
        const points = new CodePoints(content);
        const characters = Array.from(content);
        expect(points.length).toBe(characters.length);
        for (let point = 0; point <= characters.length; point++) {
          const unit = characters.slice(0, point).join('').length;
          expect(points.toUnit(point)).toBe(unit);
          expect(points.toPoint(unit)).toBe(point);
        }
      }),
    );
  });

  it('of the second half of a character are those of the character', () => {
    expect(new CodePoints('a𝒟b').toPoint(2)).toBe(1);
  });
});
