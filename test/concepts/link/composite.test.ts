import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readings } from '../../../src/concepts/link/composite.ts';

describe('readings', () => {
  it.each([
    ['breast and ovarian cancer', ['breast cancer', 'ovarian cancer']],
    ['type 1 and 2 diabetes', ['type 1 diabetes', 'type 2 diabetes']],
    ['HIV-1/2', ['HIV-1', 'HIV-2']],
    ['ZNF133, 136 and 140', ['ZNF133', 'ZNF136', 'ZNF140']],
    ['cancer of the breast and ovary', ['cancer of the breast', 'cancer of the ovary']],
    ['colorectal, endometrial, and ovarian cancers', ['colorectal cancers', 'endometrial cancers', 'ovarian cancers']],
    ['nausea or vomiting', ['nausea', 'vomiting']],
    ['amino- and carboxy-terminal', ['amino-terminal', 'carboxy-terminal']],
    ['hyper- and hypotension', ['hypertension', 'hypotension']],
    ['neuro- and nephrotoxicity', ['neurotoxicity', 'nephrotoxicity']],
    ['Abeta40/42', ['Abeta40', 'Abeta42']],
    ['BRCA1/2', ['BRCA1', 'BRCA2']],
    ['breast/ovarian cancer', ['breast cancer', 'ovarian cancer']],
    ['CDKN2A/B', ['CDKN2A', 'CDKN2B']],
  ])('of %s hold its names', (text, names) => {
    expect(readings(text)).toContainEqual(names);
  });

  it.each(['hypertension', 'sandy', '', ', ', 'and'])('are none of %j', (text) => {
    expect(readings(text)).toEqual([]);
  });

  it('hold as many names each, none of them empty, of any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'type 1', 'and', ',', '/', 'or', ' ', 'cancer'), { maxLength: 12 }),
        (words) => {
          const all = readings(words.join(' '));
          for (const reading of all) {
            expect(reading.length).toBe(all[0]!.length);
            for (const name of reading) expect(name.trim()).not.toBe('');
          }
        },
      ),
    );
  });
});
