import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Linking } from '../../src/cli/annotate/linking.ts';
import { type Concepts, openConcepts } from '../../src/concepts/concepts.ts';
import { identifierOf, namespaceOf } from '../../src/concepts/namespaces.ts';
import { type Engine, openEngine } from '../../src/engine.ts';
import { embeddedTerminology, productFolder } from '../../src/library/folders.ts';

const [header, ...rows] = readFileSync(embeddedTerminology(), 'utf8')
  .trimEnd()
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .map((line) => line.split('\t'));

const samples = ['cystic-fibrosis.txt', 'imatinib-resistance.md', 'neuroinflammation.md'];
const types = ['Gene', 'Disease', 'Chemical', 'Species', 'CellLine', 'CellType', 'DNA', 'RNA'];

/** How identifiers of each namespace are made. */
const local: Readonly<Record<string, RegExp>> = {
  MESH: /^[CD]\d{6}(\d{3})?$/,
  NCBIGene: /^[1-9]\d*$/,
  NCBITaxon: /^[1-9]\d*$/,
  Cellosaurus: /^CVCL_[A-Z0-9]{4}$/,
  CL: /^\d{7}$/,
  DOID: /^\d+$/,
  OMIM: /^\d{6}$/,
  DrugBank: /^DB\d{5}$/,
  CAS: /^\d{2,7}-\d\d-\d$/,
  CHEBI: /^\d+$/,
  HGNC: /^\d+$/,
  SGD: /^S\d{9}$/,
  FMA: /^\d+$/,
  SO: /^\d{7}$/,
};

function isWellFormed(identifier: string): boolean {
  const prefix = namespaceOf(identifier)?.prefix ?? '';
  return identifierOf(identifier) === identifier && (local[prefix]?.test(identifier.slice(prefix.length + 1)) ?? false);
}

