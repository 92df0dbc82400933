import { describe, expect, it } from 'vitest';
import type { Link } from '../../../src/concepts/link/linker.ts';
import { applied, concept, type Given, mentionsIn, problemsOf, told } from './support.ts';

const code = 'severalNames';

/** A text in which each of the names means one concept that has them all. */
function given(source: string, type: string, names: readonly string[], link: Partial<Link> = {}): Given {
  const [name = '', ...others] = names;
  const one = concept('X:1', name, { types: [type], names: others.map((text) => ({ text, kind: 'synonym' })) });
  return mentionsIn(source, type, Object.fromEntries(names.map((each) => [each, one])), link);
}

function toldOf(source: string, type: string, names: readonly string[], link?: Partial<Link>): string[] {
  return told(source, code, given(source, type, names, link));
}

describe('two names of one concept', () => {
  const source =
    'Rats had paracetamol. More paracetamol was *given*. Acetaminophen harmed. Then acetaminophen and acetaminophen.';
  const names = ['acetaminophen', 'paracetamol', 'Acetaminophen'];

  it('are told with their counts, at the first use of the rarer one', () => {
    expect(toldOf(source, 'Chemical', names)).toEqual([
      'paracetamol: acetaminophen has two names here: “acetaminophen” (3 times) and “paracetamol” (2 times).',
    ]);
  });

  it('are made one by the quick fixes: everywhere, here, or the other way round', () => {
    const [problem] = problemsOf(source, { ...given(source, 'Chemical', names), codes: [code] });
    expect(problem?.fixes.map(({ title }) => title)).toEqual([
      'Write “acetaminophen” instead of “paracetamol” (2 times)',
      'Write “acetaminophen” here',
      'Write “paracetamol” instead of “acetaminophen” (3 times)',
    ]);
    const [everywhere, here, other] = problem!.fixes.map((fix) => applied(source, fix));
    expect(everywhere).toBe(source.replaceAll('paracetamol', 'acetaminophen'));
    expect(here).toBe(source.replace('paracetamol', 'acetaminophen'));
    expect(other).toBe(source.replaceAll('acetaminophen', 'paracetamol').replace('Acetaminophen', 'Paracetamol'));
  });

  it.each([
    ['Chemical', 'Acute aspirin. Then ASA again.', ['aspirin', 'ASA']],
    ['Disease', 'A leukaemia. The leukemia. Some leukemias.', ['leukemia', 'leukaemia', 'leukemias']],
    ['Disease', 'An acute myeloid leukemia (AML). The AML is.', ['acute myeloid leukemia', 'AML']],
    ['Disease', 'One tumor. Another neoplasm.', ['neoplasm', 'tumor']],
    ['Disease', 'One breast cancer. The breast tumours.', ['breast cancer', 'breast tumours']],
    ['Disease', 'The hepatitis B virus infection. The hepatitis B.', ['hepatitis B virus infection', 'hepatitis B']],
    ['Gene', 'The Tnf gene. The TNF.', ['TNF', 'Tnf']],
    ['Gene', 'The p53. And p53. A TP53. Some TP53.', ['TP53', 'p53']],
    ['Gene', 'The FGF-1. And FGF-1. A FGF-2. Some FGF-2.', ['FGFX', 'FGF-1', 'FGF-2']],
    ['Gene', 'An NFKB. A NFKB. The HER2. Once EGFR2x.', ['NFKB', 'EGFR2x', 'HER2']],
    ['Species', 'The mice. The Mus musculus.', ['Mus musculus', 'mice']],
    ['Chemical', 'The rapamycin (sirolimus) was. More rapamycin.', ['sirolimus', 'rapamycin']],
    ['Chemical', 'The rapamycin.\n\n## References\n\nOn sirolimus.', ['sirolimus', 'rapamycin']],
  ] as const)('are not told of variants of style: %s: %s', (type, text, variants) => {
    expect(toldOf(text, type, variants)).toEqual([]);
  });

  it('are told of two symbols of a gene, of which none is the approved one, and of two Latin names', () => {
    expect(toldOf('The prk. Many prk. The fnk. More fnk.', 'Gene', ['PLK3', 'prk', 'fnk'])).toHaveLength(1);
    expect(
      toldOf('The Pseudomonas maltophilia. The Stenotrophomonas maltophilia.', 'Species', [
        'Stenotrophomonas maltophilia',
        'Pseudomonas maltophilia',
      ]),
    ).toHaveLength(1);
  });

  it('are only told where the links are sure', () => {
    expect(toldOf(source, 'Chemical', names, { kind: 'similar' })).toEqual([]);
    expect(toldOf(source, 'Chemical', names, { score: 0.7 })).toEqual([]);
    expect(told(source, code)).toEqual([]);
  });

  it('are only told where a terminology has both', () => {
    const one = concept('X:1', 'kidney disease', {
      types: ['Disease'],
      names: [{ text: 'nephrotoxicity', kind: 'related' }],
    });
    const text = 'A kidney disease. The nephrotoxicity.';
    const mentions = mentionsIn(text, 'Disease', { 'kidney disease': one, nephrotoxicity: one });
    expect(told(text, code, mentions)).toEqual([]);
  });

  it('are not edited where markup is inside a name', () => {
    const text = 'The oral candidiasis. Then *oral* thrush came. The oral candidiasis.';
    const marked = 'The oral candidiasis. Then oral *thrush* came. The oral candidiasis.';
    const one = concept('X:1', 'oral candidiasis', {
      types: ['Disease'],
      names: [{ text: 'oral thrush', kind: 'synonym' }],
    });
    const { entities, links } = mentionsIn(text, 'Disease', { 'oral candidiasis': one });
    const thrush = {
      start: marked.indexOf('oral *'),
      end: marked.indexOf('* came'),
      type: 'Disease',
      mention: 'oral thrush',
      score: 1,
    };
    const both = [entities[0]!, thrush, entities[1]!];
    const linked = [links.linked[0]!, links.linked[0]!, links.linked[0]!];
    const [problem] = problemsOf(marked, { entities: both, links: { ...links, linked }, codes: [code] });
    expect(problem?.fixes.map(({ title }) => title)).toEqual([
      'Write “oral thrush” instead of “oral candidiasis” (2 times)',
    ]);
  });
});
