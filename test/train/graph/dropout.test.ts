import { describe, expect, it, onTestFinished } from 'vitest';
import type { DropoutSite } from '../../../src/model/dropout.ts';
import { GraphBuilder } from '../../../src/onnx/builder.ts';
import { encodeModel } from '../../../src/onnx/encode.ts';
import { ModelSession } from '../../../src/runtime/session.ts';
import { dropoutFeeds, graphDropout } from '../../../src/train/graph/dropout.ts';
import { buildTrainingGraph } from '../../../src/train/graph/training-graph.ts';
import { startModel } from '../../../src/train/start/start-model.ts';
import { bertModel, distilbertModel, electraModel, robertaModel } from '../../model/models.ts';
import { type TinyModel, writeModel } from '../../model/tiny.ts';

const sizes = { rows: 8, length: 24, positions: 100 };
const tokens: DropoutSite = { name: 'tokens', rate: 'hidden', rows: 'tokens', width: 300 };
const positions: DropoutSite = { name: 'positions', rate: 'classifier', rows: 'positions', width: 300 };
const attention: DropoutSite = { name: 'attention', rate: 'attention', rows: 'attention', width: 12 };
const rates = { hidden: 0.1, attention: 0.3, classifier: 0.5 };

const shapes = {
  tokens: [sizes.rows * sizes.length, 300],
  positions: [sizes.positions, 300],
  attention: [sizes.rows, 12, sizes.length, sizes.length],
};

/** Ones after dropout. */
async function dropped(site: DropoutSite, keys: readonly (string | number)[], used = rates): Promise<Float32Array> {
  const graph = new GraphBuilder();
  const symbolic = {
    tokens: ['batch*length', 300],
    positions: ['positions', 300],
    attention: ['batch', 12, 'length', 'length'],
  }[site.rows];
  const x = graph.input('x', 'float32', symbolic);
  const { drop, sites } = graphDropout(graph, used);
  graph.output(drop(x, site), 'y');
  const built = graph.build();
  const session = await ModelSession.open({ graph: encodeModel(built), weights: { arrays: new Map() } }, 'cpu', 2);
  onTestFinished(() => session.release());
  const shape = shapes[site.rows];
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(1);
  const { y } = await session.run({ x: { data, shape }, ...dropoutFeeds(sites, sizes, keys) });
  return y!;
}

const shareOf = (values: ArrayLike<number>) => Array.from(values).filter((value) => value === 0).length / values.length;

describe('dropout', () => {
  it.each([tokens, positions, attention])(
    'drops the share of its rate and scales up the others: $name',
    async (site) => {
      const rate = rates[site.rate];
      const values = await dropped(site, [1, 2]);
      const scaled = Math.fround(1 / (1 - rate));
      expect(new Set(values)).toEqual(new Set([0, scaled]));
      // Four standard deviations of a binomial share.
      const bound = 4 * Math.sqrt((rate * (1 - rate)) / values.length);
      expect(Math.abs(shareOf(values) - rate)).toBeLessThan(bound);
    },
  );

  it('drops no row and no column more than others', async () => {
    const values = await dropped(tokens, [3]);
    const [height = 0, width = 0] = shapes.tokens;
    const rows = Array.from({ length: height }, (_, row) => shareOf(values.subarray(row * width, (row + 1) * width)));
    const columns = Array.from({ length: width }, (_, column) =>
      shareOf(values.filter((_value, index) => index % width === column)),
    );
    const deviation = (share: number, count: number) => Math.abs(share - 0.1) / Math.sqrt((0.1 * 0.9) / count);
    expect(Math.max(...rows.map((share) => deviation(share, width)))).toBeLessThan(5);
    expect(Math.max(...columns.map((share) => deviation(share, height)))).toBeLessThan(5);
  });

  it('is the same for the same keys, and another for each update, micro-batch and site', async () => {
    const first = await dropped(tokens, [1, 'update', 4, 0]);
    expect(await dropped(tokens, [1, 'update', 4, 0])).toEqual(first);
    for (const other of [
      await dropped(tokens, [2, 'update', 4, 0]),
      await dropped(tokens, [1, 'update', 5, 0]),
      await dropped(tokens, [1, 'update', 4, 1]),
      await dropped({ ...tokens, name: 'elsewhere' }, [1, 'update', 4, 0]),
    ]) {
      // Both drop a tenth; where they are independent they agree on 0.1² + 0.9² of the values.
      const agreeing = other.filter((value, index) => value === first[index]).length / other.length;
      expect(agreeing).toBeCloseTo(0.82, 1);
    }
  });

  it('draws odd numbers, by which products are uniform', () => {
    for (const { data } of Object.values(dropoutFeeds([tokens, attention], sizes, [1]))) {
      expect(Array.from(data).every((value) => value % 2 !== 0)).toBe(true);
    }
  });

  it('is nothing at a rate of 0', async () => {
    const values = await dropped(tokens, [1], { ...rates, hidden: 0 });
    expect(new Set(values)).toEqual(new Set([1]));
  });
});

describe('where a model drops values', () => {
  const heads = [{ name: 'Gene' }];
  const sitesOf = async (base: TinyModel, objective: 'heads' | 'masked-language-model' = 'heads') => {
    const { model, settings } = await startModel({ folder: writeModel(base), heads, objective, seed: 1 });
    const style = { fusedScores: true, logSoftmax: true };
    const { dropoutSites } = buildTrainingGraph(model, settings, new Set(model.shapes.keys()), style);
    return dropoutSites.map(({ name, rate, rows, width }) => `${name}: ${rate}, ${rows} of ${width}`);
  };
  const layer = (index: number, rows: string) => [
    `${index}.attention: attention, attention of 4`,
    `${index}.attention.output: hidden, ${rows} of 16`,
    `${index}.output: hidden, ${rows} of 16`,
  ];
  const whole = (embedding: number) => [
    `embeddings: hidden, tokens of ${embedding}`,
    ...layer(0, 'tokens'),
    ...layer(1, 'positions'),
  ];
  const classifier = 'classifier: classifier, positions of 16';

  it.each([
    ['BERT', bertModel(), [...whole(16), classifier]],
    ['RoBERTa', robertaModel(), [...whole(16), classifier]],
    ['ELECTRA, before its embeddings are projected', electraModel(8), [...whole(8), classifier]],
    [
      'DistilBERT, not after attention',
      distilbertModel(),
      [...whole(16).filter((site) => !site.includes('attention.output')), classifier],
    ],
  ])('is where transformers drops them: %s', async (_, base, sites) => {
    expect(await sitesOf(base)).toEqual(sites);
  });

  it('is nowhere in the head of masked language modelling', async () => {
    expect(await sitesOf(bertModel(), 'masked-language-model')).toEqual(whole(16));
  });
});
