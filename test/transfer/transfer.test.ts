import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { measureIds, type TransferEvent, type TransferReport } from '../../src/transfer/report.ts';
import { type CompareOptions, compareCorpora } from '../../src/transfer/transfer.ts';
import { scratchFolder, write } from '../corpus/files.ts';
import { bertModel } from '../model/models.ts';
import { writeModel } from '../model/tiny.ts';

const scratch = scratchFolder();
const cache = path.join(scratch, 'cache');
const options: CompareOptions = {
  model: path.join(scratch, 'model'),
  device: 'cpu',
  threads: 1,
  method: 'gerbera',
  seed: 1,
  cache: null,
  table: null,
};

/** Sentences of a template with words put in, each labelled. */
function corpus(name: string, type: string, words: readonly string[], template: string): string {
  const folder = path.join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const sentences = words.map((word) =>
    template
      .split(' ')
      .map((each) => (each === '_' ? `${word}\tB-${type}\n` : `${each}\tO\n`))
      .join(''),
  );
  write(folder, 'train.tsv', sentences.join('\n'));
  return folder;
}

// Words of the tiny model's vocabulary.
const diseases = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'w8'];
let places: { target: string; near: string; far: string };
beforeAll(() => {
  mkdirSync(options.model);
  writeModel(bertModel(), options.model);
  places = {
    target: corpus('target', 'Disease', diseases, 'w20 with severe _ w21 w22 w23 w24'),
    near: corpus('near', 'Illness', [...diseases.slice(2), 'w9', 'w10'], 'w21 w20 had _ w25'),
    far: corpus('far', 'City', ['w11', 'w12', 'w13', 'w14', 'w15', 'w16'], 'w30 w31 to _ w32 w1 w33 w2'),
  };
});

async function compared(changes: Partial<CompareOptions> = {}, candidates = [places.far, places.near]) {
  const events: TransferEvent[] = [];
  for await (const event of compareCorpora(places.target, candidates, { ...options, ...changes })) events.push(event);
  const last = events.at(-1);
  if (last?.kind !== 'report') throw new Error('there is no report');
  return { report: last.report, events };
}

const withoutTime = ({ date, seconds, ...report }: TransferReport) => report;

describe('comparing corpora', () => {
  it('ranks what is alike first, with every measure of each pair', async () => {
    const { report, events } = await compared();
    expect(report.corpora.map(({ name, sentences, mentions }) => [name, sentences, mentions])).toEqual([
      ['target', 8, { Disease: 8 }],
      ['far', 6, { City: 6 }],
      ['near', 8, { Illness: 8 }],
    ]);
    expect(report.pairs.map(({ target, candidate }) => [target, candidate])).toEqual([
      ['target', 'far'],
      ['target', 'near'],
    ]);
    for (const { values, undefinedBecause } of report.pairs) {
      expect(Object.keys(values).sort()).toEqual([...measureIds].sort());
      const missing = measureIds.filter((id) => values[id] === null);
      expect(Object.keys(undefinedBecause).sort()).toEqual(missing.sort());
    }
    expect(report.rankedBy).toBe('entityWordOverlap');
    expect(report.ranking.map(({ name }) => name)).toEqual(['near', 'far']);
    expect(report.ranking[1]?.warnings.join()).toContain(
      '"w1" is labelled once in the target, and stands 6 times in far',
    );
    expect(report.prediction).toBeNull();
    expect(report).toMatchObject({ model: { name: 'model' }, encoded: 1000, target: 'target', seed: 1 });
    const shares = events.flatMap((event) => (event.kind === 'progress' ? [event.share] : []));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('compares all with all if asked to', async () => {
    const { report } = await compared({ allPairs: true });
    expect(report.pairs.map(({ target, candidate }) => `${target} ${candidate}`)).toEqual([
      ...['target far', 'target near', 'far target', 'far near', 'near target', 'near far'],
    ]);
  });

  it('finds the same again from the cache, also where that is damaged', async () => {
    const first = await compared();
    const kept = await compared({ cache });
    const files = readdirSync(cache);
    expect(files.filter((name) => name.startsWith('pair-'))).toHaveLength(2);
    expect(files.filter((name) => name.startsWith('features-'))).toHaveLength(3);
    const again = await compared({ cache });
    expect(again.events.filter((event) => event.kind === 'progress' && event.message.startsWith('enc'))).toEqual([]);
    for (const name of files) writeFileSync(path.join(cache, name), 'damaged');
    const repaired = await compared({ cache });
    for (const { report } of [kept, again, repaired]) expect(withoutTime(report)).toEqual(withoutTime(first.report));
  });

  it('measures again where a corpus, the seed or the part of the target is another', async () => {
    await compared({ cache });
    const before = readdirSync(cache).length;
    await compared({ cache, seed: 2 });
    expect(readdirSync(cache).length).toBe(before + 5);
    const { report } = await compared({ cache, sentences: 4 });
    expect(report.corpora.map(({ sentences }) => sentences)).toEqual([4, 6, 8]);
    expect(readdirSync(cache).length).toBe(before + 8);
  });

  it('names what is compared with itself, and what cannot be read', async () => {
    const copy = corpus('copy', 'Disease', diseases, 'w20 with severe _ w21 w22 w23 w24');
    await expect(compared({}, [copy])).rejects.toThrow(`${copy}: it has the same sentences as ${places.target}`);
    await expect(compared({}, [places.target])).rejects.toThrow('it is given twice');
    await expect(compared({}, [path.join(scratch, 'nowhere')])).rejects.toThrow(path.join(scratch, 'nowhere'));
    await expect(compared({}, [])).rejects.toThrow('nothing to compare the target with');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const run = async () => {
      for await (const event of compareCorpora(places.target, [places.near], { ...options, signal: stop.signal })) {
        if (event.kind === 'progress' && event.message.startsWith('enc')) stop.abort(new Error('enough'));
      }
    };
    await expect(run()).rejects.toThrow('enough');
  });
});
