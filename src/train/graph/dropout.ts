import { randomOf } from '../../core/random.ts';
import type { Dropout, DropoutRates, DropoutSite } from '../../model/dropout.ts';
import type { GraphBuilder } from '../../onnx/builder.ts';
import type { Shape } from '../../onnx/tensor.ts';
import type { Feed } from '../../runtime/session.ts';

/** Dropout in a graph under construction, and where it was put. */
export interface GraphDropout {
  readonly drop: Dropout;
  /** Fills up while the graph is built. */
  readonly sites: readonly DropoutSite[];
}

/** The sizes of a batch on which the shapes of dropout's inputs depend. */
export interface DropoutSizes {
  readonly rows: number;
  readonly length: number;
  readonly positions: number;
}

/**
 * Dropout whose choices are fed, so that a run can be resumed exactly and is the same on every device: two vectors of
 * odd random numbers for each site, one number for each row and one for each column of what is dropped. A value is
 * kept where their product, modulo 2³², is high enough. This is multiplicative hashing (Dietzfelbinger et al., 1997):
 * each product is uniform, and those of a row or a column are independent.
 */
export function graphDropout(graph: GraphBuilder, rates: DropoutRates): GraphDropout {
  const sites: DropoutSite[] = [];
  const drop: Dropout = (x, site) => {
    const rate = rates[site.rate];
    if (rate === 0) return x;
    sites.push(site);
    const { rows, columns } = inputShapes(site);
    const row = graph.input(rowsName(site), 'int32', rows);
    const column = graph.input(columnsName(site), 'int32', columns);
    const kept = graph.add('GreaterOrEqual', [graph.add('Mul', [row, column]), graph.int32s([threshold(rate)])]);
    return graph.add('Mul', [x, graph.add('Where', [kept, graph.floats([1 / (1 - rate)]), graph.floats([0])])]);
  };
  return { drop, sites };
}

/**
 * What a run is fed for its dropout.
 * @param keys of the random streams: the same keys, the same choices.
 */
export function dropoutFeeds(
  sites: readonly DropoutSite[],
  sizes: DropoutSizes,
  keys: readonly (string | number)[],
): Record<string, Feed> {
  const feeds: Record<string, Feed> = {};
  for (const site of sites) {
    const random = randomOf(...keys, 'dropout', site.name);
    const { rows, columns } = fedShapes(site, sizes);
    for (const [name, shape] of [
      [rowsName(site), rows],
      [columnsName(site), columns],
    ] as const) {
      const data = new Int32Array(shape.reduce((product, size) => product * size, 1));
      for (let i = 0; i < data.length; i++) data[i] = random.int32() | 1;
      feeds[name] = { data, shape };
    }
  }
  return feeds;
}

/** The number of all int32 that lie below it is the rate's share. */
function threshold(rate: number): number {
  return Math.round(-(2 ** 31) + rate * 2 ** 32);
}

function inputShapes({ rows, width }: DropoutSite): { readonly rows: Shape; readonly columns: Shape } {
  if (rows === 'attention') return { rows: ['batch', width, 'length', 1], columns: [1, 1, 1, 'length'] };
  return { rows: [rows === 'tokens' ? 'batch*length' : 'positions', 1], columns: [1, width] };
}

function fedShapes({ rows, width }: DropoutSite, sizes: DropoutSizes) {
  if (rows === 'attention') return { rows: [sizes.rows, width, sizes.length, 1], columns: [1, 1, 1, sizes.length] };
  return { rows: [rows === 'tokens' ? sizes.rows * sizes.length : sizes.positions, 1], columns: [1, width] };
}

function rowsName({ name }: DropoutSite): string {
  return `dropout:${name}:rows`;
}

function columnsName({ name }: DropoutSite): string {
  return `dropout:${name}:columns`;
}
