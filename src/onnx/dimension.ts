/**
 * The size of an axis: a number, or where it is known only when the graph runs a polynomial in named sizes, such as
 * `batch*length` or `2*rows+1`. Polynomials are in a normal form, so equal ones are the same string.
 */
export type Dimension = number | string;

/** Coefficients by monomial, a sorted list of names joined by `*`; that of a constant is empty. */
type Polynomial = ReadonlyMap<string, number>;

/** The normal form of a size as somebody wrote it. */
export function normalDimension(dimension: Dimension): Dimension {
  return print(parse(dimension));
}

/** The product of sizes; of none, 1. */
export function productOf(dimensions: readonly Dimension[]): Dimension {
  return print(dimensions.map(parse).reduce(multiply, new Map([['', 1]])));
}

/** The sum of sizes; of none, 0. */
export function sumOf(dimensions: readonly Dimension[]): Dimension {
  const sum = new Map<string, number>();
  for (const dimension of dimensions) {
    for (const [monomial, coefficient] of parse(dimension)) {
      sum.set(monomial, (sum.get(monomial) ?? 0) + coefficient);
    }
  }
  return print(sum);
}

/** `a - b`. */
export function differenceOf(a: Dimension, b: Dimension): Dimension {
  return sumOf([a, productOf([-1, b])]);
}

/** `a / b` where that is a polynomial and b has but one term or equals a; otherwise undefined. */
export function quotientOf(a: Dimension, b: Dimension): Dimension | undefined {
  if (a === b) return 1;
  const [divisor, ...others] = parse(b);
  if (!divisor || others.length > 0) return undefined;
  const quotient = new Map<string, number>();
  for (const [monomial, coefficient] of parse(a)) {
    const names = split(monomial);
    for (const name of split(divisor[0])) {
      const at = names.indexOf(name);
      if (at < 0) return undefined;
      names.splice(at, 1);
    }
    const share = coefficient / divisor[1];
    if (!Number.isInteger(share)) return undefined;
    quotient.set(names.join('*'), share);
  }
  return print(quotient);
}

/** A size as a sum of products: each term's number and names. */
export function termsOf(dimension: Dimension): readonly { readonly coefficient: number; readonly names: string[] }[] {
  return [...parse(dimension)].map(([monomial, coefficient]) => ({ coefficient, names: split(monomial) }));
}

function parse(dimension: Dimension): Polynomial {
  if (typeof dimension === 'number') return new Map(dimension === 0 ? [] : [['', dimension]]);
  const terms = new Map<string, number>();
  for (const term of dimension.split('+')) {
    let coefficient = 1;
    const names: string[] = [];
    for (const factor of term.split('*')) {
      if (/^-?\d+$/.test(factor)) coefficient *= Number(factor);
      else names.push(factor);
    }
    const monomial = names.sort().join('*');
    terms.set(monomial, (terms.get(monomial) ?? 0) + coefficient);
  }
  return terms;
}

function print(polynomial: Polynomial): Dimension {
  const terms = [...polynomial].filter(([, coefficient]) => coefficient !== 0).sort(byName);
  const [first] = terms;
  if (!first) return 0;
  if (terms.length === 1 && first[0] === '') return first[1];
  return terms
    .map(([monomial, coefficient]) => (coefficient === 1 && monomial ? monomial : `${coefficient}*${monomial}`))
    .map((term) => term.replace(/\*$/, ''))
    .join('+');
}

/** The constant comes last, as one writes it. */
function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a === '' ? 1 : b === '' || a < b ? -1 : 1;
}

function multiply(a: Polynomial, b: Polynomial): Polynomial {
  const product = new Map<string, number>();
  for (const [left, x] of a) {
    for (const [right, y] of b) {
      const monomial = [...split(left), ...split(right)].sort().join('*');
      product.set(monomial, (product.get(monomial) ?? 0) + x * y);
    }
  }
  return product;
}

function split(monomial: string): string[] {
  return monomial === '' ? [] : monomial.split('*');
}
