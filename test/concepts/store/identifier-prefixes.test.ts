import { describe, expect, it } from 'vitest';
import { IdentifierPrefixes } from '../../../src/concepts/store/identifier-prefixes.ts';

/** The prefixes of a sorted column, and how many questions they took. */
function prefixesOf(identifiers: readonly string[]): { readonly prefixes: IdentifierPrefixes; readonly asked: number } {
  const sorted = identifiers.toSorted((a, b) => (a < b ? -1 : 1));
  let asked = 0;
  const prefixes = new IdentifierPrefixes((from) => {
    asked++;
    return sorted.find((identifier) => identifier >= from);
  });
  return { prefixes, asked };
}

describe('prefixes of identifiers', () => {
  it('tell which identifiers a column may hold', () => {
    const { prefixes } = prefixesOf(['MESH:D1', 'MESH:D2', 'DOID:4', 'plain', 'a:b:c']);
    for (const held of ['MESH:D9', 'DOID:4', 'plain', 'a:x']) expect(prefixes.mayHold(held)).toBe(true);
    for (const other of ['MESHX:D1', 'MES', 'DOI:4', 'plain2', 'plain:2', ''])
      expect(prefixes.mayHold(other)).toBe(false);
  });

  it('take a question each, however many identifiers there are', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `MESH:${index}`);
    expect(prefixesOf([...many, 'DOID:1']).asked).toBe(3);
    expect(prefixesOf([]).asked).toBe(1);
  });

  it('may be any where nearly each identifier has another', () => {
    const { prefixes, asked } = prefixesOf(Array.from({ length: 1000 }, (_, index) => `concept ${index}`));
    expect(prefixes.mayHold('concept 17')).toBe(true);
    expect(prefixes.mayHold('MESH:D1')).toBe(true);
    expect(asked).toBeLessThan(100);
  });
});
