import type { TokenClassifier } from '../../model/classifier.ts';
import { encodeModel } from '../../onnx/encode.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { SessionSettings } from '../../runtime/create.ts';
import type { DeviceReport } from '../../runtime/device.ts';
import { DeviceMemory, DeviceProgram } from '../../runtime/device-memory.ts';
import type { Feeds, Results } from '../../runtime/session.ts';
import type { TrainingBatch } from '../batch.ts';
import { trainingFeeds } from '../graph/feeds.ts';
import { gatherGradients, gatherNames } from '../graph/gather.ts';
import {
  buildLossGraph,
  buildTrainingGraph,
  type TrainingGraph,
  trainedHeads,
  trainingNames,
} from '../graph/training-graph.ts';
import { updateNames } from '../optimizer/adamw-graph.ts';
import { parameterGroups } from '../optimizer/parameter-groups.ts';
import type { TrainedModel, TrainingSettings } from '../start/trained-model.ts';
import { DeviceOptimizer } from './device-optimizer.ts';
import { liveClassifier } from './live-classifier.ts';
import type { MicroBatchOptions, OptimizerState, TrainingStep, UpdateReport } from './step.ts';

/** How the graphs of WebGPU are made: of operations that it has. */
const style = { fusedScores: false, logSoftmax: false };

/** A graph with its program. */
interface Loaded {
  readonly training: TrainingGraph;
  readonly program: DeviceProgram;
}

/**
 * A step whose weights, moments and gathered gradients stay in WebGPU's memory, where gradients are added up and weights
 * updated in place: a batch goes there, losses and the norm of the gradients come back.
 */
export class DeviceStep implements TrainingStep {
  readonly device: DeviceReport;
  private readonly model: TrainedModel;
  private readonly memory: DeviceMemory;
  private readonly optimizer: DeviceOptimizer;
  private readonly gatherer: Loaded;
  /** Each weight's sum of gradients and the tensor that it overwrites. */
  private readonly sums: readonly (readonly [sum: string, tensor: string])[];
  /** Heads that had targets since the last update. */
  private readonly touched = new Set<string>();
  private losses: Promise<Loaded> | undefined;
  private scoring: Promise<TokenClassifier> | undefined;
  private version = 0;

  private constructor(
    device: DeviceReport,
    model: TrainedModel,
    memory: DeviceMemory,
    optimizer: DeviceOptimizer,
    gatherer: Loaded,
    trained: readonly string[],
  ) {
    this.device = device;
    this.model = model;
    this.memory = memory;
    this.optimizer = optimizer;
    this.gatherer = gatherer;
    this.sums = trained.map((name) => [gatherNames.sum(name), updateNames.gradient(name)]);
  }

  /**
   * @param model its weights are copied to the device; they themselves stay as they are.
   * @throws Error with onnxruntime's message if there is no device or the model does not fit into its memory.
   */
  static async open(
    model: TrainedModel,
    settings: TrainingSettings,
    device: DeviceReport,
    session: SessionSettings = {},
  ): Promise<DeviceStep> {
    const memory = await DeviceMemory.open(session);
    try {
      const all = parameterGroups(model.shapes.keys(), model.spec.encoder, settings.frozenLayers, settings.optimizer);
      const training = buildTrainingGraph(model, settings, new Set(all.keys()), style);
      const given = new Set(training.graph.outputs.map(({ name }) => name));
      const groups = new Map([...all].filter(([name]) => given.has(trainingNames.gradient(name))));
      const trained = [...groups.keys()];
      const gatherer = await load({ ...training, graph: gatherGradients(training.graph, trained) }, memory);
      const optimizer = new DeviceOptimizer(memory, model, settings, groups);
      const step = new DeviceStep(device, model, memory, optimizer, gatherer, trained);
      await step.restore(model.weights, { firstMoments: new Map(), secondMoments: new Map(), updates: new Map() });
      return step;
    } catch (thrown) {
      await memory.release();
      throw thrown;
    }
  }

