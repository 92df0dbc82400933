import { encodeModel } from '../../onnx/encode.ts';
import { type DeviceMemory, DeviceProgram } from '../../runtime/device-memory.ts';
import type { Feed } from '../../runtime/session.ts';
import { updateFactors } from '../optimizer/adamw.ts';
import { buildNormGraph, buildUpdateGraph, type GraphWeight, updateNames } from '../optimizer/adamw-graph.ts';
import { clippingFactor } from '../optimizer/clip.ts';
import type { ParameterGroup } from '../optimizer/parameter-groups.ts';
import type { TrainedModel, TrainingSettings } from '../start/trained-model.ts';
import { headOwners } from './owners.ts';
import type { OptimizerState, UpdateReport } from './step.ts';

/** Weights that are treated alike and have been updated equally often, with the head that alone has them, if one has. */
interface UpdateGroup {
  readonly owner: string | undefined;
  readonly treatment: ParameterGroup;
  readonly weights: readonly string[];
}

/** The graphs of an update, for the groups that there are. */
interface Programs {
  readonly groups: ReadonlyMap<string, UpdateGroup>;
  readonly norm: DeviceProgram;
  readonly update: DeviceProgram;
}

/** AdamW over a model's weights in a device's memory, in place; beside them are moments and gathered gradients. */
export class DeviceOptimizer {
  private readonly memory: DeviceMemory;
  private readonly model: TrainedModel;
  private readonly settings: TrainingSettings;
  /** How each weight that is trained is treated. */
  private readonly treatments: ReadonlyMap<string, ParameterGroup>;
  private readonly updates = new Map<string, number>();
  private programs: Promise<Programs> | undefined;

  constructor(
    memory: DeviceMemory,
    model: TrainedModel,
    settings: TrainingSettings,
    treatments: ReadonlyMap<string, ParameterGroup>,
  ) {
    this.memory = memory;
    this.model = model;
    this.settings = settings;
    this.treatments = treatments;
  }

  /**
   * Clips the gathered gradients and takes a step.
   * @param touched heads that have gradients; those of others are zero, and these heads' own weights are left alone.
   */
  async update(learningRate: number, touched: ReadonlySet<string>): Promise<UpdateReport> {
    this.programs ??= this.open();
    const { groups, norm, update } = await this.programs;
    const gradients = [...this.treatments.keys()].map(updateNames.gradient);
    const results = await norm.run({ feeds: {}, reads: gradients, writes: [], wanted: [updateNames.norm] });
    const gradientNorm = results[updateNames.norm]?.[0] ?? Number.NaN;
    if (!Number.isFinite(gradientNorm)) {
      // Gathering begins anew with a multiplication by zero, which leaves what is not finite as it is.
      await this.forget();
      return { gradientNorm };
    }

    const { optimizer } = this.settings;
    const clipping = clippingFactor(gradientNorm, optimizer.maxGradientNorm);
    const feeds: Record<string, Feed> = { [updateNames.clipping]: scalar(clipping) };
    const reads = [...gradients];
    const writes: [string, string][] = [];
    for (const [key, { owner, treatment, weights }] of groups) {
      const updates = (this.updates.get(weights[0] ?? '') ?? 0) + 1;
      const factors = updateFactors(optimizer, treatment, learningRate, updates);
      feeds[updateNames.decay(key)] = scalar(factors.decay);
      feeds[updateNames.step(key)] = scalar(factors.step);
      feeds[updateNames.epsilon(key)] = scalar(factors.epsilon);
      for (const name of weights) {
        const state = [name, updateNames.firstMoments(name), updateNames.secondMoments(name)];
        reads.push(...state);
        if (owner !== undefined && !touched.has(owner)) continue;
        for (const tensor of state) writes.push([updateNames.next(tensor), tensor]);
        this.updates.set(name, updates);
      }
    }
    await update.run({ feeds, reads, writes, wanted: [] });
    return { gradientNorm };
  }

  /** A copy. */
  async state(): Promise<OptimizerState> {
    const [firstMoments, secondMoments] = [new Map<string, Float32Array>(), new Map<string, Float32Array>()];
    for (const name of this.treatments.keys()) {
      firstMoments.set(name, await this.memory.get(updateNames.firstMoments(name)));
      secondMoments.set(name, await this.memory.get(updateNames.secondMoments(name)));
    }
    return { firstMoments, secondMoments, updates: new Map(this.updates) };
  }

  /** Replaces the state; a weight that is not in it, as one that was frozen, starts anew. Forgets gathered gradients. */
  async restore({ firstMoments, secondMoments, updates }: OptimizerState): Promise<void> {
    for (const name of this.treatments.keys()) {
      const [first, second] = [firstMoments.get(name), secondMoments.get(name)];
      this.updates.set(name, first && second ? (updates.get(name) ?? 0) : 0);
      await this.put(updateNames.firstMoments(name), name, first);
      await this.put(updateNames.secondMoments(name), name, second);
    }
    await this.forget();
    // Other weights may now have been updated equally often.
    await this.release();
  }

  /** Frees the graphs, not the memory. Idempotent. */
  async release(): Promise<void> {
    const programs = await this.programs;
    this.programs = undefined;
    await programs?.norm.release();
    await programs?.update.release();
  }

  private async forget(): Promise<void> {
    for (const name of this.treatments.keys()) await this.put(updateNames.gradient(name), name, undefined);
  }

  /** Writes a tensor of a weight's shape; zeros if there are no values. */
  private async put(tensor: string, weight: string, values: Float32Array | undefined): Promise<void> {
    const shape = this.model.shapes.get(weight) ?? [];
    const size = shape.reduce((product, length) => product * length, 1);
    if (values && values.length !== size) throw new Error(`${weight} has ${size} values, its state ${values.length}`);
    await this.memory.put(tensor, { data: values ?? new Float32Array(size), shape });
  }

  private async open(): Promise<Programs> {
    const groups = this.groups();
    const shapeOf = (name: string) => this.model.shapes.get(name) ?? [];
    const weights = new Map<string, GraphWeight>();
    for (const [group, { weights: names }] of groups) {
      for (const name of names) weights.set(name, { shape: shapeOf(name), group });
    }
    const shapes = new Map([...this.treatments.keys()].map((name) => [name, shapeOf(name)]));
    return {
      groups,
      norm: await DeviceProgram.open(encodeModel(buildNormGraph(shapes)), this.memory),
      update: await DeviceProgram.open(encodeModel(buildUpdateGraph(weights, this.settings.optimizer)), this.memory),
    };
  }

  private groups(): ReadonlyMap<string, UpdateGroup> {
    const owners = headOwners(this.model);
    const groups = new Map<string, UpdateGroup>();
    for (const [name, treatment] of this.treatments) {
      const owner = owners.get(name);
      const { learningRateFactor, weightDecay } = treatment;
      const key = [owner ?? '', learningRateFactor, weightDecay, this.updates.get(name) ?? 0].join(' ');
      groups.set(key, { owner, treatment, weights: [...(groups.get(key)?.weights ?? []), name] });
    }
    return groups;
  }
}

function scalar(value: number): Feed {
  return { data: Float32Array.of(value), shape: [] };
}
