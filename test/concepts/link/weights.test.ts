import { describe, expect, it } from 'vitest';
import { featureNames } from '../../../src/concepts/link/features.ts';
import { modelFor } from '../../../src/concepts/link/models.ts';
import { learnt } from '../../../src/concepts/link/weights.ts';

describe('the weights of linking', () => {
  it.each(Object.entries(learnt))('of %s are of features that there are', (_, { threshold, weights }) => {
    const names: readonly string[] = featureNames;
    for (const [name, weight] of Object.entries(weights)) {
      expect(names).toContain(name);
      expect(Number.isFinite(weight)).toBe(true);
    }
    expect(threshold).toBeGreaterThan(0);
    expect(threshold).toBeLessThan(1);
  });

  it('hold every feature that is not always 0 in a corpus', () => {
    const used = new Set(Object.values(learnt).flatMap(({ weights }) => Object.keys(weights)));
    const unused = featureNames.filter((name) => !used.has(name));
    // Nothing in the corpora's terminologies is told to be an abbreviation.
    expect(unused).toEqual(['abbreviation']);
  });

  it('are those of all types for a type that no corpus has', () => {
    expect(modelFor('CellLine')).toBe(modelFor('Anatomy'));
    expect(modelFor('Disease').weights.linear).toHaveLength(featureNames.length);
  });
});
