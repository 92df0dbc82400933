// The weights and thresholds of linking, from train and devel parts:
// `node scripts/linking/tune.ts --corpora DIR [--store DIR] [--found DIR]`
// writes src/concepts/link/weights.ts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { featureNames } from '../../src/concepts/link/features.ts';
import { Lookup } from '../../src/concepts/link/lookup.ts';
import type { Weights } from '../../src/concepts/link/rank.ts';
import { type Engine, openEngine } from '../../src/engine.ts';
import { root } from '../paths.ts';
import { type Case, casesOf, generalCases } from './cases.ts';
import { assumed, calibrated, judge, learnWeights, thresholdFor } from './fit.ts';
import { type FoundDocument, falselyFound, findMentions, foundAsGold, foundBeside } from './found.ts';
import { type GoldDocument, readGold } from './gold.ts';
import { identifiersOfTerms, storeOfTerms } from './terms.ts';

interface Source {
  readonly type: string;
  /** Parts that weights are learnt from, and those that thresholds are chosen on; in the end weights are learnt from both. */
  readonly train: readonly string[];
  readonly devel?: readonly string[];
  /** Whether people left out mentions on purpose, so that what a model finds elsewhere is no mistake. */
  readonly partial?: true;
}

/** Where a corpus has no devel part, every fourth document of train is. */
const sources: readonly Source[] = [
  { type: 'Disease', train: ['ncbi-disease/train', 'bc5cdr/train'], devel: ['ncbi-disease/devel', 'bc5cdr/devel'] },
  { type: 'Chemical', train: ['bc5cdr/train'], devel: ['bc5cdr/devel'] },
  { type: 'Species', train: ['linnaeus/train'], partial: true },
  { type: 'Gene', train: ['gnormplus/train'] },
];

/** Hidden units, for types where they gain more than a point on devel. */
const hiddenUnits: Readonly<Record<string, number>> = { Disease: 16 };

/** Decimals of a weight. */
const digits = 3;

const { values } = parseArgs({
  options: {
    corpora: { type: 'string', default: path.join(root, '../shared/corpora') },
    store: { type: 'string' },
    found: { type: 'string' },
  },
});
const { corpora } = values;
const made = values.store === undefined ? await mkdtemp(path.join(os.tmpdir(), 'gerbera-terms-')) : undefined;
const store = await storeOfTerms(path.join(corpora, 'terms'), values.store ?? made!);
const lookup = new Lookup(store);
const held = await identifiersOfTerms(path.join(corpora, 'terms'));
let opened: Promise<Engine> | undefined;
const engine = (): Promise<Engine> => {
  opened ??= openEngine();
  return opened;
};

/** Cases of gold mentions, of what the model finds beside them and where there is none, and of all that it finds. */
interface Cases {
  readonly told: Case[];
  readonly beside: Case[];
  readonly none: Case[];
  readonly found: Case[];
  /** Concepts of gold mentions. */
  gold: number;
}

