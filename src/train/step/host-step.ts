import type { TokenClassifier } from '../../model/classifier.ts';
import { encodeModel } from '../../onnx/encode.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { SessionSettings } from '../../runtime/create.ts';
import type { DeviceReport } from '../../runtime/device.ts';
import { type Feeds, ModelSession, type Results } from '../../runtime/session.ts';
import type { TrainingBatch } from '../batch.ts';
import { trainingFeeds } from '../graph/feeds.ts';
import {
  buildLossGraph,
  buildTrainingGraph,
  type TrainingGraph,
  trainedHeads,
  trainingNames,
} from '../graph/training-graph.ts';
import type { TrainedModel, TrainingSettings } from '../start/trained-model.ts';
import { copied, HostOptimizer } from './host-optimizer.ts';
import { liveClassifier } from './live-classifier.ts';
import { headOwners } from './owners.ts';
import type { MicroBatchOptions, OptimizerState, TrainingStep, UpdateReport } from './step.ts';

/** A graph with its session. */
interface Loaded {
  readonly training: TrainingGraph;
  readonly session: ModelSession;
}

/** How the CPU's graphs are made. */
export const hostStyle = { fusedScores: true, logSoftmax: true, rowGradients: true };

/**
 * A step whose weights and optimizer are in this process's memory: the device gives losses and gradients, the update
 * is done here. The CPU reads the weights where they are, without a copy.
 */
export class HostStep implements TrainingStep {
  readonly device: DeviceReport;
  private readonly model: TrainedModel;
  private readonly optimizer: HostOptimizer;
  private readonly threads: number;
  private readonly heads: readonly string[];
  private readonly gradientGraph: Loaded;
  /** Weights that a head has for itself: without targets it gives them no gradient. */
  private readonly ownerOf: ReadonlyMap<string, string>;
  private readonly weightFeeds: Feeds;
  private losses: Promise<Loaded> | undefined;
  private scoring: Promise<TokenClassifier> | undefined;
  private updates = 0;

  private constructor(
    model: TrainedModel,
    optimizer: HostOptimizer,
    gradientGraph: Loaded,
    device: DeviceReport,
    threads: number,
  ) {
    this.model = model;
    this.optimizer = optimizer;
    this.gradientGraph = gradientGraph;
    this.device = device;
    this.threads = threads;
    this.heads = trainedHeads(model);
    this.ownerOf = headOwners(model);
    this.weightFeeds = Object.fromEntries(
      [...model.weights].map(([name, data]) => [name, { data, shape: model.shapes.get(name) ?? [] }]),
    );
  }

  /**
   * @param model its weights are changed in place from now on.
   * @param threads on the CPU; 0 for one a processor, eight at most. The same number gives the same run, bit for bit.
   */
  static async open(
    model: TrainedModel,
    settings: TrainingSettings,
    device: DeviceReport,
    threads: number,
    session: SessionSettings = {},
  ): Promise<HostStep> {
    const optimizer = new HostOptimizer(model, settings);
    const training = buildTrainingGraph(model, settings, new Set(optimizer.groups.keys()), hostStyle);
    return new HostStep(model, optimizer, await load(training, device, threads, session), device, threads);
  }

  async accumulate(batch: TrainingBatch, options: MicroBatchOptions): Promise<ReadonlyMap<string, number>> {
    const learning = [...this.optimizer.groups.keys()].filter((name) => {
      const owner = this.ownerOf.get(name);
      return owner === undefined || batch.targets.has(owner);
    });
    const losses = [...batch.targets.keys()].map(trainingNames.loss);
    const { tables } = this.gradientGraph.training;
    const outputOf = (name: string) =>
      tables.has(name) ? trainingNames.rowGradients(name) : trainingNames.gradient(name);
    const results = await this.run(this.gradientGraph, batch, options, [...losses, ...learning.map(outputOf)]);
    for (const name of learning) {
      const gradient = results[outputOf(name)];
      if (!gradient) throw new Error(`${name} has no gradient`);
      if (tables.has(name)) this.optimizer.gatherRows(name, batch.ids, gradient);
      else this.optimizer.gather(name, gradient);
    }
    return lossesOf(batch, results);
  }

  async update(learningRate: number): Promise<UpdateReport> {
    this.updates++;
    return this.optimizer.update(learningRate);
  }

  async loss(batch: TrainingBatch): Promise<ReadonlyMap<string, number>> {
    this.losses ??= load(buildLossGraph(this.model, hostStyle), this.device, this.threads);
    return lossesOf(batch, await this.run(await this.losses, batch, { scale: 1, randomKeys: [] }));
  }

  async weights(): Promise<ReadonlyMap<string, Float32Array>> {
    return copied(this.model.weights);
  }

  async optimizerState(): Promise<OptimizerState> {
    return this.optimizer.state();
  }

  async restore(weights: ReadonlyMap<string, Float32Array>, state: OptimizerState): Promise<void> {
    for (const [name, values] of this.model.weights) {
      const restored = weights.get(name);
      if (restored?.length !== values.length)
        throw new Error(`${name} cannot be restored: it is missing or of another size`);
      values.set(restored);
    }
    this.optimizer.restore(state);
    this.updates++;
  }

  classifier(): Promise<TokenClassifier> {
    this.scoring ??= liveClassifier({
      model: this.model,
      device: this.device,
      style: hostStyle,
      version: () => this.updates,
      open: async (graph) => {
        const encoded = { graph: encodeModel(graph), weights: { arrays: new Map() } };
        const session = await ModelSession.open(encoded, this.device.device, this.threads);
        const weights = fedOnly(graph, this.weightFeeds);
        return { run: (feeds) => session.run({ ...weights, ...feeds }), release: () => session.release() };
      },
    });
    return this.scoring;
  }

  async dispose(): Promise<void> {
    await this.gradientGraph.session.release();
    // One that could not be opened has nothing to release.
    await (await this.losses?.catch(() => undefined))?.session.release();
    await (await this.scoring?.catch(() => undefined))?.dispose();
  }

  /** @param wanted the outputs to give, all unless given: each is copied. */
  private run(
    { training, session }: Loaded,
    batch: TrainingBatch,
    options: MicroBatchOptions,
    wanted?: readonly string[],
  ): Promise<Results> {
    const { encoder } = this.model.spec;
    const feeds = trainingFeeds(batch, { encoder, heads: this.heads, graph: training }, options);
    return session.run(fedOnly(training.graph, { ...this.weightFeeds, ...feeds }), wanted);
  }
}

async function load(
  training: TrainingGraph,
  { device }: DeviceReport,
  threads: number,
  settings: SessionSettings = {},
): Promise<Loaded> {
  const model = { graph: encodeModel(training.graph), weights: { arrays: new Map() } };
  return { training, session: await ModelSession.open(model, device, threads, settings) };
}

/** What a graph reads of all that it could be fed. */
function fedOnly({ inputs }: Graph, feeds: Feeds): Feeds {
  const read = new Set(inputs.map(({ name }) => name));
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => read.has(name)));
}

/** The losses of the heads that had targets. */
function lossesOf(batch: TrainingBatch, results: Results): ReadonlyMap<string, number> {
  return new Map([...batch.targets.keys()].map((head) => [head, results[trainingNames.loss(head)]?.[0] ?? Number.NaN]));
}
