import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOf, wordsOf } from '../../../src/concepts/names/keys.ts';
import type { NamedConcept } from '../../../src/concepts/store/store.ts';
import { concept, put, reader, storeOf, synonyms, temporaryFolder } from './made-store.ts';

const diabetes = concept('MESH:D003920', 'Diabetes Mellitus', {
  names: [
    { text: 'DM', kind: 'abbreviation' },
    { text: 'sugar disease', kind: 'related' },
    { text: 'Diabetes Mellitus', kind: 'synonym' },
  ],
  definition: 'Too much sugar in the blood.',
  xrefs: ['DOID:9351', 'ICD10:E14', 'DOID:9351'],
  parents: ['MESH:D004700'],
});
const gene = concept('NCBIGene:1956', 'EGFR', {
  types: ['Gene', 'Protein'],
  names: [{ text: 'ERBB1', kind: 'previous' }],
  species: 'NCBITaxon:9606',
});
const withdrawn = concept('NCBIGene:7', 'OLD1', { types: ['Gene'], withdrawn: ['NCBIGene:1956'] });
const gone = concept('NCBIGene:8', 'OLD2', { types: ['Gene'], withdrawn: [] });

const names = (found: readonly NamedConcept[]) => found.map(({ name }) => name);
const identifiers = (found: readonly NamedConcept[]) => found.map(({ identifier }) => identifier);

