import path from 'node:path';
import type { WritableTensor } from '../../checkpoint/write-safetensors.ts';
import { writeSafetensors } from '../../checkpoint/write-safetensors.ts';
import { writeTextDurably } from '../../files/durable.ts';
import { encoderTensors, headTensors, ownHeadNames, pairNames } from '../../model/layout.ts';
import { type OpenModel, openModel } from '../../model/load.ts';
import type { HeadSpec } from '../../model/spec.ts';
import { copyOthers, writeCard, writeJson } from './files.ts';
import { headConfig } from './head-config.ts';
import { headNamed, typedLabels } from './heads.ts';
import { pythonFile, pythonModel } from './python.ts';

/**
 * Writes one head of a model as a token classifier for `AutoModelForTokenClassification`, with float32 weights: of one linear
 * layer as the plain class of transformers, of two with a Python file of its own.
 * @throws UserError naming the file, the head or the tensor that is missing or wrong.
 */
export async function writeHead(
  source: string,
  target: string,
  { head: name, signal }: { readonly head?: string; readonly signal?: AbortSignal },
): Promise<void> {
  const model = await openModel(source);
  try {
    const { checkpoint, spec } = model;
    const head = headNamed(spec, name, source);
    const { config, classPrefix } = headConfig(checkpoint.config, spec, head);
    const plain = spec.kind === 'linear';
    const python = { AutoModelForTokenClassification: `${path.parse(pythonFile).name}.GerberaForTokenClassification` };
    writeJson(path.join(target, 'config.json'), plain ? config : { ...config, auto_map: python });
    signal?.throwIfAborted();
    writeSafetensors(path.join(target, 'model.safetensors'), tensorsOf(model, head));
    if (!plain) {
      const text = pythonModel(classPrefix, spec.encoder.prefix.replace(/\.$/, ''));
      writeTextDurably(path.join(target, pythonFile), text);
    }
    await copyOthers(source, target, checkpoint.weightFiles, signal);
    writeCard(source, target, plain ? plainSection(head) : twoLayerSection(head));
  } finally {
    model.checkpoint.source.close();
  }
}

function tensorsOf(model: OpenModel, head: HeadSpec): WritableTensor[] {
  const { spec, tensors, checkpoint } = model;
  const read = (name: string): Float32Array => checkpoint.source.read(tensors.get(name)?.name ?? name);
  const written = ({ name, shape }: { name: string; shape: readonly number[] }, from = name): WritableTensor => {
    return { name, shape, values: read(from) };
  };
  const encoder = [...encoderTensors(spec.encoder)].map((tensor) => written(tensor));
  if (spec.kind !== 'gerbera-pair') return [...encoder, ...[...headTensors(spec, head)].map((each) => written(each))];

  const own = ownHeadNames({ ...head, name: head.type });
  const { dense, output } = pairNames.bio;
  const renamed = [...headTensors({ ...spec, kind: 'multi-head' }, { ...head, name: head.type })].map((tensor) =>
    written(tensor, tensor.name.replace(own.dense, dense).replace(own.output, output)),
  );
  const constant = generalConstant(read, head.labels.length);
  return [...encoder, ...renamed].map((tensor) =>
    tensor.name === `${own.output}.bias`
      ? { ...tensor, values: tensor.values.map((value, label) => value + (constant[label] ?? 0)) }
      : tensor,
  );
}

/** What the general head of GERBERA's pair gives for an input of zeros: W₁ · relu(b₂) + b₁, a constant for each label. */
function generalConstant(read: (name: string) => Float32Array, labels: number): Float32Array {
  const { dense, output } = pairNames.general;
  const inner = read(`${dense}.bias`).map((value) => Math.max(0, value));
  const [weights, bias] = [read(`${output}.weight`), read(`${output}.bias`)];
  return Float32Array.from({ length: labels }, (_, label) => {
    const row = weights.subarray(label * inner.length, (label + 1) * inner.length);
    return row.reduce((sum, weight, index) => sum + weight * (inner[index] ?? 0), bias[label] ?? 0);
  });
}

function plainSection(head: HeadSpec): string {
  return [
    '## This export',
    '',
    'A plain token classifier of transformers; it gives the logits of the model that it was made from:',
    '',
    '```python',
    'AutoModelForTokenClassification.from_pretrained(FOLDER)',
    '```',
    '',
    reading(head),
  ].join('\n');
}

function twoLayerSection(head: HeadSpec): string {
  return [
    '## This export',
    '',
    `The head ${head.type} of a model with two-layer heads (a ReLU between them), for which transformers has no class of its`,
    `own. \`${pythonFile}\` in this folder is that class; read it, then let transformers run it:`,
    '',
    '```python',
    'AutoModelForTokenClassification.from_pretrained(FOLDER, trust_remote_code=True)',
    '```',
    '',
    `Without \`trust_remote_code=True\` the head would not be loaded.${head.shown ? ' GERBERA itself reads the folder too.' : ''}`,
    '',
    reading(head),
  ].join('\n');
}

function reading(head: HeadSpec): string {
  return `The label of a word (${typedLabels(head).join(', ')}) is that of its first sub-token; words were split at white space and punctuation.`;
}
