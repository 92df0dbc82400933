import { afterAll, describe, expect, it } from 'vitest';
import { Lookup } from '../../../src/concepts/link/lookup.ts';
import { storeOf } from './linked.ts';

const store = storeOf([
  ['MESH:D009369', 'Disease', ['Neoplasms']],
  ['MESH:D004067', 'Disease', ['Digestive System Neoplasms'], { parents: ['MESH:D009369'] }],
  ['MESH:D003110', 'Disease', ['Colonic Neoplasms'], { parents: ['MESH:D004067'] }],
  ['DOID:219', 'Disease', ['colon cancer'], { xrefs: ['MESH:D003110'] }],
  ['DOID:1520', 'Disease', ['colon carcinoma'], { parents: ['DOID:219'] }],
  ['DOID:234', 'Disease', ['colon adenocarcinoma'], { parents: ['DOID:1520'] }],
  ['DOID:1', 'Disease', ['one']],
  ['DOID:2', 'Disease', ['two'], { parents: ['DOID:1'] }],
]);
const lookup = new Lookup(store);
afterAll(() => store.close());

function broaderThan(identifier: string): readonly string[] {
  return lookup.broader(lookup.joined.of(identifier)).map(({ concept }) => concept);
}

describe('concepts that are broader', () => {
  it('are the parents', () => {
    expect(broaderThan('MESH:D003110')).toEqual(['MESH:D004067']);
  });

  it('are the nearest of an earlier namespace for what only a later one knows', () => {
    expect(broaderThan('DOID:1520')).toEqual(['MESH:D003110']);
    expect(broaderThan('DOID:234')).toEqual(['MESH:D003110']);
  });

  it('are those of the concept that it is joined with', () => {
    expect(broaderThan('DOID:219')).toEqual(['MESH:D004067']);
  });

  it('are none at the top, and of the same namespace where no earlier one is above', () => {
    expect(broaderThan('MESH:D009369')).toEqual([]);
    expect(broaderThan('DOID:2')).toEqual(['DOID:1']);
  });
});
