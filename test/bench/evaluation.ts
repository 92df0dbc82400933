import path from 'node:path';
import type { AnnotatedDocument } from '../../src/corpus/document.ts';
import { pubtator } from '../../src/corpus/forms/pubtator/pubtator.ts';
import { type Engine, evaluateCorpus, openEngine } from '../../src/engine.ts';
import { corporaFolder, missing } from '../support/shared.ts';

const runs = 9;

/** The share that an evaluation may take beyond bulk annotation of the same text. */
const budget = 0.1;

/**
 * What evaluation costs beyond bulk annotation: the NCBI-disease test part, read from PubTator, recognized and scored with all
 * modes, intervals and breakdowns, against annotating its titles and abstracts as one text, in turns, on two threads.
 * @returns lines to print.
 */
export async function benchEvaluation(): Promise<string[]> {
  const file = path.join(corporaFolder, 'concepts/ncbi-disease/test.pubtator.txt.gz');
  const absent = missing(file);
  if (absent !== undefined) return [`evaluation: ${absent}`];
  const text = await textOf(file);
  const engine = await openEngine({ device: 'cpu', threads: 2 });
  try {
    const pairs: { annotated: number; evaluated: number }[] = [];
    let words = 0;
    for (let run = 0; run <= runs; run++) {
      const annotated = await seconds(() => engine.annotate(text, 'plaintext'));
      const evaluated = await seconds(async () => {
        words = await evaluate(engine, file);
      });
      // The first run warms the compiler up.
      if (run > 0) pairs.push({ annotated, evaluated });
    }
    const rate = (of: (pair: (typeof pairs)[number]) => number) =>
      Math.round(words / median(pairs.map(of))).toLocaleString('en');
    const overhead = median(pairs.map(({ annotated, evaluated }) => evaluated / annotated)) - 1;
    return [
      `evaluation of ${words.toLocaleString('en')} words of NCBI-disease, all heads, two threads, median of ${runs}, in turns:`,
      `  ${rate(({ evaluated }) => evaluated)} words/s; annotated as one text: ${rate(({ annotated }) => annotated)} words/s`,
      `  ${(100 * overhead).toFixed(1)} % more time than annotation (budget ${100 * budget} %)`,
    ];
  } finally {
    await engine.dispose();
  }
}

async function textOf(file: string): Promise<string> {
  const documents: AnnotatedDocument[] = [];
  for await (const document of pubtator.read(file)) documents.push(document);
  return documents
    .flatMap(({ text, passages }) => passages.map(({ start, end }) => text.slice(start, end)))
    .join('\n\n');
}

async function evaluate(engine: Engine, place: string): Promise<number> {
  let words = 0;
  for await (const event of evaluateCorpus(engine, { place })) {
    if (event.kind === 'done') words = event.report.corpus.words;
  }
  return words;
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
