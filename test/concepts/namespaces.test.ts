import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, identifierOf, namespaceOf, namespaces } from '../../src/concepts/namespaces.ts';

describe('identifierOf', () => {
  it.each([
    ['mesh:D003924', 'MESH:D003924'],
    ['MSH:d003924', 'MESH:D003924'],
    [' MESH: D003924 ', 'MESH:D003924'],
    ['http://id.nlm.nih.gov/mesh/D003924', 'MESH:D003924'],
    ['http://id.nlm.nih.gov/mesh/2024/C536409', 'MESH:C536409'],
    ['UMLS_CUI:C0018923', 'UMLS:C0018923'],
    ['MIM:138670', 'OMIM:138670'],
    ['OMIM:PS208500', 'OMIMPS:208500'],
    ['OMIMPS:PS208500', 'OMIMPS:208500'],
    ['https://omim.org/phenotypicSeries/PS208500', 'OMIMPS:208500'],
    ['ICD10CM_2020:E11', 'ICD10CM:E11'],
    ['SNOMEDCT_US_2021_09_01:44054006', 'SNOMEDCT:44054006'],
    ['SCTID:44054006', 'SNOMEDCT:44054006'],
    ['NCI:C3088', 'NCIT:C3088'],
    ['NCIt:C3088', 'NCIT:C3088'],
    ['ncithesaurus:C3088', 'NCIT:C3088'],
    ['taxon:9606', 'NCBITaxon:9606'],
    ['NCBI_TaxID:9606', 'NCBITaxon:9606'],
    ['http://purl.obolibrary.org/obo/NCBITaxon_9606', 'NCBITaxon:9606'],
    ['CVCL_0030', 'Cellosaurus:CVCL_0030'],
    ['cvcl_b260', 'Cellosaurus:CVCL_B260'],
    ['Cellosaurus:CVCL_0030', 'Cellosaurus:CVCL_0030'],
    ['CVCL:0030', 'Cellosaurus:CVCL_0030'],
    ['HGNC:5', 'HGNC:5'],
    ['HGNC:HGNC:5', 'HGNC:5'],
    ['ensembl:ENSG00000121410', 'Ensembl:ENSG00000121410'],
    ['ENSMUSG00000017167', 'Ensembl:ENSMUSG00000017167'],
    ['ChEBI:15377', 'CHEBI:15377'],
    ['CHEBI:CHEBI:15377', 'CHEBI:15377'],
    ['DB00001', 'DrugBank:DB00001'],
    ['GeneID:672', 'NCBIGene:672'],
    ['ORDO:558', 'Orphanet:558'],
    ['ORPHA:558', 'Orphanet:558'],
    ['Orphanet:ORPHA:558', 'Orphanet:558'],
    ['http://www.orpha.net/ORDO/Orphanet_558', 'Orphanet:558'],
    ['MGI:MGI:97490', 'MGI:97490'],
    ['DOID_1234', 'DOID:1234'],
    ['CL_0000001', 'CL:0000001'],
    ['rs113488022', 'dbSNP:rs113488022'],
    ['FBbt:00007002', 'FBbt:00007002'],
    ['UniProtKB:P38398', 'UniProt:P38398'],
    ['http://snomed.info/id/44054006', 'SNOMEDCT:44054006'],
    ['https://identifiers.org/mesh/D003924', 'MESH:D003924'],
  ])('writes %s as %s', (written, identifier) => {
    expect(identifierOf(written)).toBe(identifier);
  });

  it.each(['KUPO:0000002', 'D003924', '672', 'http://example.org/a', 'a b:c', ':x', 'x:', '', 'C0018923'])(
    'leaves what is not known as it is: %s',
    (written) => {
      expect(identifierOf(written)).toBe(written);
    },
  );

  it('gives identifiers without a prefix the namespace that they are told to be of', () => {
    expect(identifierOf('d003924', 'mesh')).toBe('MESH:D003924');
    expect(identifierOf('672', 'NCBIGene')).toBe('NCBIGene:672');
    expect(identifierOf('OMIM:114480', 'MESH')).toBe('OMIM:114480');
    expect(identifierOf('x', 'nowhere')).toBe('x');
    expect(identifierOf('', 'MESH')).toBe('');
  });

  it('leaves what it has written as it is', () => {
    const prefixes = namespaces.flatMap(({ prefix, aliases }) => [prefix, ...aliases]);
    const part = fc.oneof(
      fc.constantFrom(...prefixes, 'CVCL_0030', 'PS12', '5', 'http://purl.obolibrary.org/obo/', '_2020', ''),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    const joined = fc.array(fc.tuple(part, fc.constantFrom(':', '_', ' ', ': ', '')), { maxLength: 5 });
    fc.assert(
      fc.property(joined, fc.option(fc.constantFrom(...prefixes), { nil: undefined }), (parts, given) => {
        const once = identifierOf(parts.map((each) => each.join('')).join(''), given);
        expect(identifierOf(once)).toBe(once);
        if (given === undefined) return;
        expect(identifierOf(once, given)).toBe(once);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('the table of namespaces', () => {
  it('has each spelling once', () => {
    const spellings = namespaces.flatMap(({ prefix, aliases }) => [prefix.toLowerCase(), ...aliases]);
    expect(spellings.filter((each, index) => spellings.indexOf(each) !== index)).toEqual([]);
    expect(spellings.filter((each) => each !== each.toLowerCase())).toEqual([]);
  });

  it('has addresses that are encrypted and have one place for the identifier', () => {
    for (const { address } of namespaces) {
      if (address === undefined) continue;
      expect(address).toMatch(/^https:\/\/[^{}]*\{\}[^{}]*$/);
      expect(URL.canParse(address)).toBe(true);
    }
  });

  it('puts the namespaces that documents are annotated with first', () => {
    const order = ['NCBIGene', 'NCBITaxon', 'Cellosaurus', 'CL', 'MESH', 'OMIM', 'MONDO', 'DOID'];
    expect(namespaces.map(({ prefix }) => prefix).filter((prefix) => order.includes(prefix))).toEqual(order);
  });
});

describe('addressOf', () => {
  it.each([
    ['MESH:D003924', 'https://meshb.nlm.nih.gov/record/ui?ui=D003924'],
    ['CL:0000001', 'https://purl.obolibrary.org/obo/CL_0000001'],
    ['Cellosaurus:CVCL_0030', 'https://www.cellosaurus.org/CVCL_0030'],
    ['HGNC:5', 'https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:5'],
    ['OMIMPS:208500', 'https://www.omim.org/phenotypicSeries/PS208500'],
    ['DOI:10.1/a b$&', 'https://doi.org/10.1%2Fa%20b%24%26'],
    ['nowhere:1', undefined],
    ['1', undefined],
  ])('of %s is %s', (identifier, address) => {
    expect(addressOf(identifier)).toBe(address);
  });

  it('knows the namespace by its prefix alone', () => {
    expect(namespaceOf('MESH:D003924')?.title).toBe('MeSH');
    expect(namespaceOf('mesh')).toBeUndefined();
  });
});
