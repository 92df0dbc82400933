import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/core/random.ts';
import { bytesOfFeatures, featuresOfBytes } from '../../../src/transfer/cache/features-bytes.ts';
import type { CorpusFeatures, FeatureMatrix } from '../../../src/transfer/profile.ts';

function matrix(rows: number, columns: number): FeatureMatrix {
  const random = randomOf('features', rows, columns);
  return { rows, columns, values: Float32Array.from({ length: rows * columns }, () => random.uniform() - 0.5) };
}

const features: CorpusFeatures = {
  sentences: matrix(5, 3),
  mentions: matrix(0, 3),
  words: matrix(4, 3),
  wordLabels: Int32Array.of(0, 2, 1, 0),
  labels: ['O', 'Gène', 'Protein'],
};

describe('features as bytes', () => {
  it('come back as they were, wherever the bytes lie', () => {
    const bytes = bytesOfFeatures(features);
    expect(featuresOfBytes(bytes)).toEqual(features);
    const moved = new Uint8Array(bytes.length + 3).subarray(3);
    moved.set(bytes);
    expect(featuresOfBytes(moved)).toEqual(features);
  });

  it('are refused, whatever else they are', () => {
    const bytes = bytesOfFeatures(features);
    for (let length = 0; length < bytes.length; length++)
      expect(featuresOfBytes(bytes.subarray(0, length))).toBeUndefined();
    const labelled = bytesOfFeatures({ ...features, wordLabels: Int32Array.of(0, 3, 1, 0) });
    expect(featuresOfBytes(labelled)).toBeUndefined();
    const random = randomOf('damage');
    for (let round = 0; round < 300; round++) {
      const damaged = new Uint8Array(bytes);
      damaged[random.below(80)] = random.below(256);
      expect(() => featuresOfBytes(damaged)).not.toThrow();
    }
  });
});