describe('a store of concepts', () => {
  it('gives a concept as it was stored, by any spelling of its identifier', () => {
    const store = storeOf(diabetes, gene, withdrawn, gone);
    expect(store.concept('mesh:D003920')).toEqual({
      identifier: 'MESH:D003920',
      terminology: 'terms',
      name: 'Diabetes Mellitus',
      types: ['Disease'],
      names: [
        { text: 'DM', kind: 'abbreviation' },
        { text: 'sugar disease', kind: 'related' },
      ],
      definition: 'Too much sugar in the blood.',
      xrefs: ['DOID:9351', 'ICD10:E14'],
      parents: ['MESH:D004700'],
    });
    expect(store.concept('NCBIGene:1956')).toMatchObject({ types: ['Gene', 'Protein'], species: 'NCBITaxon:9606' });
    expect(store.concept('NCBIGene:7')?.withdrawn).toEqual(['NCBIGene:1956']);
    expect(store.concept('NCBIGene:8')?.withdrawn).toEqual([]);
    expect(store.concept('NCBIGene:1956')).not.toHaveProperty('withdrawn');
    expect(store.concept('MESH:D1')).toBeUndefined();
  });

  it('tells what terminologies are in it', () => {
    const store = storeOf(diabetes, gene, withdrawn);
    expect(store.terminologies()).toMatchObject([
      {
        name: 'terms',
        title: 'terms',
        version: '1',
        licence: 'MIT',
        concepts: 3,
        names: 6,
        types: ['Gene', 'Disease', 'Protein'],
      },
    ]);
    expect(store.nameCount).toBe(6);
  });

  it('finds names by their keys, each once', () => {
    const store = storeOf(diabetes, gene, withdrawn);
    const keys = keysOf('erbb-1');
    expect(store.withKey([...keys, ...keys])).toEqual([
      {
        identifier: 'NCBIGene:1956',
        terminology: 'terms',
        types: ['Gene', 'Protein'],
        preferred: 'EGFR',
        name: 'ERBB1',
        kind: 'previous',
        species: 'NCBITaxon:9606',
        withdrawn: false,
      },
    ]);
    expect(store.withKey(keysOf('old1'))).toMatchObject([{ identifier: 'NCBIGene:7', withdrawn: true }]);
    expect(store.withKey(keysOf('other'))).toEqual([]);
    expect(store.withKey([])).toEqual([]);
    expect(identifiers(store.withKey(keys, 'Protein'))).toEqual(['NCBIGene:1956']);
    expect(store.withKey(keys, 'Disease')).toEqual([]);
    expect(store.withKey(keys, 'Unheard')).toEqual([]);
  });

  it('tells what identifiers of a type may begin with', () => {
    const store = storeOf(diabetes, gene, withdrawn);
    // One terminology has them all.
    expect(store.prefixes('Gene')).toEqual(new Set(['MESH:', 'NCBIGene:']));
    expect(store.prefixes('Unheard')).toEqual(new Set());
  });

  it('puts names with more and rarer words first, and short ones before long ones', () => {
    const store = storeOf(
      concept('T:1', 'chronic granulomatous swelling of the elbow'),
      concept('T:2', 'swelling of the elbow'),
      concept('T:3', 'swelling of the knee'),
      concept('T:4', 'swelling of the wrist'),
      concept('T:5', 'gout'),
      concept('T:6', 'elbow', { types: ['Gene'] }),
    );
    expect(identifiers(store.withWords(wordsOf('elbow swelling'), { limit: 3 }))).toEqual(['T:2', 'T:6', 'T:1']);
    expect(identifiers(store.withWords(wordsOf('elbow swelling'), { limit: 9, type: 'Disease' }))).toEqual([
      'T:2',
      'T:1',
      'T:3',
      'T:4',
    ]);
    expect(store.withWords(wordsOf('elbow'), { limit: 9, type: 'Species' })).toEqual([]);
    expect(store.withWords(wordsOf('nothing'), { limit: 9 })).toEqual([]);
    const [word = ''] = wordsOf('swelling');
    expect(store.frequency(word)).toBe(4);
    expect(store.frequency('nothing')).toBe(0);
  });

  it('finds words by their spelling', () => {
    const store = storeOf(concept('T:1', 'neurofibromin'), concept('T:2', 'fibrin'), concept('T:3', 'actin'));
    expect(store.wordsLike('neurofibrumin', 5)[0]).toBe(wordsOf('neurofibromin')[0]);
    expect(store.wordsLike('fibrni', 1)).toEqual(wordsOf('fibrin'));
    expect(store.wordsLike('xyzzy', 5)).toEqual([]);
  });

  it('joins concepts of one type by cross references of either side, and only directly', () => {
    const folder = temporaryFolder();
    put(folder, 'mesh', [
      concept('MESH:1', 'one'),
      concept('MESH:2', 'two', { types: ['Gene'] }),
      concept('MESH:3', 'three', { xrefs: ['DOID:2', 'DOID:99'] }),
    ]);
    put(folder, 'do', [
      concept('DOID:1', 'one', { xrefs: ['MESH:1', 'MESH:2'] }),
      concept('DOID:2', 'one more', { xrefs: ['MESH:1'] }),
    ]);
    const store = reader(folder);
    expect(store.sameAs('mesh:1')).toEqual(['DOID:1', 'DOID:2']);
    expect(store.sameAs('DOID:1')).toEqual(['MESH:1']);
    expect(store.sameAs('DOID:2').toSorted()).toEqual(['MESH:1', 'MESH:3']);
    expect(store.sameAs('MESH:2')).toEqual([]);
    expect(store.sameAs('MESH:9')).toEqual([]);
  });

  it('searches by identifier, whole name, beginning and words, in this order, each concept once', () => {
    const store = storeOf(
      concept('MESH:D000001', 'Fever', { names: synonyms('Pyrexia', 'fevers') }),
      concept('MESH:D000002', 'Fever, Rheumatic'),
      concept('MESH:D000012', 'Hay Fever Vaccine', { types: ['Chemical'] }),
    );
    const search = (text: string, type?: string) =>
      identifiers(store.search(text, { limit: 5, ...(type !== undefined && { type }) }));
    expect(search('mesh:D000002')[0]).toBe('MESH:D000002');
    expect(search('D000012')[0]).toBe('MESH:D000012');
    expect(search('MESH:D00001')).toEqual(['MESH:D000012']);
    expect(search('fever')).toEqual(['MESH:D000001', 'MESH:D000002', 'MESH:D000012']);
    expect(search('pyrexia')[0]).toBe('MESH:D000001');
    expect(search('vaccine hay')).toEqual(['MESH:D000012', ...search('vaccine hay').slice(1)]);
    expect(search('fever', 'Chemical')).toEqual(['MESH:D000012']);
    expect(search('')).toEqual([]);
    expect(store.search('fever', { limit: 1 })).toHaveLength(1);
  });

  it('searches by cross references and for what is misspelt where nothing else is found', () => {
    const store = storeOf(
      concept('NCBIGene:672', 'BRCA1', { xrefs: ['OMIM:113705'] }),
      concept('T:1', 'imatinib mesylate'),
      concept('T:2', 'quinine'),
    );
    const search = (text: string) => identifiers(store.search(text, { limit: 5 }));
    expect(search('MIM:113705')).toEqual(['NCBIGene:672']);
    expect(search('113705')).toEqual(['NCBIGene:672']);
    expect(search('imatnib')).toEqual(['T:1']);
    expect(search('imatnib mesylat')[0]).toBe('T:1');
    for (const nothing of ['xyzzy', 'mesh', 'NCBIGene:673']) expect(search(nothing)).toEqual([]);
  });

  it('finds no other concept for the words of an identifier that is not there', () => {
    const store = storeOf(
      concept('MESH:D013526', 'surgical mesh'),
      concept('T:1', 'D cell'),
      concept('T:2', 'receptor 0030'),
    );
    const search = (text: string) => identifiers(store.search(text, { limit: 5 }));
    for (const absent of ['MESH:D999999', ' mesh:D9 ', 'CVCL_0030']) expect(search(absent)).toEqual([]);
    expect(search('MESH:D0135')).toEqual(['MESH:D013526']);
    expect(search('surgical')).toEqual(['MESH:D013526']);
    expect(search('0030')).toEqual(['T:2']);
  });

  it('completes names whatever their case, preferred and short ones first', () => {
    const store = storeOf(
      concept('T:1', 'Asthma', { names: synonyms('asthma bronchiale') }),
      concept('T:2', 'ASPIRIN', { types: ['Chemical'] }),
      concept('T:3', 'as', { types: ['Gene'] }),
      concept('T:4', 'Ästhesie', { names: synonyms('asq') }),
    );
    expect(names(store.complete('as', { limit: 9 }))).toEqual(['as', 'Asthma', 'ASPIRIN', 'asq', 'asthma bronchiale']);
    expect(names(store.complete('AS', { limit: 9, type: 'Chemical' }))).toEqual(['ASPIRIN']);
    expect(names(store.complete('äS', { limit: 9 }))).toEqual(['Ästhesie']);
    expect(names(store.complete('a', { limit: 2 }))).toHaveLength(2);
    expect(store.complete('', { limit: 9 })).toEqual([]);
    expect(store.complete('as', { limit: 9, type: 'Species' })).toEqual([]);
  });

  it('completes names that begin alike for longer than completion goes by', () => {
    const long = 'a name that is so long that completion goes by its first part only';
    const store = storeOf(concept('T:1', `${long} one`), concept('T:2', `${long} two`));
    expect(identifiers(store.complete(`${long} T`, { limit: 9 }))).toEqual(['T:2']);
  });

  it('keeps names of any length and of any characters', () => {
    const huge = 'endless '.repeat(50_000).trim();
    const odd = [
      '"quoted" AND (NEAR',
      "O'Brien's",
      '5-(α,β)*{x}',
      '𝛼-synuclein 🧬',
      'ﬁbrosis',
      'a%b_c',
      '日本脳炎',
      '--',
      ';DROP',
    ];
    const store = storeOf(concept('T:1', huge), ...odd.map((name, i) => concept(`O:${i}`, name)));
    expect(store.concept('T:1')?.name).toBe(huge);
    expect(identifiers(store.withKey(keysOf(huge)))).toEqual(['T:1']);
    for (const [i, name] of odd.entries()) {
      expect(store.concept(`O:${i}`)?.name).toBe(name);
      expect(identifiers(store.complete(name, { limit: 3 }))).toContain(`O:${i}`);
    }
    expect(identifiers(store.search('o\'brien "', { limit: 3 }))).toContain('O:1');
  });

  it('answers whatever is typed', () => {
    const store = storeOf(diabetes, gene, concept('T:1', 'a "b" c*'), concept('T:2', "d'e -f (g)"));
    const pieces = fc.constantFrom(
      '"',
      "'",
      '*',
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      'NEAR(',
      '^',
      ':',
      '-',
      '%',
      '_',
      '\0',
      '\\',
      ' ',
      'dia',
      'b',
    );
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(typed, (text) => {
        store.search(text, { limit: 5 });
        store.search(text, { limit: 5, type: text });
        store.complete(text, { limit: 5 });
        store.withWords([text, ...wordsOf(text)], { limit: 5 });
        store.withKey([text]);
        store.wordsLike(text, 5);
        store.frequency(text);
        store.concept(text);
        store.sameAs(text);
      }),
      { numRuns: 150 },
    );
  });

  it('finds every name that was stored by its key, its beginning and its words', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((name) => !/[\0\ud800-\udfff]/u.test(name));
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 12 }), (texts) => {
        const store = storeOf(...texts.map((name, i) => concept(`T:${i}`, name)));
        for (const [i, name] of texts.entries()) {
          if (keysOf(name).length > 0) expect(identifiers(store.withKey(keysOf(name)))).toContain(`T:${i}`);
          expect(identifiers(store.complete(name, { limit: 50 }))).toContain(`T:${i}`);
          const words = wordsOf(name);
          if (words.length > 0) expect(identifiers(store.withWords(words, { limit: 50 }))).toContain(`T:${i}`);
        }
      }),
      { numRuns: 20 },
    );
  });
});
