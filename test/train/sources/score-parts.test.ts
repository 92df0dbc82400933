import { describe, expect, it, vi } from 'vitest';
import { readCorpus } from '../../../src/corpus/read.ts';
import type { TokenClassifier } from '../../../src/model/classifier.ts';
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
      // A clock that goes on by 10 µs for each padded token, whatever the machine does.
      let now = 0;
      vi.spyOn(performance, 'now').mockImplementation(() => now);
      const timed: TokenClassifier = {
        ...classifier,
        classify: (batch) => {
          now += batch.ids.length / 100;
          return classifier.classify(batch);
        },
      };
      const told = await scoringSeconds(timed, used, undefined);
      const before = now;
      await scoreParts(timed, used, 'devel', undefined);
      const taken = (now - before) / 1000;
      expect(told / taken).toBeGreaterThan(0.8);
      expect(told / taken).toBeLessThan(1.25);
    } finally {
      vi.restoreAllMocks();
      await classifier.dispose();
    }
  }, 60_000);
});
