import { UserError } from '../../core/errors.ts';
import { buildTrainingGraph, trainedHeads } from '../graph/training-graph.ts';
import { parameterGroups } from '../optimizer/parameter-groups.ts';
import type { TrainedModel, TrainingSettings } from '../start/trained-model.ts';
import { workingMemory } from './graph-memory.ts';
import { hostStyle } from './host-step.ts';

/** Bytes that training on the CPU takes at its peak, and for what. */
export interface StepMemory {
  /** Node, onnxruntime and this program. */
  readonly program: number;
  readonly weights: number;
  /** Both moments of the weights that are trained. */
  readonly moments: number;
  /** What the graph computes on the way, and its gradients. */
  readonly working: number;
  /** Copies: of the gradients, and of those gathered before; or, for a checkpoint, of weights and moments. */
  readonly copies: number;
  readonly total: number;
}

/** The shape of a micro-batch. */
export interface BatchShape {
  readonly rows: number;
  /** Tokens of a row, padding included. */
  readonly length: number;
}

/** What Node and onnxruntime take before there is a model, measured. */
const program = 130 * 2 ** 20;

/** How much more onnxruntime holds than is in use at once: its memory is in pieces, which do not always fit. */
const fragmentation = 1.15;

/** The share of tokens that is masked, at most. */
const maskedShare = 0.25;

/** Tells before a run what its steps will take. */
export class MemoryEstimator {
  private readonly model: TrainedModel;
  private readonly graph: ReturnType<typeof buildTrainingGraph>;
  private readonly weights: number;
  private readonly trained: number;

  constructor(model: TrainedModel, settings: TrainingSettings) {
    const { spec, shapes } = model;
    const groups = parameterGroups(shapes.keys(), spec.encoder, settings.frozenLayers, settings.optimizer);
    const bytes = (names: Iterable<string>) =>
      [...names].reduce((sum, name) => sum + 4 * (shapes.get(name) ?? []).reduce((size, axis) => size * axis, 1), 0);
    this.model = model;
    this.graph = buildTrainingGraph(model, settings, new Set(groups.keys()), hostStyle);
    this.weights = bytes(shapes.keys());
    this.trained = bytes(groups.keys());
  }

  /** @param gathers whether the gradients of several such micro-batches are added up. */
  estimate({ rows, length }: BatchShape, gathers: boolean): StepMemory {
    const { weights, trained } = this;
    const heads = trainedHeads(this.model);
    const tokens = rows * length;
    const positions = Math.ceil(this.model.objective === 'heads' ? tokens : tokens * maskedShare);
    const ofHeads = heads.map((head) => [`rows.${head}`, Math.ceil(positions / heads.length)]);
    const sizes = { batch: rows, length, positions, ...Object.fromEntries(ofHeads) };
    const working = fragmentation * workingMemory(this.graph.graph, sizes);
    const moments = 2 * trained;
    const copies = Math.max(gathers ? 2 * trained : trained, weights + moments);
    return { program, weights, moments, working, copies, total: program + weights + moments + working + copies };
  }

  /**
   * How many padded tokens a micro-batch may have so that training fits; infinite if every batch fits as it is.
   * @param shapes of the batches that will come.
   * @param available bytes, with what this process has already taken.
   * @throws UserError if a single row does not fit, with what to lower.
   */
  tokensThatFit(shapes: readonly BatchShape[], available: number): number {
    if (shapes.every((shape) => this.estimate(shape, false).total <= available)) return Number.POSITIVE_INFINITY;
    let tokens = Number.POSITIVE_INFINITY;
    for (const { rows, length } of shapes) {
      const fitting = this.rowsThatFit(rows, length, available);
      if (fitting === 0) throw tooLarge(this.estimate({ rows: 1, length }, false), length, available);
      if (fitting < rows) tokens = Math.min(tokens, (fitting + 1) * length - 1);
    }
    return tokens;
  }

  /** The most rows of a length that fit, found by halving. */
  private rowsThatFit(rows: number, length: number, available: number): number {
    let [fitting, tooMany] = [0, rows + 1];
    while (tooMany - fitting > 1) {
      const middle = (fitting + tooMany) >> 1;
      if (this.estimate({ rows: middle, length }, true).total <= available) fitting = middle;
      else tooMany = middle;
    }
    return fitting;
  }
}

function tooLarge({ total, working, weights, moments }: StepMemory, length: number, available: number): UserError {
  return new UserError(
    `a single row of ${length} tokens takes about ${gigabytes(total)} to train (the model ${gigabytes(weights)}, its optimizer ${gigabytes(moments)}, a step ${gigabytes(working)}), but only ${gigabytes(available)} may be used: choose a smaller base model, freeze layers, lower the longest length, give it more memory, or close other programs`,
  );
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
