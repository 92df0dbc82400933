import fc from 'fast-check';
import { micromark } from 'micromark';
import { describe, expect, it } from 'vitest';
import type { Concept, Terminology } from '../../../src/concepts/concept.ts';
import {
  describeConcept,
  describeLinked,
  describeUnlinked,
  type Mentions,
} from '../../../src/concepts/describe/card.ts';
import { excerpt } from '../../../src/concepts/describe/excerpt.ts';
import { markdown, plainText } from '../../../src/concepts/describe/markup.ts';
import type { Link, Linked } from '../../../src/concepts/link/linker.ts';
import type { ConceptStore } from '../../../src/concepts/store/store.ts';

const concept = (identifier: string, name: string, more: Partial<Concept> = {}): Concept => ({
  ...{ identifier, name, terminology: 'small', types: ['Disease'], names: [], xrefs: [], parents: [] },
  ...more,
});
const synonyms = (...texts: string[]) => texts.map((text) => ({ text, kind: 'synonym' as const }));

/** As much of a store as a card asks. */
function storeOf(...concepts: readonly Concept[]): ConceptStore {
  const known = new Map(concepts.map((each) => [each.identifier, each]));
  const store: Partial<ConceptStore> = {
    concept: (identifier) => known.get(identifier),
    terminologies: () => [{ name: 'small', title: 'Small Terms', types: ['Disease'] } as unknown as Terminology],
  };
  return store as ConceptStore;
}

const linkTo = (found: Concept, more: Partial<Link> = {}): Link => ({
  ...{ concept: found.identifier, identifiers: [found.identifier], name: found.name, matched: found.name },
  ...{ kind: 'exact', score: 0.99, ...more },
});
const none = { mentions: 0, documents: 0 };
const alone: Mentions = { here: 1, names: ['AD'], open: none, files: none, otherNames: [], reading: false };
const cardOf = (store: ConceptStore, linked: Partial<Linked>, markup = plainText, mentions = alone) =>
  describeLinked(
    store,
    { mention: 'AD', type: 'Disease' },
    { links: [], candidates: [], ...linked },
    () => mentions,
    markup,
  );

