import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { evaluateCorpus, openEngine } from '../../src/engine.ts';
import type { EvaluationReport } from '../../src/evaluate/report/report.ts';
import { smallPubtator } from './small-corpus.ts';

/** The embedded model's report on the small corpus, which has errors of several kinds. Some hundred milliseconds. */
export async function smallReport(): Promise<EvaluationReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-small-'));
  try {
    for (const split of ['train', 'test']) writeFileSync(path.join(folder, `${split}.pubtator`), smallPubtator());
    return await reportOn(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The embedded model's report on a corpus, as it is read from its file. */
export async function reportOn(place: string): Promise<EvaluationReport> {
  const engine = await openEngine({ device: 'cpu' });
  try {
    for await (const event of evaluateCorpus(engine, { place })) {
      if (event.kind === 'done') return JSON.parse(JSON.stringify(event.report));
    }
    throw new Error('the evaluation ended without a report');
  } finally {
    await engine.dispose();
  }
}
