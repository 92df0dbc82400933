import { discard } from '../../runtime/discard.ts';
import { updateFactors, updateWeight } from '../optimizer/adamw.ts';
import { clippingFactor, globalNorm } from '../optimizer/clip.ts';
import { type ParameterGroup, parameterGroups } from '../optimizer/parameter-groups.ts';
import type { TrainedModel, TrainingSettings } from '../start/trained-model.ts';
import { RowSums } from './row-sums.ts';
import type { OptimizerState, UpdateReport } from './step.ts';

/** AdamW over a model's weights, in this process's memory. */
export class HostOptimizer {
  /** How each weight that is trained is treated. */
  readonly groups: ReadonlyMap<string, ParameterGroup>;
  private readonly weights: ReadonlyMap<string, Float32Array>;
  private readonly settings: TrainingSettings;
  private readonly firstMoments = new Map<string, Float32Array>();
  private readonly secondMoments = new Map<string, Float32Array>();
  private readonly updates = new Map<string, number>();
  /** Sums of gradients since the last update. */
  private readonly gathered = new Map<string, Float32Array>();
  /** The same of tables whose gradients come by rows. */
  private readonly gatheredRows = new Map<string, RowSums>();

  /** @param model its weights are changed in place. */
  constructor(model: TrainedModel, settings: TrainingSettings) {
    const { spec, shapes, weights } = model;
    this.weights = weights;
    this.settings = settings;
    this.groups = parameterGroups(shapes.keys(), spec.encoder, settings.frozenLayers, settings.optimizer);
    for (const name of this.groups.keys()) {
      const length = this.weight(name).length;
      this.firstMoments.set(name, new Float32Array(length));
      this.secondMoments.set(name, new Float32Array(length));
      this.updates.set(name, 0);
    }
  }

  /** Adds a gradient to those of a weight since the last update; takes the array over, which has a buffer of its own. */
  gather(name: string, gradient: Float32Array): void {
    const sum = this.gathered.get(name);
    if (!sum) {
      this.gathered.set(name, gradient);
      return;
    }
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + gradient[i]!;
    discard([gradient]);
  }

  /**
   * Adds the gradients of rows of a table to those since the last update; takes the array over, as `gather`.
   * @param rows the row of each gradient.
   */
  gatherRows(name: string, rows: BigInt64Array, gradients: Float32Array): void {
    const table = this.weight(name);
    const sums = this.gatheredRows.get(name) ?? new RowSums(table.length, gradients.length / rows.length);
    sums.add(rows, gradients);
    this.gatheredRows.set(name, sums);
    discard([gradients]);
  }

  /** Clips the gathered gradients, takes a step for the weights that have one, and forgets them. */
  update(learningRate: number): UpdateReport {
    const { optimizer } = this.settings;
    const gradientNorm = globalNorm(this.gradients());
    if (Number.isFinite(gradientNorm)) {
      const clipping = clippingFactor(gradientNorm, optimizer.maxGradientNorm);
      for (const [name, gradient] of this.gathered) this.step(name, gradient, clipping, learningRate);
      for (const [name, sums] of this.gatheredRows) {
        if (!sums.empty) this.step(name, sums.values, clipping, learningRate);
      }
    }
    this.forget();
    return { gradientNorm };
  }

  /** A copy. */
  state(): OptimizerState {
    return {
      firstMoments: copied(this.firstMoments),
      secondMoments: copied(this.secondMoments),
      updates: new Map(this.updates),
    };
  }

  /** Replaces the state; a weight that is not in it, as one that was frozen, starts anew. Forgets gathered gradients. */
  restore({ firstMoments, secondMoments, updates }: OptimizerState): void {
    this.forget();
    for (const name of this.groups.keys()) {
      const [first, second] = [firstMoments.get(name), secondMoments.get(name)];
      this.updates.set(name, first && second ? (updates.get(name) ?? 0) : 0);
      replace(name, this.firstMoments.get(name), first);
      replace(name, this.secondMoments.get(name), second);
    }
  }

  private *gradients(): Generator<Float32Array> {
    yield* this.gathered.values();
    for (const sums of this.gatheredRows.values()) yield* sums.sums();
  }

  private forget(): void {
    discard(this.gathered.values());
    this.gathered.clear();
    for (const sums of this.gatheredRows.values()) sums.clear();
  }

  private step(name: string, gradient: Float32Array, clipping: number, learningRate: number): void {
    const { optimizer } = this.settings;
    const [group, firstMoments, secondMoments] = [
      this.groups.get(name),
      this.firstMoments.get(name),
      this.secondMoments.get(name),
    ];
    if (!group || !firstMoments || !secondMoments) throw new Error(`${name} is not trained`);
    const updates = (this.updates.get(name) ?? 0) + 1;
    this.updates.set(name, updates);
    const factors = updateFactors(optimizer, group, learningRate, updates);
    updateWeight({ values: this.weight(name), firstMoments, secondMoments }, gradient, clipping, optimizer, factors);
  }

  private weight(name: string): Float32Array {
    const values = this.weights.get(name);
    if (!values) throw new Error(`${name} is no weight of this model`);
    return values;
  }
}

/** Copies of arrays, by the same names. */
export function copied(arrays: ReadonlyMap<string, Float32Array>): ReadonlyMap<string, Float32Array> {
  return new Map([...arrays].map(([name, values]) => [name, values.slice()]));
}

/** Writes values over others; zeros where there are none. */
function replace(name: string, target: Float32Array | undefined, values: Float32Array | undefined): void {
  if (values && values.length !== target?.length) {
    throw new Error(`${name} has ${target?.length} values, its state ${values.length}`);
  }
  if (values) target?.set(values);
  else target?.fill(0);
}