const lines: string[] = [];
const general: { train: Cases; devel: Cases } = { train: noCases(), devel: noCases() };
for (const { type, train: trainParts, devel: develParts, partial = false } of sources) {
  const documents = await read(trainParts);
  const rest = develParts ? await read(develParts) : documents.filter((_, index) => index % 4 === 0);
  const others = develParts ? documents : documents.filter((_, index) => index % 4 !== 0);
  const train = casesFor(others, type, partial);
  const devel = casesFor(rest, type, partial);
  learn(type, train, devel);
  if (type === 'Species') continue;
  for (const [all, own] of [
    [general.train, train],
    [general.devel, devel],
  ] as const) {
    all.told.push(...generalCases(own.told));
    all.beside.push(...generalCases(own.beside));
    all.none.push(...generalCases(own.none));
    all.found.push(...generalCases(own.found));
    all.gold += own.gold;
  }
}
learn('Other', general.train, general.devel);
await (await opened)?.dispose();
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
function learn(type: string, train: Cases, devel: Cases): void {
  const signed = type === 'Gene' || type === 'Other';
  const hidden = hiddenUnits[type] ?? 0;
  const fitted = learnt([train], signed, hidden);
  const threshold = thresholdFor(devel.found, fitted, devel.gold);
  const judged = [...devel.told, ...devel.beside, ...devel.none].map((one) => judge(one, fitted));
  const known = devel.told.filter((one) => one.known).map((one) => judge(one, fitted));
  const percent = (right: number, of: number) => `${((100 * right) / of).toFixed(2)} % (${right} of ${of})`;
  console.log(
    `${type}: ${train.told.length} + ${devel.told.length} mentions, ${train.beside.length} + ${devel.beside.length} beside them, ${train.none.length} + ${devel.none.length} that are none; on devel, learnt from train, best candidate right ${percent(known.filter(({ right }) => right).length, known.length)}, threshold ${threshold}`,
  );
  console.log(`  score and share right on devel: ${reliability(judged)}`);
  const weights = learnt([train, devel], signed, hidden);
  lines.push(`  ${type}: {`, `    threshold: ${threshold},`, '    weights: {');
  for (const [index, name] of featureNames.entries()) {
    const weight = assumed[name] ?? Number(weights.linear[index]!.toFixed(digits));
    if (weight !== 0) lines.push(`      ${name}: ${weight},`);
  }
  lines.push('    },');
  if (hidden > 0) lines.push(...hiddenLines(weights));
  lines.push('  },');
}

function learnt(parts: readonly Cases[], signed: boolean, hidden: number): Weights {
  const told = parts.flatMap((part) => part.told);
  const others = parts.flatMap(({ beside, none }) => [...beside, ...none]);
  return calibrated(learnWeights(told, { signed, hidden }), [...told, ...others]);
}

/** Features that the corpora's terminologies tell nothing of go into no hidden unit. */
function hiddenLines({ linear, hidden }: Weights): string[] {
  const places = [...featureNames.entries()].filter(([index, name]) => linear[index] !== 0 && !(name in assumed));
  const text = (value: number) => String(Number(value.toFixed(digits)));
  return [
    `    units:\n      '${places.map(([, name]) => name).join(' ')}',`,
    '    hidden: [',
    ...hidden.map(({ into, out }) => `      '${[out, ...places.map(([index]) => into[index]!)].map(text).join(' ')}',`),
    '    ],',
  ];
}

/** For each tenth of scores: the mean score, the share of best candidates that are right, how many there are. */
function reliability(judged: readonly { right: boolean; score: number }[]): string {
  return Array.from({ length: 10 }, (_, tenth) => {
    const inside = judged.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === tenth);
    const mean = inside.reduce((sum, { score }) => sum + score, 0) / inside.length;
    const share = inside.filter(({ right }) => right).length / inside.length;
    return inside.length === 0 ? '-' : `${mean.toFixed(2)} ${share.toFixed(2)} (${inside.length})`;
  }).join(', ');
}

function noCases(): Cases {
  return { told: [], beside: [], none: [], found: [], gold: 0 };
}

function casesFor(documents: readonly FoundDocument[], type: string, partial: boolean): Cases {
  const cases = (of: readonly GoldDocument[]) => casesOf(of, type, lookup, held);
  const told = cases(documents);
  return {
    told,
    beside: cases(documents.map(foundBeside)),
    none: partial ? [] : cases(documents.map(falselyFound)),
    found: partial ? told : cases(documents.map(foundAsGold)),
    gold: documents
      .flatMap(({ gold }) => gold)
      .reduce((sum, { mention, concepts }) => sum + (mention.type === type ? concepts.length : 0), 0),
  };
}

async function read(parts: readonly string[]): Promise<FoundDocument[]> {
  const all: FoundDocument[] = [];
  for (const part of parts)
    all.push(...(await findMentions(await readGold(corpora, part), part, engine, values.found)));
  return all;
}
