import type { OperationName } from '../onnx/operations.ts';
import { arithmetic } from './arithmetic.ts';
import { elementwise } from './elementwise.ts';
import { gelu } from './gelu.ts';
import { indexing } from './indexing.ts';
import { matrix } from './matrix.ts';
import { normalization } from './normalization.ts';
import { reduction } from './reduction.ts';
import type { Rules } from './rule.ts';
import { shape } from './shape.ts';

/** How every operation is differentiated. One without a rule does not compile. */
export const rules: Rules<OperationName> = {
  ...arithmetic,
  ...elementwise,
  ...gelu,
  ...matrix,
  ...reduction,
  ...normalization,
  ...shape,
  ...indexing,
};
