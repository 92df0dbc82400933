import { gradients } from '../../autodiff/gradients.ts';
import { addEncoderInputs, inputNames } from '../../model/build.ts';
import type { DropoutSite } from '../../model/dropout.ts';
import { addEncoder, type GraphStyle } from '../../model/encoder.ts';
import { addTrainedHead } from '../../model/heads.ts';
import { addMaskedLanguageModel } from '../../model/masked-lm.ts';
import { fedWeights, type GraphWeights } from '../../model/weights.ts';
import { GraphBuilder } from '../../onnx/builder.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import { maskedLanguageModel } from '../batch.ts';
import type { TrainedModel, TrainingSettings } from '../start/trained-model.ts';
import { graphDropout } from './dropout.ts';
import { addCrossEntropy } from './loss.ts';

/** Names of what a training graph has beside the inputs of a classifier. */
export const trainingNames = {
  /** int32 [n]: indices into `positions` of a head's tokens. */
  rows: (head: string) => `rows:${head}`,
  /** int32 [n]: their labels; -1 for a row that does not count. */
  labels: (head: string) => `labels:${head}`,
  /** What the losses are multiplied by before they are differentiated. */
  scale: 'scale',
  /** A head's summed cross-entropy, not scaled. */
  loss: (head: string) => `loss:${head}`,
  /** Of `scale` times the sum of all losses, in the shape of the weight. */
  gradient: (weight: string) => `gradient:${weight}`,
  /** The same of each token's row of a table, [batch, length, width]: to be added up by the tokens' ids. */
  rowGradients: (table: string) => `row gradients:${table}`,
};

/** How a training graph is made for a device. */
export interface TrainingStyle extends GraphStyle {
  /** Whether there is one operation for the logarithm of a softmax; else it is two, and the CPU's would be called. */
  readonly logSoftmax: boolean;
  /**
   * Whether a table of embeddings that is read by token ids alone has a gradient for each token instead of one for each
   * row. Most rows have none: to add them up in a table of zeros and copy it costs a twentieth of a step.
   */
  readonly rowGradients?: boolean;
}

/** A graph that gives losses and, if they are wanted, gradients. */
export interface TrainingGraph {
  readonly graph: Graph;
  /** Where dropout is, for `dropoutFeeds`. */
  readonly dropoutSites: readonly DropoutSite[];
  /** The weights that have row gradients. */
  readonly tables: ReadonlySet<string>;
}

/** The heads that a model is trained by, as `TrainingBatch.targets` names them. */
export function trainedHeads({ spec, objective }: Pick<TrainedModel, 'spec' | 'objective'>): readonly string[] {
  return objective === 'masked-language-model' ? [maskedLanguageModel] : spec.heads.map(({ name }) => name);
}

/**
 * Losses of all heads with dropout, and the gradients of their scaled sum for the weights that are trained. The
 * weights are inputs.
 * @param trained names of the weights that are not frozen: what lies below them all is not differentiated.
 */
export function buildTrainingGraph(
  model: TrainedModel,
  settings: TrainingSettings,
  trained: ReadonlySet<string>,
  style: TrainingStyle,
): TrainingGraph {
  const graph = new GraphBuilder();
  const weights = fedWeights(graph, model.shapes);
  const { drop, sites } = graphDropout(graph, settings.dropout);
  const losses = addLosses(graph, weights, model, settings, style, drop);
  const [first, ...others] = losses;
  if (first === undefined) throw new Error('a model without heads cannot be trained');
  const sum = others.reduce((total, loss) => graph.add('Add', [total, loss]), first);
  const tables = new Set<string>();
  const wanted = weights.entries().flatMap(([name, value]) => {
    if (!trained.has(name)) return [];
    const rows = style.rowGradients ? rowsByToken(graph, value) : undefined;
    if (rows !== undefined) tables.add(name);
    return [{ name, value: rows ?? value }];
  });
  const found = gradients(
    graph,
    sum,
    wanted.map(({ value }) => value),
    graph.input(trainingNames.scale, 'float32', []),
  );
  for (const { name, value } of wanted) {
    const gradient = found.get(value);
    if (gradient === undefined) throw new Error(`${name} has no gradient`);
    graph.output(gradient, tables.has(name) ? trainingNames.rowGradients(name) : trainingNames.gradient(name));
  }
  return { graph: graph.build(), dropoutSites: sites, tables };
}

/** What a weight's rows are gathered into by the tokens' ids, if nothing else reads it. */
function rowsByToken(graph: GraphBuilder, weight: Value): Value | undefined {
  const [reader, ...others] = graph.nodes.filter(({ inputs }) => inputs.includes(weight));
  if (reader?.operation !== 'Gather' || others.length > 0) return undefined;
  const [data, indices] = reader.inputs;
  return data === weight && indices === inputNames.tokenIds ? reader.outputs[0] : undefined;
}

/** Losses of all heads without dropout and label smoothing, to score a model. The weights are inputs. */
export function buildLossGraph(model: TrainedModel, style: TrainingStyle): TrainingGraph {
  const graph = new GraphBuilder();
  addLosses(graph, fedWeights(graph, model.shapes), model, { labelSmoothing: 0 }, style, (x) => x);
  return { graph: graph.build(), dropoutSites: [], tables: new Set() };
}

function addLosses(
  graph: GraphBuilder,
  weights: GraphWeights,
  model: TrainedModel,
  { labelSmoothing }: Pick<TrainingSettings, 'labelSmoothing'>,
  style: TrainingStyle,
  drop: Parameters<typeof addEncoder>[5] & {},
): Value[] {
  const { spec } = model;
  const hidden = addEncoder(graph, weights, spec.encoder, addEncoderInputs(graph), style, drop);
  const addLoss = (head: string, x: Value, addLogits: (rows: Value) => Value): Value => {
    const count = `rows.${head}`;
    const rows = graph.input(trainingNames.rows(head), 'int32', [count]);
    const labels = graph.input(trainingNames.labels(head), 'int32', [count]);
    const logits = addLogits(graph.add('Gather', [x, rows], { axis: 0 }));
    const loss = addCrossEntropy(graph, logits, labels, labelSmoothing, style);
    graph.output(loss, trainingNames.loss(head));
    return loss;
  };
  if (model.objective === 'masked-language-model') {
    const addLogits = (x: Value) => addMaskedLanguageModel(graph, weights, spec.encoder, x);
    return [addLoss(maskedLanguageModel, hidden, addLogits)];
  }
  const width = spec.encoder.hidden;
  const x = drop(hidden, { name: 'classifier', rate: 'classifier', rows: 'positions', width });
  return spec.heads.map((head) =>
    addLoss(head.name, x, (rows) => addTrainedHead(graph, weights, spec.kind, head, rows)),
  );
}
