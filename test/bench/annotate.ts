import os from 'node:os';
import { openEngine } from '../../src/engine.ts';
import { corpusFile, readCorpus } from '../support/corpus.ts';
import { missing } from '../support/shared.ts';

/** PyTorch 2.13 eager with the same model: fp32, two threads, sorted by length, batches of 16. */
const reference = 13_600;

const runs = 5;

/**
 * Words a second of bulk annotation with the embedded model on two threads: the words of the NCBI-disease test set in
 * one request, tokenization and all eight heads included, nothing remembered from the run before; the median of five.
 * @returns lines to print.
 */
export async function benchAnnotation(): Promise<string[]> {
  const file = corpusFile('NCBI-disease');
  const absent = missing(file);
  if (absent !== undefined) return [`bulk annotation: ${absent}`];
  const sentences = readCorpus(file).map(({ words }) => words);
  const count = sentences.reduce((sum, words) => sum + words.length, 0);
  const rates: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const engine = await openEngine({ device: 'cpu', threads: 2 });
    try {
      await engine.recognizeWords([['warm-up']]);
      const start = performance.now();
      await engine.recognizeWords(sentences);
      // The first run warms the compiler up.
      if (run > 0) rates.push((1000 * count) / (performance.now() - start));
    } finally {
      await engine.dispose();
    }
  }
  rates.sort((a, b) => a - b);
  const median = rates[Math.floor(runs / 2)] ?? 0;
  const shown = (rate: number) => Math.round(rate).toLocaleString('en');
  return [
    `bulk annotation, ${shown(count)} words of NCBI-disease, all heads, two threads (${os.cpus()[0]?.model}):`,
    `  ${shown(median)} words/s, median of ${runs} (${shown(rates[0] ?? 0)} to ${shown(rates.at(-1) ?? 0)})`,
    `  ${shown(reference)} words/s is PyTorch's figure: ${(median / reference).toFixed(2)} times`,
  ];
}