describe('the card of a concept', () => {
  const alzheimer = concept('MESH:D000544', 'Alzheimer Disease', {
    names: synonyms('Alzheimer disease', 'Disease, Alzheimer', 'senile dementia'),
    definition: 'A disease of the brain.',
    xrefs: ['DOID:10652', 'PMID:1'],
    parents: ['MESH:D003704'],
  });
  const dementia = concept('MESH:D003704', 'Dementia');

  it('has name, type and identifier first, then what it is, what it is called and where it is mentioned', () => {
    const store = storeOf(alzheimer, dementia);
    expect(cardOf(store, { links: [linkTo(alzheimer)] }).split('\n')).toEqual([
      'Alzheimer Disease · Disease · MESH:D000544',
      '',
      'A disease of the brain. — Small Terms',
      '',
      'Also called senile dementia',
      'A kind of Dementia',
      'See also DOID:10652',
      '1 mention in this document',
    ]);
  });

  it('tells a long form, a name that is but like the mention, and how sure it is', () => {
    const store = storeOf(alzheimer, dementia);
    const second = (linked: Partial<Linked>) => cardOf(store, linked).split('\n')[1];
    expect(
      second({ links: [linkTo(alzheimer, { kind: 'abbreviation', score: 0.87 })], longForm: 'Alzheimer disease' }),
    ).toBe('“AD” stands for “Alzheimer disease” here · 87 % sure');
    expect(second({ links: [linkTo(alzheimer, { kind: 'similar', matched: 'senile dementia', score: 0.5 })] })).toBe(
      '“AD” is like “senile dementia” · 50 % sure',
    );
    expect(second({ links: [linkTo(alzheimer, { kind: 'chosen', score: 1 })] })).toBe('chosen in this workspace');
  });

  it('names what else a mention may mean where that is not sure', () => {
    const linked = (score: number) => ({
      links: [linkTo(alzheimer, { score })],
      candidates: [linkTo(alzheimer, { score }), linkTo(dementia, { score: 0.2 })],
    });
    expect(cardOf(storeOf(alzheimer, dementia), linked(0.6))).toContain('Or Dementia (MESH:D003704)');
    expect(cardOf(storeOf(alzheimer, dementia), linked(0.95))).not.toContain('Or ');
  });

  it('tells all names in the document and mentions in others', () => {
    const mentions = { ...alone, here: 7, names: ['AD', "Alzheimer's disease"], open: { mentions: 3, documents: 2 } };
    expect(cardOf(storeOf(alzheimer), { links: [linkTo(alzheimer)] }, markdown, mentions)).toContain(
      "7 mentions in this document (as *AD*, *Alzheimer's disease*), 3 in 2 other open documents",
    );
  });

  it('tells mentions in files of the workspace, what it is called there, and that more are being read', () => {
    const files = { mentions: 12, documents: 1 };
    const mentions = { ...alone, open: { mentions: 1, documents: 1 }, files, otherNames: ['DAT'], reading: true };
    expect(cardOf(storeOf(alzheimer), { links: [linkTo(alzheimer)] }, markdown, mentions)).toContain(
      '1 mention in this document, 1 in another open document, 12 in another file of the workspace (also as *DAT*) · more files are being read',
    );
  });

  it('tells the concepts of a composite mention one after the other', () => {
    const card = cardOf(storeOf(alzheimer, dementia), { links: [linkTo(alzheimer), linkTo(dementia)] });
    expect(card).toContain('“AD”: 2 concepts in one mention');
    expect(card).toMatch(/Alzheimer Disease · Disease[\s\S]*Dementia · Disease/);
    expect(card).not.toContain('Also called');
  });

  it('keeps together what it tells of each concept of a composite mention', () => {
    const plain = concept('MESH:D9', 'Plain', { types: ['Disease'] });
    const card = cardOf(storeOf(plain, dementia), { links: [linkTo(plain), linkTo(dementia)] });
    expect(card).toMatch(/\n\nPlain · Disease[^\n]*\n(?:[^\n]+\n)*\d+ mention/);
  });

  it('tells systematic names of a chemical behind those that people say', () => {
    const names = ['4-(Acetylamino)phenol', 'N-acetyl-p-aminophenol', '5-FU', 'Paracetamol'];
    const chemical = concept('MESH:D1', 'Name', { names: names.map((text) => ({ text, kind: 'synonym' as const })) });
    expect(describeConcept(storeOf(chemical), ['MESH:D1'], plainText)).toContain(
      'Also called 5-FU, Paracetamol, 4-(Acetylamino)phenol, N-acetyl-p-aminophenol',
    );
  });

  it('tells names apart that have commas in them', () => {
    const named = (...names: string[]) =>
      describeConcept(
        storeOf(concept('MESH:D9', 'Name', { names: names.map((text) => ({ text, kind: 'synonym' as const })) })),
        ['MESH:D9'],
        plainText,
      );
    expect(named('one', 'two')).toContain('Also called one, two');
    expect(named('one', 'neoplasm, two')).toContain('Also called one; neoplasm, two');
  });

  it('tells what stands in the place of a concept that was withdrawn', () => {
    const old = concept('MESH:D1', 'Old', { withdrawn: ['MESH:D000544'] });
    expect(describeConcept(storeOf(old, alzheimer), ['MESH:D1'], plainText)).toContain(
      'withdrawn, replaced by Alzheimer Disease (MESH:D000544)',
    );
    expect(describeConcept(storeOf(concept('MESH:D2', 'Gone', { withdrawn: [] })), ['MESH:D2'], plainText)).toMatch(
      /^Gone[\s\S]*withdrawn$/,
    );
  });

  it('tells the species of a gene, its approved symbol before previous ones, and no neighbours', () => {
    const gene = concept('NCBIGene:7124', 'TNF', {
      types: ['Gene'],
      species: 'NCBITaxon:9606',
      names: [
        { text: 'TNFA', kind: 'previous' },
        { text: 'cachectin', kind: 'synonym' },
        { text: 'TNF family', kind: 'broad' },
      ],
    });
    const card = describeConcept(storeOf(gene, concept('NCBITaxon:9606', 'Homo sapiens')), ['NCBIGene:7124'], markdown);
    expect(card.split('\n')[0]).toMatch(/^\*\*TNF\*\* · Gene of \*Homo sapiens\* · \[NCBIGene\\:7124\]\(<https:/);
    expect(card).toContain('Also called cachectin, TNFA \\(previous\\)');
    expect(card).not.toContain('family');
  });

  it('tells eight synonyms and how many more there are', () => {
    const words = 'one two three four five six seven eight nine ten eleven'.split(' ');
    const many = concept('MESH:D3', 'many', { names: synonyms(...words) });
    expect(describeConcept(storeOf(many), ['MESH:D3'], plainText)).toContain('seven, eight and 3 more');
  });

  it('is one line where nothing is linked: what can be done', () => {
    expect(describeUnlinked(storeOf(), 'disease', false, plainText)).toBe('No concept found');
    expect(describeUnlinked(storeOf(), 'Gene', false, plainText)).toContain(
      'import a terminology that has Gene concepts',
    );
    expect(describeUnlinked(storeOf(), 'Gene', true, plainText)).toContain('chosen');
  });
});

describe('texts of terminologies and documents', () => {
  it('are shown as they are, whatever they hold: no markup, HTML, links or images', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a1 *_[]()<>!&#`~|\\-+.:=\n"@$'), minLength: 1 }), (text) => {
        const html = micromark(`x ${markdown.text(text)} x`);
        expect(html).toMatch(/^<p>[^<>]*<\/p>$/);
        const shown = html
          .slice(3, -4)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&');
        expect(shown.replaceAll(/\s+/g, ' ')).toBe(`x ${text.replaceAll(/\s+/g, ' ').trim()} x`.replaceAll('  ', ' '));
      }),
    );
  });

  it('link to nothing but pages', () => {
    expect(markdown.link('a', 'command:evil')).toBe('a');
    expect(markdown.link('a', 'https://a.org/> [b](command:evil)')).toBe('a');
    expect(markdown.link('a', 'https://a.org/?b=(c)')).toBe('[a](<https://a.org/?b=(c)>)');
  });
});

describe('an excerpt of a definition', () => {
  it('is the whole of a short one, with white space folded', () => {
    expect(excerpt('A disease.\n  It  kills.')).toBe('A disease. It kills.');
  });

  it('ends with a sentence near three hundred characters', () => {
    const sentence = `${'Word '.repeat(28)}end. `;
    expect(excerpt(sentence.repeat(4))).toBe(sentence.repeat(2).trim());
  });

  it('ends with a word where the first sentence does not end', () => {
    const cut = excerpt('word, '.repeat(200));
    expect(cut).toMatch(/word…$/);
    expect(cut.length).toBeLessThanOrEqual(301);
  });
});
