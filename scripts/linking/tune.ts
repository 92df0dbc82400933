// The weights and thresholds of linking, from train and devel parts: `node scripts/linking/tune.ts --corpora DIR [--store DIR]`
// writes src/concepts/link/weights.ts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { featureNames } from '../../src/concepts/link/features.ts';
import { Lookup } from '../../src/concepts/link/lookup.ts';
import { root } from '../paths.ts';
import { type Case, casesOf, generalCases } from './cases.ts';
import { assumed, judge, learnWeights, thresholdFor } from './fit.ts';
import { type GoldDocument, readGold } from './gold.ts';
import { identifiersOfTerms, storeOfTerms } from './terms.ts';

interface Source {
  readonly type: string;
  /** Parts that weights are learnt from, and those that thresholds are chosen on; in the end weights are learnt from both. */
  readonly train: readonly string[];
  readonly devel?: readonly string[];
}

/** Where a corpus has no devel part, every fourth document of train is. */
const sources: readonly Source[] = [
  { type: 'Disease', train: ['ncbi-disease/train', 'bc5cdr/train'], devel: ['ncbi-disease/devel', 'bc5cdr/devel'] },
  { type: 'Chemical', train: ['bc5cdr/train'], devel: ['bc5cdr/devel'] },
  { type: 'Species', train: ['linnaeus/train'] },
  { type: 'Gene', train: ['gnormplus/train'] },
];

const { values } = parseArgs({ options: { corpora: { type: 'string' }, store: { type: 'string' } } });
const corpora = values.corpora ?? path.join(root, '../shared/corpora');
const made = values.store === undefined ? await mkdtemp(path.join(os.tmpdir(), 'gerbera-terms-')) : undefined;
const store = await storeOfTerms(path.join(corpora, 'terms'), values.store ?? made!);
const lookup = new Lookup(store);
const held = await identifiersOfTerms(path.join(corpora, 'terms'));

const lines: string[] = [];
const general: { train: Case[]; devel: Case[] } = { train: [], devel: [] };
for (const { type, train: trainParts, devel: develParts } of sources) {
  const documents = await read(trainParts);
  const rest = develParts ? await read(develParts) : documents.filter((_, index) => index % 4 === 0);
  const others = develParts ? documents : documents.filter((_, index) => index % 4 !== 0);
  const train = casesOf(others, type, lookup, held);
  const devel = casesOf(rest, type, lookup, held);
  learn(type, train, devel);
  if (type !== 'Species') {
    general.train.push(...generalCases(train));
    general.devel.push(...generalCases(devel));
  }
}
learn('Other', general.train, general.devel);
store.close();
if (made !== undefined) await rm(made, { recursive: true });
await writeFile(
  path.join(root, 'src/concepts/link/weights.ts'),
  `/** Learnt by scripts/linking/tune.ts from the train and devel parts of corpora; not to be edited by hand. */
export const learnt = {
${lines.join('\n')}
} as const;
`,
);

/** Signs count where other terminologies than the corpora's are looked forward to: other species' genes, other types. */
function learn(type: string, train: readonly Case[], devel: readonly Case[]): void {
  const signed = type === 'Gene' || type === 'Other';
  const fitted = learnWeights(train, signed);
  const threshold = thresholdFor(devel, fitted);
  const judged = devel.map((one) => ({ ...judge(one, fitted), known: one.known }));
  const right = judged.filter(({ right, score }) => right && score >= threshold).length;
  const known = judged.filter(({ known }) => known).length;
  console.log(
    `${type}: ${train.length} + ${devel.length} mentions; on devel ${right} right of ${known} known, threshold ${threshold}`,
  );
  const weights = learnWeights([...train, ...devel], signed);
  lines.push(`  ${type}: {`, `    threshold: ${threshold},`, '    weights: {');
  for (const [index, name] of featureNames.entries()) {
    const weight = assumed[name] ?? Number(weights[index]!.toFixed(3));
    if (weight !== 0) lines.push(`      ${name}: ${weight},`);
  }
  lines.push('    },', '  },');
}

async function read(parts: readonly string[]): Promise<GoldDocument[]> {
  return (await Promise.all(parts.map((part) => readGold(corpora, part)))).flat();
}