describe('the terminology that comes with the product', () => {
  it('has rows of five columns with identifiers that are well formed, each once', () => {
    expect(header).toEqual(['id', 'name', 'synonyms', 'xrefs', 'extra']);
    expect(rows.filter((row) => row.length !== 5)).toEqual([]);
    const ids = rows.map(([id = '']) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const xrefs = rows.flatMap((row) => row[3]?.split('|').filter((xref) => xref !== '') ?? []);
    expect([...ids, ...xrefs].filter((identifier) => !isWellFormed(identifier))).toEqual([]);
    // A reference belongs to one concept only, or two concepts would be taken for one.
    expect(xrefs.filter((xref, index) => xrefs.indexOf(xref) !== index || ids.includes(xref))).toEqual([]);
  });

  it('has check digits of CAS numbers that are right', () => {
    const numbers = rows.flatMap((row) => row[3]?.match(/(?<=CAS:)[\d-]+/g) ?? []);
    expect(numbers.length).toBeGreaterThan(10);
    const wrong = numbers.filter((number) => {
      const digits = [...number.replaceAll('-', '')].map(Number);
      const check = digits.pop();
      return digits.reverse().reduce((sum, digit, index) => sum + digit * (index + 1), 0) % 10 !== check;
    });
    expect(wrong).toEqual([]);
  });

  it('says of each concept its type and, in one sentence, what it is; of genes and cell lines the species', () => {
    for (const [id = '', name = '', , , extra = ''] of rows) {
      const [, given = ''] = /^types=([^;]*)/.exec(extra) ?? [];
      const told = { id, types: given.split('|'), definition: /;def=(.*)$/.exec(extra)?.[1] ?? '' };
      expect(name).not.toBe('');
      expect(told.types.filter((type) => !types.includes(type))).toEqual([]);
      expect([id, told.definition]).toEqual([id, expect.stringMatching(/^\p{Lu}[^.]*\.$/u)]);
      const needsSpecies = id.startsWith('NCBIGene:') || id.startsWith('Cellosaurus:');
      expect([id, /;species=NCBITaxon:\d+;/.test(extra)]).toEqual([id, needsSpecies]);
    }
  });
});

/** What mentions of the samples mean: several identifiers where the paper leaves the species open. */
const meanings: Readonly<Record<string, string>> = {
  'CellLine BV-2 cells': 'Cellosaurus:CVCL_0182',
  'CellLine Calu-3 cells': 'Cellosaurus:CVCL_0609',
  'CellLine HEK 293 cells': 'Cellosaurus:CVCL_0045',
  'CellLine HL-60 cells': 'Cellosaurus:CVCL_0002',
  'CellLine HeLa cells': 'Cellosaurus:CVCL_0030',
  'CellLine Jurkat T cells': 'Cellosaurus:CVCL_0065',
  'CellLine K562 cells': 'Cellosaurus:CVCL_0004',
  'CellLine SH-SY5Y cells': 'Cellosaurus:CVCL_0019',
  'CellType Neutrophils': 'CL:0000775',
  'CellType T cells': 'CL:0000084',
  'CellType T lymphocytes': 'CL:0000084',
  'CellType dopaminergic neurons': 'CL:0000700',
  'CellType epithelial cells': 'CL:0000066',
  'CellType leukemia stem cells': 'MESH:D014411',
  'CellType macrophages': 'CL:0000235',
  'CellType microglia': 'CL:0000129',
  'CellType monocytes': 'CL:0000576',
  'CellType peripheral blood mononuclear cells': 'CL:2000001',
  'Chemical ATP': 'MESH:D000255',
  'Chemical Gentamicin': 'MESH:D005839',
  'Chemical Imatinib': 'MESH:D000068877',
  'Chemical MPTP': 'MESH:D015632',
  'Chemical Minocycline': 'MESH:D008911',
  'Chemical chloride': 'MESH:D002712',
  'Chemical dasatinib': 'MESH:D000069439',
  'Chemical dexamethasone': 'MESH:D003907',
  'Chemical imatinib': 'MESH:D000068877',
  'Chemical levodopa': 'MESH:D007980',
  'Chemical lipopolysaccharide': 'MESH:D008070',
  'Chemical nitric oxide': 'MESH:D009569',
  'Chemical phenylalanine': 'MESH:D010649',
  'Chemical ponatinib': 'MESH:C545373',
  'Chemical tobramycin': 'MESH:D014031',
  'Chemical tyrosine': 'MESH:D014443',
  'Chemical vincristine': 'MESH:D014750',
  'DNA ABL1 gene': 'NCBIGene:25',
  'DNA CFTR gene': 'NCBIGene:1080',
  'DNA Cftr gene': 'NCBIGene:12638',
  'DNA IL-2 gene': 'NCBIGene:3558',
  'DNA IL-6 promoter': 'NCBIGene:16193 NCBIGene:3569',
  'DNA IL8 gene': 'NCBIGene:3576',
  "Disease Alzheimer's disease": 'MESH:D000544',
  'Disease Huntington disease': 'MESH:D006816',
  'Disease Neuropathy': 'MESH:D010523',
  'Disease Parkinson disease': 'MESH:D010300',
  'Disease acute lymphoblastic leukemia': 'MESH:D054198',
  'Disease arterial thrombosis': 'MESH:D013927',
  'Disease bradykinesia': 'MESH:D018476',
  'Disease chronic myeloid leukemia': 'MESH:D015464',
  'Disease cystic fibrosis': 'MESH:D003550',
  'Disease depression': 'MESH:D003863',
  'Disease edema': 'MESH:D004487',
  'Disease hearing loss': 'MESH:D034381',
  'Disease hypertension': 'MESH:D006973',
  'Disease inflammation': 'MESH:D007249',
  'Disease intestinal obstruction': 'MESH:D007415',
  'Disease lung disease': 'MESH:D008171',
  'Disease myocardial infarction': 'MESH:D009203',
  'Disease nephrotoxicity': 'MESH:D007674',
  'Gene ABL1': 'NCBIGene:25',
  'Gene AP-1': 'NCBIGene:3725',
  'Gene CD34': 'NCBIGene:947',
  'Gene CFTR mRNA': 'NCBIGene:1080',
  'Gene CrkL': 'NCBIGene:1399',
  'Gene Glucocorticoid receptor': 'NCBIGene:2908',
  'Gene MYC': 'NCBIGene:4609',
  'Gene NF-kappa B': 'NCBIGene:18033 NCBIGene:4790',
  'Gene PARK7': 'NCBIGene:11315',
  'Gene STAT5': 'NCBIGene:6776 NCBIGene:6777',
  'Gene TNF-alpha': 'NCBIGene:21926 NCBIGene:7124',
  'Gene VEGFR2': 'NCBIGene:3791',
  'Gene c-Kit': 'NCBIGene:3815',
  'Gene caspase-3': 'NCBIGene:836',
  'Gene interleukin-1 beta': 'NCBIGene:3553 NCBIGene:16176',
  'Gene interleukin-8': 'NCBIGene:3576',
  'Gene p53': 'NCBIGene:7157',
  'Gene tumor necrosis factor': 'NCBIGene:7124',
  'Gene tyrosine kinase': 'MESH:D011505',
  'Gene α-synuclein': 'NCBIGene:6622',
  'RNA BCR-ABL mRNA': 'MESH:D016044',
  'Species Drosophila melanogaster': 'NCBITaxon:7227',
  'Species Escherichia coli': 'NCBITaxon:562',
  'Species Human': 'NCBITaxon:9606',
  'Species Pseudomonas aeruginosa': 'NCBITaxon:287',
  'Species Saccharomyces cerevisiae': 'NCBITaxon:4932',
  'Species Staphylococcus aureus': 'NCBITaxon:1280',
  'Species bovine': 'NCBITaxon:9913',
  'Species mice': 'NCBITaxon:10090',
  'Species patients': 'NCBITaxon:9606',
  'Species pigs': 'NCBITaxon:9823',
  'Species rats': 'NCBITaxon:10116',
};

/**
 * What the embedded model takes for mentions and is none, or only a piece of one; DNA and RNA that no gene is named in; and
 * what stands for a mutation, which is no concept of these types.
 */
const unlinkable: ReadonlySet<string> = new Set([
  ...['CellLine CD34+ cells', 'Chemical -1 beta', 'Chemical 1', 'Chemical 3', 'Chemical 1-methyl-4-phenyl-1,'],
  ...['Chemical 6-tetrahydropyridine', 'Chemical Fura', 'Chemical T315I', 'Chemical aeruginosa', 'Chemical aureus'],
  ...['Chemical myristate acetate', 'Chemical uM lumacaftor', 'DNA T315I', 'DNA cytomegalovirus promoter'],
  ...['DNA HIV-1 long terminal repeat', 'DNA enhancer', 'DNA human gene', 'DNA kappa B oligonucleotide'],
  ...['DNA AP-1 site', 'DNA GAL1 promoter', 'DNA glucocorticoid response element', 'DNA promoter'],
  ...[
    'Disease Chronic',
    'Disease Pseudomonas aeruginosa',
    'Disease aureus',
    'Gene 1',
    'Gene B',
    'Gene GAL1 promoter',
    'Gene HIV',
    'Gene SH',
  ],
  // With a word too many for a gene's name, where the paper speaks of mice or the protein is described.
  ...['Gene TNF-alpha mRNA', 'Gene anti-apoptotic protein BCL-2'],
  ...['Gene Lumacaftor doubled CFTR mRNA', 'Gene Pseudomonas', 'Gene T315I', 'Gene T315I mutation'],
  ...['Gene cytomegalovirus promoter', 'RNA RNA', 'RNA Total', 'RNA mRNA'],
]);

describe('the samples, read with the embedded model', () => {
  let engine: Engine;
  let concepts: Concepts;
  /** What each mention was linked to, '' for nothing. */
  const linked = new Map<string, Set<string>>();

  beforeAll(async () => {
    engine = await openEngine({ device: 'cpu' });
    const linking = await Linking.open(path.join(productFolder(), 'no', 'such', 'store'), new AbortController().signal);
    concepts = linking.concepts;
    for (const name of samples) {
      const text = readFileSync(path.join(productFolder(), 'samples', name), 'utf8');
      const stretches = engine.readStream(text, name.endsWith('.md') ? 'markdown' : 'plaintext');
      for await (const entities of linking.ofPaper(stretches, () => {})) {
        for (const { type, mention, linked: meaning } of entities) {
          const key = `${type} ${mention}`;
          linked.set(key, (linked.get(key) ?? new Set()).add(meaning.links[0]?.concept ?? ''));
        }
      }
    }
  });

  afterAll(async () => {
    concepts.close();
    await engine.dispose();
  });

  it('have a concept for every mention that is one', () => {
    const without = [...linked].filter(([, found]) => found.has('')).map(([mention]) => mention);
    expect(without.filter((mention) => !unlinkable.has(mention))).toEqual([]);
  });

  it('mention what they mean', () => {
    const known = Object.entries(meanings).filter(([mention]) => linked.has(mention));
    // Should the model change, some mentions are others; most stay.
    expect(known.length).toBeGreaterThan(0.8 * Object.keys(meanings).length);
    const wrong = known.flatMap(([mention, right]) =>
      [...(linked.get(mention) ?? [])]
        .filter((concept) => !right.split(' ').includes(concept))
        .map((concept) => `${mention}: ${concept || 'nothing'}, not ${right}`),
    );
    expect(wrong).toEqual([]);
  });

  it('mention nothing that has no card', () => {
    const found = new Set([...linked.values()].flatMap((each) => [...each]).filter((concept) => concept !== ''));
    for (const concept of found) expect(concepts.store.concept(concept)?.definition).toMatch(/\.$/);
    expect(found.size).toBeGreaterThan(60);
  });
});

describe('openConcepts with it', () => {
  it('knows it where the user has no store', async () => {
    const concepts = openConcepts({ folder: path.join(productFolder(), 'no-such'), embedded: embeddedTerminology() });
    await concepts.ready;
    expect(concepts.store.terminologies()).toMatchObject([{ concepts: rows.length }]);
    expect(concepts.store.concept('MESH:D003550')?.name).toBe('Cystic Fibrosis');
    concepts.close();
  });
});
