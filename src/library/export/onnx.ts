import path from 'node:path';
import { writeDurably } from '../../files/durable.ts';
import { type OpenModel, openModel } from '../../model/load.ts';
import type { HeadSpec, ModelSpec } from '../../model/spec.ts';
import { encodeModel } from '../../onnx/encode.ts';
import type { Constant, Graph } from '../../onnx/graph.ts';
import { copyOthers, writeCard, writeJson } from './files.ts';
import { headConfig } from './head-config.ts';
import { exportableHeads, headNamed, typedLabels } from './heads.ts';
import { inputsOf, outputName, portableGraph } from './onnx-graph.ts';

const names = { graph: 'model.onnx', data: 'model.onnx_data', labels: 'labels.json' } as const;

/** A protobuf message is below 2 GiB; weights of more bytes lie in a file of their own. */
const mostInside = 1.9e9;

/** Each weight begins at a multiple of this, as ONNX wants it of what is mapped into memory. */
const alignment = 4096;

/** Which heads are written, and how. */
export interface OnnxOptions {
  /** All if not given. */
  readonly head?: string;
  readonly signal?: AbortSignal;
  /** In bytes; 1.9 GB if not given. */
  readonly mostInside?: number;
}

/**
 * Writes a model as an ONNX graph of standard operations with its weights, tokenizer, configuration and labels.
 * @throws UserError naming the file, the head or the tensor that is missing or wrong.
 */
export async function writeOnnx(source: string, target: string, options: OnnxOptions): Promise<void> {
  const { head: name, signal } = options;
  const model = await openModel(source);
  try {
    const { checkpoint, spec } = model;
    const heads = name === undefined ? exportableHeads(spec) : [headNamed(spec, name, source)];
    writeGraph(model, heads, target, options);
    signal?.throwIfAborted();
    const [only, ...more] = heads;
    const config = only && more.length === 0 ? headConfig(checkpoint.config, spec, only).config : checkpoint.config;
    writeJson(path.join(target, 'config.json'), config);
    const labels = heads.map((head) => [outputName(head, heads), typedLabels(head)] as const);
    writeJson(path.join(target, names.labels), Object.fromEntries(labels));
    await copyOthers(source, target, checkpoint.weightFiles, signal);
    writeCard(source, target, section(spec, heads));
  } finally {
    model.checkpoint.source.close();
  }
}

function writeGraph(
  { checkpoint, spec, tensors }: OpenModel,
  heads: readonly HeadSpec[],
  target: string,
  { mostInside: most = mostInside }: OnnxOptions,
): void {
  let end = 0;
  const graph = portableGraph(spec, heads, (building, name) => {
    const shape = tensors.get(name)?.shape ?? [];
    const offset = Math.ceil(end / alignment) * alignment;
    end = offset + 4 * shape.reduce((product, size) => product * size, 1);
    return building.weight(name, shape, names.data, offset);
  });
  const bytesOf = ({ name }: Constant): Uint8Array => {
    const { buffer, byteOffset, byteLength } = checkpoint.source.read(tensors.get(name)?.name ?? name);
    return new Uint8Array(buffer, byteOffset, byteLength);
  };
  if (end > most) writeData(path.join(target, names.data), graph, bytesOf);
  const whole = end > most ? graph : withWeights(graph, bytesOf);
  writeDurably(path.join(target, names.graph), (sink) => sink.write(encodeModel(whole)));
}

/** The same graph with its weights inside. */
function withWeights(graph: Graph, bytesOf: (constant: Constant) => Uint8Array): Graph {
  const constants = graph.constants.map((constant) =>
    constant.bytes.kind === 'inline'
      ? constant
      : { ...constant, bytes: { kind: 'inline', bytes: bytesOf(constant) } as const },
  );
  return { ...graph, constants };
}

function writeData(file: string, { constants }: Graph, bytesOf: (constant: Constant) => Uint8Array): void {
  const placed = constants
    .flatMap((constant) => (constant.bytes.kind === 'external' ? [{ constant, offset: constant.bytes.offset }] : []))
    .sort((a, b) => a.offset - b.offset);
  writeDurably(file, (sink) => {
    let end = 0;
    for (const { constant, offset } of placed) {
      sink.write(new Uint8Array(offset - end));
      sink.write(bytesOf(constant));
      end = offset + constant.byteLength;
    }
  });
}

function section(spec: ModelSpec, heads: readonly HeadSpec[]): string {
  const inputs = inputsOf(spec.encoder).map((name) => `\`${name}\``);
  return [
    '## This export',
    '',
    `\`${names.graph}\`: the model as an ONNX graph of standard operations (operator set 21), float32.`,
    '',
    `Inputs: ${inputs.join(', ')}, int64 [batch, length], both free, at most ${spec.encoder.positions - spec.encoder.positionOffset} tokens; trained with at most ${spec.maxLength}.`,
    'The attention mask is 1 for a token and 0 for padding; token types are 0.',
    '',
    'Outputs, float32 [batch, length, labels]; the same list is in `labels.json`:',
    '',
    '| output | labels |',
    '| --- | --- |',
    ...heads.map((head) => `| \`${outputName(head, heads)}\` | ${typedLabels(head).join(', ')} |`),
    '',
    `Text is split into words at white space and punctuation; each word is tokenized by itself${spec.bareWords ? ', without a space before it' : ''}, and its label is that of its first sub-token.`,
  ].join('\n');
}
