import { describe, expect, it } from 'vitest';
import { geneVariants, symbolBehind } from '../../../src/concepts/link/gene-variants.ts';

describe('the symbol of a gene', () => {
  it.each([
    ['anti-apoptotic protein BCL-2', 'BCL-2'],
    ['transcription factor AP-1', 'AP-1'],
    ['tumor suppressor gene p53', 'p53'],
  ])('stands behind what it is one of: %s', (text, symbol) => {
    expect(symbolBehind(text)).toBe(symbol);
  });

  it.each(['BCL-2', 'BCL-2 protein', 'growth factor receptor', 'protein kinase'])('is not behind in %s', (text) => {
    expect(symbolBehind(text)).toBeUndefined();
  });

  it('is written with Greek letters and a letter for the species, too', () => {
    expect(geneVariants('LHβ')).toContain('LHB');
    expect(geneVariants('hTERT')).toContain('TERT');
  });
});
