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
  it.each(Object.entries(functions))('is that of finite differences: %s', async (_, differentiable) => {
    await checkGradients(differentiable, { batch: 3, length: 2 });
  });
});
