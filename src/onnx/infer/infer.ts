import type { Dimension } from '../dimension.ts';
import { type Attributes, type ByOutput, byInput, type OperationName } from '../operations.ts';
import { describeTensor, type TensorInfo } from '../tensor.ts';
import { elementwise } from './elementwise.ts';
import { indexing } from './indexing.ts';
import type { Inferences } from './inference.ts';
import { matrix } from './matrix.ts';
import { reduction } from './reduction.ts';
import { shape } from './shape.ts';

const inferences: Inferences<OperationName> = { ...elementwise, ...matrix, ...reduction, ...shape, ...indexing };

/**
 * The types and shapes of an operation's outputs.
 * @param names the inputs' names, for what is thrown.
 * @throws Error that names the operation, its inputs and their shapes, where these do not fit.
 */
export function inferOutputs<K extends OperationName>(
  operation: K,
  names: readonly string[],
  inputs: readonly TensorInfo[],
  attributes: Attributes<K>,
  unknown: () => Dimension,
): ByOutput<K, TensorInfo> {
  try {
    return inferences[operation]({ inputs: byInput(operation, inputs), attributes, unknown });
  } catch (thrown) {
    const given = names.map((name, index) => {
      const tensor = inputs[index];
      return tensor ? `${name}: ${describeTensor(tensor)}` : name;
    });
    throw new Error(`${operation}(${given.join(', ')}): ${thrown instanceof Error ? thrown.message : thrown}`);
  }
}
