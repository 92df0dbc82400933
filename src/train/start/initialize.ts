import { randomOf } from '../../core/random.ts';
import type { NeededTensor } from '../../model/layout.ts';

/**
 * A new weight, as transformers initialises it: linear maps normal with deviation `deviation`, biases zero, layer
 * normalizations one and zero.
 * @param seed of the run; a weight's values depend on it and on the weight's name alone.
 */
export function initialWeight({ name, shape }: NeededTensor, seed: number, deviation: number): Float32Array {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  if (name.endsWith('bias')) return values;
  if (shape.length === 1) return values.fill(1);
  const random = randomOf(seed, 'head', name);
  for (let i = 0; i < values.length; i += 2) {
    // Box & Muller (1958): two independent normal numbers from two uniform ones.
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random.uniform()));
    const angle = 2 * Math.PI * random.uniform();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}
