import type { TinyModel, Weights } from './tiny.ts';

/**
 * Encoders of BERT's kind in plain double precision, written from the papers and from transformers' modules, as an
 * oracle for the graphs. One row, no padding.
 */

type Matrix = number[][];

export interface Naming {
  readonly prefix: string;
  readonly layer: (index: number) => string;
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly attended: string;
  readonly attendedNorm: string;
  readonly inner: string;
  readonly outer: string;
  readonly outerNorm: string;
}

export const bertNaming = (prefix: string): Naming => ({
  prefix,
  layer: (index) => `${prefix}encoder.layer.${index}.`,
  query: 'attention.self.query',
  key: 'attention.self.key',
  value: 'attention.self.value',
  attended: 'attention.output.dense',
  attendedNorm: 'attention.output.LayerNorm',
  inner: 'intermediate.dense',
  outer: 'output.dense',
  outerNorm: 'output.LayerNorm',
});

export const distilbertNaming: Naming = {
  prefix: 'distilbert.',
  layer: (index) => `distilbert.transformer.layer.${index}.`,
  query: 'attention.q_lin',
  key: 'attention.k_lin',
  value: 'attention.v_lin',
  attended: 'attention.out_lin',
  attendedNorm: 'sa_layer_norm',
  inner: 'ffn.lin1',
  outer: 'ffn.lin2',
  outerNorm: 'output_layer_norm',
};

export interface Reference {
  readonly naming: Naming;
  readonly layers: number;
  readonly heads: number;
  readonly epsilon: number;
  readonly activation: (x: number) => number;
  /** A row of the position embeddings for each token. */
  readonly positions: (ids: readonly number[]) => readonly number[];
}

/** The last hidden states of one row. */
export function referenceEncoder({ tensors }: TinyModel, reference: Reference, ids: readonly number[]): Matrix {
  const { naming, heads, epsilon } = reference;
  const get = (name: string): Weights => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`the reference needs ${name}`);
    return tensor;
  };
  const row = (name: string, index: number): number[] => {
    const { shape, data } = get(name);
    const width = shape[1] ?? 1;
    return [...data.subarray(index * width, (index + 1) * width)];
  };
  const linear = (x: Matrix, name: string): Matrix => affine(x, get(`${name}.weight`), get(`${name}.bias`));
  const norm = (x: Matrix, name: string): Matrix =>
    x.map((values) => {
      const mean = sum(values) / values.length;
      const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length;
      const [scale, shift] = [get(`${name}.weight`).data, get(`${name}.bias`).data];
      return values.map((value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * at(scale, i) + at(shift, i));
    });

  const embeddings = `${naming.prefix}embeddings.`;
  const places = reference.positions(ids);
  let x: Matrix = ids.map((id, index) => {
    const parts = [
      row(`${embeddings}word_embeddings.weight`, id),
      row(`${embeddings}position_embeddings.weight`, places[index] ?? 0),
    ];
    if (tensors.has(`${embeddings}token_type_embeddings.weight`)) {
      parts.push(row(`${embeddings}token_type_embeddings.weight`, 0));
    }
    return parts.reduce(add);
  });
  x = norm(x, `${embeddings}LayerNorm`);
  if (tensors.has(`${naming.prefix}embeddings_project.weight`)) x = linear(x, `${naming.prefix}embeddings_project`);

  for (let index = 0; index < reference.layers; index++) {
    const layer = naming.layer(index);
    const [q, k, v] = [naming.query, naming.key, naming.value].map((name) => linear(x, layer + name)) as [
      Matrix,
      Matrix,
      Matrix,
    ];
    const context = attention(q, k, v, heads);
    const attended = linear(context, layer + naming.attended);
    const y = norm(
      attended.map((values, i) => add(values, x[i] ?? [])),
      layer + naming.attendedNorm,
    );
    const inner = linear(y, layer + naming.inner).map((values) => values.map(reference.activation));
    const outer = linear(inner, layer + naming.outer);
    x = norm(
      outer.map((values, i) => add(values, y[i] ?? [])),
      layer + naming.outerNorm,
    );
  }
  return x;
}

function attention(q: Matrix, k: Matrix, v: Matrix, heads: number): Matrix {
  const hidden = q[0]?.length ?? 0;
  const width = hidden / heads;
  return q.map((query) => {
    const context = new Array<number>(hidden).fill(0);
    for (let head = 0; head < heads; head++) {
      const part = (values: readonly number[]) => values.slice(head * width, (head + 1) * width);
      const scores = k.map((key) => dot(part(query), part(key)) / Math.sqrt(width));
      const highest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - highest));
      const total = sum(powers);
      for (const [token, power] of powers.entries()) {
        for (const [i, value] of part(v[token] ?? []).entries()) {
          context[head * width + i] = (context[head * width + i] ?? 0) + (power / total) * value;
        }
      }
    }
    return context;
  });
}

/** `x Wᵀ + b`. */
export function affine(x: Matrix, weight: Weights, bias: Weights): Matrix {
  const inputs = weight.shape[1] ?? 0;
  return x.map((values) =>
    [...bias.data].map((shift, o) => shift + dot(values, weight.data.subarray(o * inputs, (o + 1) * inputs))),
  );
}

/** x Φ(x), with the error function by a series of positive terms (Abramowitz & Stegun 7.1.6). */
export function gelu(x: number): number {
  const z = x / Math.SQRT2;
  let term = z;
  let series = z;
  for (let n = 1; n < 300; n++) {
    term *= (2 * z * z) / (2 * n + 1);
    series += term;
  }
  return 0.5 * x * (1 + (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * series);
}

/** GELU by tanh, as BERT's first code had it. */
export function geluTanh(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

export function relu(x: number): number {
  return Math.max(0, x);
}

export function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}

function add(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value + at(b, index));
}

function dot(a: readonly number[], b: ArrayLike<number>): number {
  return a.reduce((total, value, index) => total + value * at(b, index), 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
