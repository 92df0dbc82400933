import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Dimension,
  differenceOf,
  normalDimension,
  productOf,
  quotientOf,
  sumOf,
  termsOf,
} from '../../src/onnx/dimension.ts';

const sizes: Readonly<Record<string, number>> = { batch: 3, length: 7, 'rows:Gene': 11 };

/** A polynomial's value for some sizes. */
function evaluate(dimension: Dimension): number {
  return termsOf(dimension).reduce((sum, { coefficient, names }) => {
    return sum + names.reduce((product, name) => product * (sizes[name] ?? Number.NaN), coefficient);
  }, 0);
}

const size = fc.oneof(fc.integer({ min: -4, max: 9 }), fc.constantFrom(...Object.keys(sizes)));
const polynomial = fc
  .array(fc.array(size, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((terms) => sumOf(terms.map(productOf)));

describe('sizes known by name', () => {
  it('are written in one form', () => {
    expect(productOf(['length', 'batch', 1])).toBe('batch*length');
    expect(productOf([2, 'batch', 3])).toBe('6*batch');
    expect(sumOf([1, 'length', 'batch', 'length'])).toBe('batch+2*length+1');
    expect(differenceOf('batch', 'batch')).toBe(0);
    expect(normalDimension('length*batch')).toBe('batch*length');
    expect(normalDimension('rows:Gene')).toBe('rows:Gene');
  });

  it('are calculated with as numbers are', () => {
    fc.assert(
      fc.property(polynomial, polynomial, (a, b) => {
        expect(evaluate(productOf([a, b])) - evaluate(a) * evaluate(b)).toBe(0);
        expect(evaluate(sumOf([a, b])) - evaluate(a) - evaluate(b)).toBe(0);
        expect(evaluate(differenceOf(a, b)) - evaluate(a) + evaluate(b)).toBe(0);
        expect(productOf([a, b])).toBe(productOf([b, a]));
        expect(sumOf([a, b])).toBe(sumOf([b, a]));
        expect(normalDimension(a)).toBe(a);
      }),
    );
  });

  it('are divided where the quotient is whole', () => {
    expect(quotientOf('768*batch*length', 'batch')).toBe('768*length');
    expect(quotientOf('4*batch+2', 2)).toBe('2*batch+1');
    expect(quotientOf('batch+1', 'batch+1')).toBe(1);
    expect(quotientOf('batch', 'length')).toBeUndefined();
    expect(quotientOf('3*batch', 2)).toBeUndefined();
    expect(quotientOf('batch*length+length', 'batch+1')).toBeUndefined();
    expect(quotientOf(6, 0)).toBeUndefined();
    const factor = size.filter((factor) => factor !== 0);
    fc.assert(
      fc.property(polynomial, factor, (a, b) => {
        expect(quotientOf(productOf([a, b]), b)).toBe(a);
      }),
    );
  });
});
