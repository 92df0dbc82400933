import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseTypes } from '../../../src/evaluate/run/scored-types.ts';
import type { EvaluatedSystem } from '../../../src/evaluate/run/system.ts';
import { scratchFolder, write } from '../../corpus/files.ts';

const scratch = scratchFolder();

function system(name: string, ...types: string[]): EvaluatedSystem {
  return { info: { kind: 'model', name }, types, recognize: async (sentences) => sentences.map(() => []) };
}

const ours = system('ours', 'Gene', 'Disease', 'Chemical', 'CellLine');

describe('the types that are scored', () => {
  it('are those of the corpus that the model finds, by the names that the field uses; others are told', () => {
    const types = ['SpecificDisease', 'Modifier', 'protein', 'cell_line', 'Variant'];
    const { names, mapping, unscored } = chooseTypes(scratch, types, [ours]);
    expect(names).toEqual(['Gene', 'Disease', 'CellLine']);
    expect(mapping).toEqual({
      SpecificDisease: 'Disease',
      Modifier: 'Disease',
      protein: 'Gene',
      cell_line: 'CellLine',
    });
    expect(unscored).toEqual({ Variant: 'ours does not find Variant' });
  });

  it("are read from an imported model's names too", () => {
    const { names, found } = chooseTypes(scratch, ['Chemical', 'GENE'], [system('theirs', 'CHEM', 'GGP', 'LOC')]);
    expect(names).toEqual(['Chemical', 'Gene']);
    expect([...(found[0] ?? [])]).toEqual([
      ['CHEM', 'Chemical'],
      ['GGP', 'Gene'],
    ]);
  });

  it('are those that both models find, where two are compared', () => {
    const { names, unscored } = chooseTypes(scratch, ['Gene', 'Disease'], [ours, system('other', 'Disease')]);
    expect(names).toEqual(['Disease']);
    expect(unscored).toEqual({ Gene: 'other does not find Gene' });
  });

  it('are mapped by what is given, then by what is kept with the corpus, then as usual', () => {
    const folder = path.dirname(write(scratch, 'mapping.json', '{"A": "Gene", "B": "Gene", "Disease": null}'));
    const { mapping, unscored } = chooseTypes(folder, ['A', 'B', 'Disease', 'Drug'], [ours], {
      map: { A: 'Chemical' },
    });
    expect(mapping).toEqual({ A: 'Chemical', B: 'Gene', Drug: 'Chemical' });
    expect(unscored).toEqual({ Disease: 'left out by the mapping' });
  });

  it('can be chosen, by the names of either side', () => {
    const other = path.join(scratch, 'corpus.tsv');
    const chosen = chooseTypes(path.join(other, 'x'), ['protein', 'Disease', 'Drug'], [ours], {
      types: ['gene', 'DRUG'],
    });
    expect(chosen.names).toEqual(['Gene', 'Chemical']);
    expect(chosen.unscored).toEqual({ Disease: 'not asked for' });
    expect(() => chooseTypes(scratch, ['Gene'], [ours], { types: ['Species'] })).toThrow(
      'there is no mention of the type "Species" in it; it has Gene',
    );
  });

  it('are an error if there is none, which says what to do', () => {
    expect(() => chooseTypes(scratch, ['PER', 'LOC'], [ours])).toThrow(
      'no type of it can be scored: it has PER, LOC; ours finds Gene, Disease, Chemical, CellLine; name what belongs together, as in --map PER=Gene',
    );
    expect(() => chooseTypes(scratch, [], [ours])).toThrow('there is no labelled mention in it');
    expect(() => chooseTypes(scratch, ['Gene'], [ours], { map: { Gen: 'Gene' } })).toThrow(
      'there is no mention of the type "Gen" in it',
    );
  });
});
