import { describe, expect, it } from 'vitest';
import { rules } from '../../src/autodiff/rules.ts';
import type { OperationName } from '../../src/onnx/operations.ts';
import { cases } from './cases.ts';
import { checkGradients } from './finite-differences.ts';

describe.each(Object.entries(cases))('the derivative of %s', (operation, functions) => {
  if (functions === 'not differentiable') {
    it('is none', () => expect(rules[operation as OperationName]).toBe(functions));
    return;
  }
  describe.each(Object.entries(functions))('is that of finite differences: %s', (_, differentiable) => {
    it.each([
      { batch: 3, length: 2 },
      { batch: 1, length: 3 },
      { batch: 2, length: 1 },
    ])('batch $batch, length $length', (sizes) => checkGradients(differentiable, sizes));
  });
});
