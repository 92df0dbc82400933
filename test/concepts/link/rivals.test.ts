import { afterAll, describe, expect, it } from 'vitest';
import { candidatesOf } from '../../../src/concepts/link/candidates.ts';
import { DocumentContext } from '../../../src/concepts/link/context.ts';
import { type FeatureName, featureAt } from '../../../src/concepts/link/features.ts';
import { Lookup } from '../../../src/concepts/link/lookup.ts';
import { documentOf, storeOf } from './linked.ts';

const store = storeOf([
  ['MESH:D007951', 'Disease', ['Leukemia, Myeloid', 'myeloid leukemia']],
  [
    'MESH:D015464',
    'Disease',
    ['Leukemia, Myelogenous, Chronic', 'chronic myeloid leukemia'],
    { parents: ['MESH:D007951'] },
  ],
  ['MESH:D050723', 'Disease', ['Fractures, Bone']],
  ['MESH:D005597', 'Disease', ['Fractures, Open'], { parents: ['MESH:D050723'] }],
  ['DOID:1520', 'Disease', ['colon carcinoma'], { parents: ['MESH:D003110'] }],
  ['MESH:D003110', 'Disease', ['Colonic Neoplasms']],
  ['DOID:77', 'Disease', ['fracture of bone marrow']],
  ['NCBIGene:2688', 'Gene', ['GH1', 'GH', 'growth hormone 1', '1']],
  ['NCBIGene:8836', 'Gene', ['GGH', 'GH', 'gamma-glutamyl hydrolase']],
]);
const lookup = new Lookup(store);
afterAll(() => store.close());

/** By concept, the highest value of a feature among the names that speak for it. */
function featureIn(marked: string, feature: FeatureName): Record<string, number> {
  const document = documentOf(marked);
  const mention = document.mentions[0]!;
  const candidates = candidatesOf(mention, mention.type, new DocumentContext(document, lookup), lookup);
  return Object.fromEntries(
    candidates.map(({ concept, matches }) => [
      concept,
      Math.max(...matches.map(({ features }) => features[featureAt[feature]]!)),
    ]),
  );
}

describe('candidates of one mention', () => {
  it('give way with a name of a part where another has a name of the whole', () => {
    expect(featureIn('{Disease:chronic myeloid leukemia}', 'beaten')).toMatchObject({
      'MESH:D007951': 1,
      'MESH:D015464': 0,
    });
    expect(featureIn('{Disease:severe myeloid leukemia}', 'beaten')).toMatchObject({ 'MESH:D007951': 0 });
  });

  it('are none of a number alone', () => {
    expect(featureIn('{Gene:1}', 'exact')).toEqual({});
  });

  it('know which is a kind of which', () => {
    expect(featureIn('{Disease:fracture}', 'broaderOfOthers')['MESH:D050723']).toBeGreaterThan(0);
    expect(featureIn('{Disease:fracture}', 'narrowerThanOthers')).toMatchObject({
      'MESH:D050723': 0,
      'MESH:D005597': 1,
    });
  });

  it('have the broader concept that stands in for one of a later namespace, which trails', () => {
    expect(featureIn('{Disease:colon carcinoma}', 'broaderStandIn')).toMatchObject({
      'MESH:D003110': 1,
      'DOID:1520': 0,
    });
    expect(featureIn('{Disease:colon carcinoma}', 'trails')).toMatchObject({ 'MESH:D003110': 0, 'DOID:1520': 1 });
  });

  it('do not trail where no earlier namespace has one as good', () => {
    expect(featureIn('{Disease:fracture of bone marrow}', 'trails')).toMatchObject({ 'DOID:77': 0 });
  });

  it('are borne out by the other form and by words of the document', () => {
    const marked = '{Gene:GH}, the growth hormone (GH), is secreted.';
    const both = featureIn(marked, 'bothForms');
    expect(both['NCBIGene:2688']).toBeGreaterThan(both['NCBIGene:8836']!);
    const said = featureIn('{Gene:GH} is no hydrolase.', 'namesInDocument');
    expect(said['NCBIGene:8836']).toBeGreaterThan(said['NCBIGene:2688']!);
  });
});
