import os from 'node:os';
import { openEngine } from '../../src/engine.ts';
import { corpusFile, readCorpus } from '../support/corpus.ts';

/**
 * Words a second of bulk annotation with the embedded model: the words of the NCBI-disease test set in one request,
 * tokenization and all eight heads included, the word cache cold each time; median of five. Beside it stands PyTorch
 * 2.13 eager (fp32, two threads, sorted by length, batch 16) with the same model on two cores.
 */
const reference = 13_600;
const runs = 5;

const sentences = readCorpus(corpusFile('NCBI-disease')).map(({ words }) => words);
const count = sentences.reduce((sum, words) => sum + words.length, 0);
const rates: number[] = [];
for (let run = 0; run <= runs; run++) {
  // A fresh engine: nothing is remembered from the run before.
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
const median = rates.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
const shown = (rate: number) => Math.round(rate).toLocaleString('en');
console.log(
  [
    `bulk annotation, ${shown(count)} words of NCBI-disease, all heads, two threads (${os.cpus()[0]?.model}):`,
    `  ${shown(median)} words/s, median of ${runs} (${shown(rates[0] ?? 0)} to ${shown(rates.at(-1) ?? 0)})`,
    `  ${shown(reference)} words/s is PyTorch's figure: ${(median / reference).toFixed(2)} times`,
  ].join('\n'),
);
