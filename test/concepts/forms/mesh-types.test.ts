import { describe, expect, it } from 'vitest';
import { parentOfTree, typesOfTrees } from '../../../src/concepts/forms/mesh/mesh-types.ts';

describe('entity types of MeSH tree numbers', () => {
  it.each([
    ['Breast Neoplasms', ['C04.588.180', 'C17.800.090.500'], ['Disease']],
    ['Schizophrenia', ['F03.700.750'], ['Disease']],
    ['Depression', ['F01.145.126.350'], ['Disease']],
    ['Anger', ['F01.470.093'], []],
    ['Morphine', ['D03.132.577.249.562.571'], ['Chemical']],
    ['DNA, Mitochondrial', ['D13.444.308.283.225'], ['Chemical', 'DNA']],
    ['RNA, Messenger', ['D13.444.735.544'], ['Chemical', 'RNA']],
    ['Promoter Regions, Genetic', ['G05.360.080.689.675'], ['DNA']],
    ['Humans', ['B01.050.150.900.649.313.988.400.112.400.400'], ['Species']],
    ['Spores', ['B05.775'], []],
    ['Hepatocytes', ['A11.436.348'], ['CellType']],
    ['HeLa Cells', ['A11.251.210.190.400', 'A11.251.860.180.400', 'A11.436.340'], ['CellLine']],
    ['Tumor Cells, Cultured', ['A11.251.860'], ['CellType']],
    ['Mitochondria', ['A11.284.430.214.190.875.564'], []],
    ['Neoplastic Cells, Circulating', ['A11.642', 'C04.697.650.900'], ['CellType', 'Disease']],
    ['Neurosurgery', ['H02.403.810.500'], []],
  ])('are told of %s', (_name, trees, types) => {
    expect(typesOfTrees(trees)).toEqual(types);
  });

  it('are none of what is no tree number', () => {
    expect(typesOfTrees(['', 'constructor', '__proto__', ' . '])).toEqual([]);
  });

  it('know the number above another', () => {
    expect(parentOfTree('C04.588.180')).toBe('C04.588');
    expect(parentOfTree('C04')).toBeUndefined();
  });
});
