/** ONNX's own operators and those that onnxruntime adds. */
export type Domain = 'ai.onnx' | 'com.microsoft';

/** The kinds of attribute in use. */
export type AttributeKind = 'int' | 'float' | 'ints' | 'string';

interface Operation {
  readonly domain: Domain;
  /** The operation's inputs by name, in order; `variadic` takes any number of one kind. */
  readonly inputs: readonly string[] | 'variadic';
  /** Inputs after these, which may be left out. */
  readonly optional: readonly string[];
  /** The outputs by name, in order. All but the first may be left out of the encoded graph. */
  readonly outputs: readonly [string, ...string[]];
  readonly attributes: Readonly<Record<string, AttributeKind>>;
}

const plain = { domain: 'ai.onnx', optional: [], outputs: ['y'], attributes: {} } as const;
const unary = { ...plain, inputs: ['x'] } as const;
const binary = { ...plain, inputs: ['a', 'b'] } as const;
const reduction = { ...plain, inputs: ['x', 'axes'], attributes: { keepdims: 'int' } } as const;

/**
 * Every operation that the graphs of this product are made of, and no other, so that whatever must treat them all
 * (shape inference, gradient rules, their tests) can be a total map over {@link OperationName}.
 * Semantics: https://onnx.ai/onnx/operators/ (operator set 21) and onnxruntime's docs/ContribOperators.md.
 */
export const operations = {
  // Arithmetic, with broadcasting.
  Add: binary,
  Sub: binary,
  Mul: binary,
  Div: binary,
  Neg: unary,
  // Comparison and choice, with broadcasting.
  GreaterOrEqual: binary,
  Where: { ...plain, inputs: ['condition', 'a', 'b'] },
  /** `to` is one of `elementTypes`. */
  Cast: { ...unary, attributes: { to: 'int' } },
  // Functions of each element.
  Identity: unary,
  Sqrt: unary,
  Exp: unary,
  Log: unary,
  Erf: unary,
  Tanh: unary,
  Relu: unary,
  Sigmoid: unary,
  Gelu: { ...unary, attributes: { approximate: 'string' } },
  // Products of matrices.
  MatMul: binary,
  FusedMatMul: { ...binary, domain: 'com.microsoft', attributes: { transA: 'int', transB: 'int', alpha: 'float' } },
  Gemm: {
    ...plain,
    inputs: ['a', 'b'],
    optional: ['c'],
    attributes: { transA: 'int', transB: 'int', alpha: 'float', beta: 'float' },
  },
  // Sums over axes, which are constants.
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceSumSquare: reduction,
  /** The sum of what stands up to each element, itself among it, along an axis; from the end if `reverse` is 1. */
  CumSum: { ...plain, inputs: ['x', 'axis'], attributes: { reverse: 'int' } },
  // Normalization.
  LayerNormalization: {
    ...plain,
    inputs: ['x', 'scale', 'bias'],
    outputs: ['y', 'mean', 'inverseDeviation'],
    attributes: { axis: 'int', epsilon: 'float' },
  },
  Softmax: { ...unary, attributes: { axis: 'int' } },
  LogSoftmax: { ...unary, attributes: { axis: 'int' } },
  // Shape.
  Shape: unary,
  Reshape: { ...plain, inputs: ['x', 'shape'] },
  Expand: { ...plain, inputs: ['x', 'shape'] },
  Transpose: { ...unary, attributes: { perm: 'ints' } },
  Concat: { ...plain, inputs: 'variadic', attributes: { axis: 'int' } },
  Slice: { ...plain, inputs: ['x', 'starts', 'ends', 'axes'] },
  Pad: { ...plain, inputs: ['x', 'pads'] },
  // Indexing.
  Gather: { ...plain, inputs: ['data', 'indices'], attributes: { axis: 'int' } },
  GatherElements: { ...plain, inputs: ['data', 'indices'], attributes: { axis: 'int' } },
  ScatterElements: {
    ...plain,
    inputs: ['data', 'indices', 'updates'],
    attributes: { axis: 'int', reduction: 'string' },
  },
} as const satisfies Readonly<Record<string, Operation>>;

type Operations = typeof operations;
export type OperationName = keyof Operations;

interface AttributeTypes {
  int: number;
  float: number;
  ints: readonly number[];
  string: string;
}

/** The attributes that an operation may be given; what is left out has the operator's default. */
export type Attributes<K extends OperationName> = {
  readonly [A in keyof Operations[K]['attributes']]?: Operations[K]['attributes'][A] extends AttributeKind
    ? AttributeTypes[Operations[K]['attributes'][A]]
    : never;
};

/** One value per input of an operation, in order. */
export type Inputs<K extends OperationName, V> = Operations[K]['inputs'] extends readonly string[]
  ? Tuple<Operations[K]['inputs'], Operations[K]['optional'], V>
  : readonly V[];

type Tuple<Required extends readonly string[], Optional extends readonly string[], V> = readonly [
  ...{ [I in keyof Required]: V },
  ...{ [I in keyof Optional]?: V },
];

/** Something for each input of an operation, by the input's name; a list where there may be any number. */
export type ByInput<K extends OperationName, V> = Operations[K]['inputs'] extends readonly string[]
  ? { readonly [N in Operations[K]['inputs'][number]]: V } & {
      readonly [N in Operations[K]['optional'][number]]?: V | undefined;
    }
  : readonly V[];

/** Something for each output of an operation, by the output's name. */
export type ByOutput<K extends OperationName, V> = { readonly [N in Operations[K]['outputs'][number]]: V };

/** Gives each of an operation's inputs its name. */
export function byInput<K extends OperationName, V>(operation: K, values: readonly V[]): ByInput<K, V> {
  const { inputs, optional } = operations[operation];
  if (inputs === 'variadic') return values as ByInput<K, V>;
  const names: readonly string[] = [...inputs, ...optional];
  return Object.fromEntries(values.map((value, index) => [names[index], value])) as ByInput<K, V>;
}

/** Gives each of an operation's outputs its name. */
export function byOutput<K extends OperationName, V>(operation: K, values: readonly V[]): ByOutput<K, V> {
  const names: readonly string[] = operations[operation].outputs;
  return Object.fromEntries(values.map((value, index) => [names[index], value])) as ByOutput<K, V>;
}