  async accumulate(batch: TrainingBatch, options: MicroBatchOptions): Promise<ReadonlyMap<string, number>> {
    const keep = { [gatherNames.keep]: { data: Float32Array.of(this.touched.size > 0 ? 1 : 0), shape: [] } };
    const losses = await this.run(this.gatherer, batch, options, keep, this.sums);
    for (const head of batch.targets.keys()) this.touched.add(head);
    return losses;
  }

  async update(learningRate: number): Promise<UpdateReport> {
    if (this.touched.size === 0) return { gradientNorm: 0 };
    const report = await this.optimizer.update(learningRate, this.touched);
    this.touched.clear();
    this.version++;
    return report;
  }

  async loss(batch: TrainingBatch): Promise<ReadonlyMap<string, number>> {
    this.losses ??= load(buildLossGraph(this.model, style), this.memory);
    return this.run(await this.losses, batch, { scale: 1, randomKeys: [] }, {}, []);
  }

  async weights(): Promise<ReadonlyMap<string, Float32Array>> {
    const copies = new Map<string, Float32Array>();
    for (const name of this.model.shapes.keys()) copies.set(name, await this.memory.get(name));
    return copies;
  }

  optimizerState(): Promise<OptimizerState> {
    return this.optimizer.state();
  }

  async restore(weights: ReadonlyMap<string, Float32Array>, state: OptimizerState): Promise<void> {
    for (const [name, shape] of this.model.shapes) {
      const data = weights.get(name);
      if (data?.length !== shape.reduce((product, size) => product * size, 1)) {
        throw new Error(`${name} cannot be restored: it is missing or of another size`);
      }
      await this.memory.put(name, { data, shape });
    }
    await this.optimizer.restore(state);
    this.touched.clear();
    this.version++;
  }

  classifier(): Promise<TokenClassifier> {
    const { model, device } = this;
    this.scoring ??= liveClassifier({
      model,
      device,
      style,
      version: () => this.version,
      open: async (graph) => {
        const program = await DeviceProgram.open(encodeModel(graph), this.memory);
        const reads = this.weightsOf(graph);
        const wanted = graph.outputs.map(({ name }) => name);
        return {
          run: (feeds) => program.run({ feeds, reads, writes: [], wanted }),
          release: () => program.release(),
        };
      },
    });
    return this.scoring;
  }

  async dispose(): Promise<void> {
    // One that could not be opened has nothing to release.
    await (await this.scoring?.catch(() => undefined))?.dispose();
    await (await this.losses)?.program.release();
    await this.optimizer.release();
    await this.gatherer.program.release();
    await this.memory.release();
  }

  /** @returns the losses of the heads that have targets. */
  private async run(
    { training, program }: Loaded,
    batch: TrainingBatch,
    options: MicroBatchOptions,
    more: Feeds,
    writes: readonly (readonly [string, string])[],
  ): Promise<ReadonlyMap<string, number>> {
    const { encoder } = this.model.spec;
    const heads = trainedHeads(this.model);
    const feeds = { ...trainingFeeds(batch, { encoder, heads, graph: training }, options), ...more };
    const reads = [...this.weightsOf(training.graph), ...writes.map(([, tensor]) => tensor)];
    const targets = [...batch.targets.keys()];
    const results: Results = await program.run({ feeds, reads, writes, wanted: targets.map(trainingNames.loss) });
    return new Map(targets.map((head) => [head, results[trainingNames.loss(head)]?.[0] ?? Number.NaN]));
  }

  /** The weights that a graph reads. */
  private weightsOf({ inputs }: Graph): readonly string[] {
    return inputs.map(({ name }) => name).filter((name) => this.model.shapes.has(name));
  }
}

async function load(training: TrainingGraph, memory: DeviceMemory): Promise<Loaded> {
  return { training, program: await DeviceProgram.open(encodeModel(training.graph), memory) };
}
