import { depthOf } from '../../model/layout.ts';
import type { EncoderSpec } from '../../model/spec.ts';
import type { OptimizerOptions } from './options.ts';

/** How the optimizer treats a weight. */
export interface ParameterGroup {
  /** What the learning rate is multiplied by. */
  readonly learningRateFactor: number;
  readonly weightDecay: number;
}

/**
 * The treatment of each weight that is trained; frozen ones are not in the map.
 *
 * Biases and layer normalizations are not decayed, as in BERT's own optimizer. With layer-wise decay (Howard & Ruder,
 * 2018, arXiv 1801.06146; Sun et al., 2019, arXiv 1905.05583) a weight `d` layers below the encoder's last one has
 * decayᵈ of the learning rate, the embeddings being below the first layer; the heads have it whole, as the last layer.
 * @param frozenLayers the embeddings and this many layers above them are frozen; nothing is if undefined.
 */
export function parameterGroups(
  names: Iterable<string>,
  encoder: EncoderSpec,
  frozenLayers: number | undefined,
  { weightDecay, layerDecay }: Pick<OptimizerOptions, 'weightDecay' | 'layerDecay'>,
): ReadonlyMap<string, ParameterGroup> {
  const groups = new Map<string, ParameterGroup>();
  for (const name of names) {
    const depth = depthOf(encoder, name);
    if (frozenLayers !== undefined && depth <= frozenLayers) continue;
    groups.set(name, {
      learningRateFactor: layerDecay ** Math.max(0, encoder.layers - depth),
      weightDecay: isDecayed(name) ? weightDecay : 0,
    });
  }
  return groups;
}

/** The names of layer normalizations in all families: `LayerNorm`, `layer_norm`. */
function isDecayed(name: string): boolean {
  return !name.endsWith('bias') && !/layer_?norm/i.test(name);
}
