import { describe, expect, it } from 'vitest';
import { readCorpus } from '../../../src/corpus/read.ts';
import { loadClassifier } from '../../../src/model/load.ts';
import { scoreParts, scoringSeconds } from '../../../src/train/sources/score-parts.ts';
import { configFor, gerberaStages, runAll, workshop, writeCorpus } from '../run/fixtures.ts';

describe('how long scoring takes', () => {
  it('is told by a sample about as it then is', async () => {
    const shop = workshop();
    const config = configFor(shop, 'out', [{ ...gerberaStages[0]!, epochs: 1 }]);
    await runAll(config);
    const corpus = await readCorpus(
      writeCorpus(shop.at('large'), { type: 'Disease', mentions: ['w1'], sentences: 6000 }),
    );
    const used = [{ id: 'large', corpus, mapping: { Disease: 'Disease' }, train: [] }];
    const classifier = await loadClassifier(config.output, { device: 'cpu', threads: 1 });
    try {
      const told = await scoringSeconds(classifier, used, undefined);
      const before = performance.now();
      await scoreParts(classifier, used, 'devel', undefined);
      const taken = (performance.now() - before) / 1000;
      // Wide, since other work on the machine makes either longer.
      expect(told / taken).toBeGreaterThan(0.3);
      expect(told / taken).toBeLessThan(3);
    } finally {
      await classifier.dispose();
    }
  }, 60_000);
});
