/** ONNX's own operators and those that onnxruntime adds. */
export type Domain = 'ai.onnx' | 'com.microsoft';

/** The kinds of attribute in use: an integer, a float or a list of integers. */
export type AttributeKind = 'int' | 'float' | 'ints' | 'string';

interface Operation {
  readonly domain: Domain;
  /** The operation's inputs by name, in order; `variadic` takes any number of one kind. */
  readonly inputs: readonly string[] | 'variadic';
  readonly attributes: Readonly<Record<string, AttributeKind>>;
}

/**
 * Every operation that the graphs of this product are made of, and no other, so that whatever must treat them all (an
 * encoder, gradient rules) can be a total map over {@link OperationName}. Each has one output.
 * Semantics: https://onnx.ai/onnx/operators/ and onnxruntime's docs/ContribOperators.md.
 */
export const operations = {
  Add: { domain: 'ai.onnx', inputs: ['a', 'b'], attributes: {} },
  Concat: { domain: 'ai.onnx', inputs: 'variadic', attributes: { axis: 'int' } },
  Gather: { domain: 'ai.onnx', inputs: ['data', 'indices'], attributes: { axis: 'int' } },
  Gelu: { domain: 'ai.onnx', inputs: ['x'], attributes: { approximate: 'string' } },
  Gemm: { domain: 'ai.onnx', inputs: ['a', 'b', 'c'], attributes: { transA: 'int', transB: 'int' } },
  LayerNormalization: {
    domain: 'ai.onnx',
    inputs: ['x', 'scale', 'bias'],
    attributes: { axis: 'int', epsilon: 'float' },
  },
  MatMul: { domain: 'ai.onnx', inputs: ['a', 'b'], attributes: {} },
  Mul: { domain: 'ai.onnx', inputs: ['a', 'b'], attributes: {} },
  Relu: { domain: 'ai.onnx', inputs: ['x'], attributes: {} },
  Reshape: { domain: 'ai.onnx', inputs: ['x', 'shape'], attributes: {} },
  Shape: { domain: 'ai.onnx', inputs: ['x'], attributes: {} },
  Sigmoid: { domain: 'ai.onnx', inputs: ['x'], attributes: {} },
  Softmax: { domain: 'ai.onnx', inputs: ['x'], attributes: { axis: 'int' } },
  Transpose: { domain: 'ai.onnx', inputs: ['x'], attributes: { perm: 'ints' } },
  FusedMatMul: {
    domain: 'com.microsoft',
    inputs: ['a', 'b'],
    attributes: { transA: 'int', transB: 'int', alpha: 'float' },
  },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

interface AttributeTypes {
  int: number;
  float: number;
  ints: readonly number[];
  string: string;
}

/** The attributes that an operation may be given; what is left out has the operator's default. */
export type Attributes<K extends OperationName> = {
  readonly [A in keyof (typeof operations)[K]['attributes']]?: (typeof operations)[K]['attributes'][A] extends AttributeKind
    ? AttributeTypes[(typeof operations)[K]['attributes'][A]]
    : never;
};

/** One value per input of an operation. */
export type Inputs<K extends OperationName, V> = (typeof operations)[K]['inputs'] extends readonly string[]
  ? ForEach<(typeof operations)[K]['inputs'], V>
  : readonly V[];

type ForEach<T extends readonly unknown[], V> = { readonly [I in keyof T]: V };
