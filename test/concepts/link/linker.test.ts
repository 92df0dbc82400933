import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createLinker } from '../../../src/concepts/link/create-linker.ts';
import { documentOf, lastIn, linkedIn, type Row, storeOf } from './linked.ts';

const human = 'NCBITaxon:9606';

const store = storeOf([
  ['MESH:D001943', 'Disease', ['Breast Neoplasms', 'breast cancer', 'mammary cancer']],
  ['MESH:D010051', 'Disease', ['Ovarian Neoplasms', 'ovarian cancer']],
  ['MESH:D015179', 'Disease', ['Colorectal Neoplasms', 'colorectal cancer']],
  ['MESH:D016889', 'Disease', ['Endometrial Neoplasms', 'endometrial cancer']],
  ['MESH:D009369', 'Disease', ['Neoplasms', 'cancer']],
  ['MESH:D003922', 'Disease', ['Diabetes Mellitus, Type 1', 'type 1 diabetes mellitus']],
  ['MESH:D003924', 'Disease', ['Diabetes Mellitus, Type 2', 'type 2 diabetes mellitus', 'NIDDM']],
  ['MESH:D003920', 'Disease', ['Diabetes Mellitus']],
  ['MESH:D006973', 'Disease', ['Hypertension']],
  ['MESH:D007674', 'Disease', ['Kidney Diseases']],
  ['MESH:D006527', 'Disease', ['Hepatolenticular Degeneration'], { xrefs: ['OMIM:277900'] }],
  ['DOID:893', 'Disease', ['Wilson disease'], { xrefs: ['MESH:D006527', 'OMIM:277900'] }],
  ['MESH:D009223', 'Disease', ['Myotonic Dystrophy']],
  ['MESH:D015470', 'Disease', ['Leukemia, Myeloid, Acute']],
  ['MESH:D004409', 'Disease', ['Dyskinesia, Drug-Induced']],
  ['MESH:D009325', 'Disease', ['Nausea']],
  ['MESH:D014839', 'Disease', ['Vomiting']],
  ['MESH:D006258', 'Disease', ['Head and Neck Neoplasms', 'head and neck cancer']],
  ['MESH:D000082', 'Chemical', ['Acetaminophen']],
  ['DrugBank:DB00316', 'Chemical', ['Acetaminophen', 'Paracetamol'], { xrefs: ['CAS:103-90-2'] }],
  ['MESH:D018698', 'Chemical', ['Glutamic Acid']],
  ['MESH:D002122', 'Chemical', ['Calcium Chloride']],
  ['MESH:D012964', 'Chemical', ['Sodium']],
  ['MESH:D016202', 'Chemical', ['N-Methylaspartate']],
  ['NCBITaxon:562', 'Species', ['Escherichia coli', 'E. coli']],
  ['NCBITaxon:5759', 'Species', ['Entamoeba coli', 'E. coli']],
  ['NCBITaxon:9606', 'Species', ['Homo sapiens', 'Human']],
  ['NCBITaxon:10090', 'Species', ['Mus musculus', 'Mouse']],
  ['NCBITaxon:9913', 'Species', ['Bos taurus', 'Bovine']],
  ['NCBIGene:672', 'Gene', ['BRCA1', 'RNF53', 'breast cancer 1'], { species: human }],
  ['NCBIGene:12189', 'Gene', ['Brca1'], { species: 'NCBITaxon:10090' }],
  ['NCBIGene:7015', 'Gene', ['TERT', 'telomerase reverse transcriptase'], { species: human }],
  ['NCBIGene:1080', 'Gene', ['CFTR'], { species: human }],
  ['NCBIGene:3569', 'Gene', ['IL6', 'interleukin 6'], { species: human }],
  ['NCBIGene:7124', 'Gene', ['TNF', 'TNF-alpha', 'tumor necrosis factor'], { species: human }],
  ['NCBIGene:1029', 'Gene', ['CDKN2A'], { species: human }],
  ['NCBIGene:1030', 'Gene', ['CDKN2B'], { species: human }],
  ['CL:0000084', 'CellType', ['T cell', 'T-lymphocyte', 'T lymphocyte']],
  ['CL:0000624', 'CellType', ['CD4-positive, alpha-beta T cell', 'CD4-positive T cell']],
  ['Cellosaurus:CVCL_0030', 'CellLine', ['HeLa']],
  ['Cellosaurus:CVCL_0045', 'CellLine', ['HEK293', 'HEK-293', 'Human Embryonic Kidney 293']],
  ['Cellosaurus:CVCL_0063', 'CellLine', ['HEK293T', '293T']],
  ['Cellosaurus:CVCL_0004', 'CellLine', ['K-562', 'K562']],
  ['Cellosaurus:CVCL_0027', 'CellLine', ['Hep G2']],
  ['Cellosaurus:CVCL_0019', 'CellLine', ['SH-SY5Y', 'SHSY5Y']],
]);
afterAll(() => store.close());

describe('a linker', () => {
  it.each([
    ['its preferred name', '{Disease:Hypertension}', 'MESH:D006973'],
    ['upper and lower case', '{Disease:HYPERTENSION}', 'MESH:D006973'],
    ['another spelling', '{Disease:breast tumours}', 'MESH:D001943'],
    ['word order', '{Disease:acute myeloid leukaemia}', 'MESH:D015470'],
    ['Roman numerals and a word that is left out', '{Disease:type II diabetes}', 'MESH:D003924'],
    ['an adjective', '{Disease:hypertensive}', 'MESH:D006973'],
    ['an organ’s adjective', '{Disease:renal disorder}', 'MESH:D007674'],
    ['Greek and Latin parts', '{Disease:nephropathy}', 'MESH:D007674'],
    ['a decoration', '{Disease:severe hypertension}', 'MESH:D006973'],
    ['an acid’s salt', '{Chemical:glutamate}', 'MESH:D018698'],
    ['a formula', '{Chemical:CaCl2}', 'MESH:D002122'],
    ['an ion', '{Chemical:Na+}', 'MESH:D012964'],
    ['a stereo prefix', '{Chemical:N-methyl-D-aspartate}', 'MESH:D016202'],
    ['a Greek letter', '{Gene:TNF-α}', 'NCBIGene:7124'],
    ['a hyphen', '{Gene:IL-6}', 'NCBIGene:3569'],
    ['a letter for its species', '{Gene:hTERT}', 'NCBIGene:7015'],
    ['T cells', '{CellType:T cells}', 'CL:0000084'],
    ['T lymphocytes', '{CellType:T lymphocytes}', 'CL:0000084'],
    ['CD4+', '{CellType:CD4+ T lymphocytes}', 'CL:0000624'],
    ['HeLa', '{CellLine:HeLa}', 'Cellosaurus:CVCL_0030'],
    ['HeLa cells', '{CellLine:HeLa cells}', 'Cellosaurus:CVCL_0030'],
    ['HEK 293', '{CellLine:HEK 293}', 'Cellosaurus:CVCL_0045'],
    ['HEK293T', '{CellLine:HEK293T}', 'Cellosaurus:CVCL_0063'],
    ['K562 cells', '{CellLine:K562 cells}', 'Cellosaurus:CVCL_0004'],
    ['HepG2, however it is divided', '{CellLine:HepG2}', 'Cellosaurus:CVCL_0027'],
    ['SH-SY5Y', '{CellLine:SH-SY5Y}', 'Cellosaurus:CVCL_0019'],
    ['a daily name', '{Species:mice}', 'NCBITaxon:10090'],
    ['a strain', '{Species:nude mice}', 'NCBITaxon:10090'],
    ['people', '{Species:patients}', 'NCBITaxon:9606'],
    ['cows', '{Species:cows}', 'NCBITaxon:9913'],
    ['RNA of a gene', '{RNA:CFTR mRNA}', 'NCBIGene:1080'],
    ['DNA of a gene', '{DNA:IL-6 promoter}', 'NCBIGene:3569'],
  ])('finds a concept by %s', (_, marked, concept) => {
    expect(lastIn(marked, store)).toEqual([concept]);
  });

  it.each([
    '{Disease:xylophone}',
    '{Chemical:quuxamine}',
    '{Gene:ZZZQ9}',
    '{Species:Xyzzya plugha}',
    '{Disease:}',
    '{Disease:---}',
    '{Unheard:Hypertension}',
    '{DNA:promoter}',
    '{DNA:interleukin response element}',
  ])('links %s to nothing', (marked) => {
    expect(lastIn(marked, store)).toEqual([]);
  });

  it('looks for DNA and RNA among their own concepts, and then among genes', () => {
    const molecules = storeOf([
      ['HIV:LTR', 'DNA', ['HIV long terminal repeat', 'HIV LTR']],
      ['SO:promoter', 'DNA', ['promoter']],
      ['SO:mRNA', 'RNA', ['messenger RNA', 'mRNA']],
      ['NCBIGene:378938', 'Gene', ['MALAT1'], { species: human }],
      ['NCBIGene:1080', 'Gene', ['CFTR'], { species: human }],
    ]);
    for (const [marked, concept] of [
      ['{DNA:HIV LTR}', 'HIV:LTR'],
      ['{DNA:HIV long terminal repeats}', 'HIV:LTR'],
      ['{DNA:promoters}', 'SO:promoter'],
      ['{RNA:mRNA}', 'SO:mRNA'],
      ['{RNA:CFTR mRNA}', 'NCBIGene:1080'],
      ['{DNA:CFTR promoter}', 'NCBIGene:1080'],
      ['{RNA:MALAT1}', 'NCBIGene:378938'],
    ] as const) {
      expect([marked, ...lastIn(marked, molecules)]).toEqual([marked, concept]);
    }
    molecules.close();
  });

  it('goes by the long form that the document defines, before and behind the definition', () => {
    const marked =
      'T2D is frequent. Patients with {Disease:type 2 diabetes} ({Disease:T2D}) were asked. {Disease:T2D} is old.';
    const linked = linkedIn(marked, store);
    expect(linked.map(({ links }) => links[0]?.concept)).toEqual(Array(3).fill('MESH:D003924'));
    expect(linked[2]).toMatchObject({ longForm: 'type 2 diabetes', links: [{ kind: 'abbreviation' }] });
  });

  it('takes a mention in brackets for what stands before them, though the letters do not tell', () => {
    expect(lastIn('{Disease:Myotonic dystrophy} ({Disease:DM}) is rare. {Disease:DM} is it.', store)).toEqual([
      'MESH:D009223',
    ]);
  });

  it('takes a short form for a mention whose initials it has', () => {
    expect(lastIn('{Disease:Diabetes mellitus} is frequent. {Disease:DM} is it.', store)).toEqual(['MESH:D003920']);
  });

  it('takes what is said of a drug for what drugs induce, where the document speaks of it', () => {
    expect(lastIn('Levodopa-induced {Disease:dyskinesias}.', store)).toEqual(['MESH:D004409']);
  });

  it.each([
    ['{Disease:breast and ovarian cancer}', ['MESH:D001943', 'MESH:D010051']],
    ['{Disease:type 1 and 2 diabetes}', ['MESH:D003922', 'MESH:D003924']],
    ['{Disease:cancer of the breast and ovary}', ['MESH:D001943', 'MESH:D010051']],
    ['{Disease:nausea and vomiting}', ['MESH:D009325', 'MESH:D014839']],
    ['{Disease:colorectal, endometrial, and ovarian cancers}', ['MESH:D015179', 'MESH:D016889', 'MESH:D010051']],
    ['{Gene:CDKN2A/B}', ['NCBIGene:1029', 'NCBIGene:1030']],
  ])('links %s to each of its concepts', (marked, concepts) => {
    expect(lastIn(marked, store)).toEqual(concepts);
    expect(linkedIn(marked, store)[0]?.links[0]?.kind).toBe('part');
  });

  it('takes no name apart', () => {
    expect(lastIn('{Disease:head and neck cancer}', store)).toEqual(['MESH:D006258']);
  });

  it('joins terminologies: the concept is the same whichever name matched', () => {
    for (const name of ['Wilson’s disease', 'hepatolenticular degeneration']) {
      const [link] = linkedIn(`{Disease:${name}}`, store)[0]!.links;
      expect(link).toMatchObject({ concept: 'MESH:D006527', name: 'Hepatolenticular Degeneration' });
      expect(link?.identifiers).toEqual(['MESH:D006527', 'DOID:893', 'OMIM:277900']);
    }
  });

  it('joins concepts of one preferred name', () => {
    const [link] = linkedIn('{Chemical:paracetamol}', store)[0]!.links;
    expect(link).toMatchObject({ concept: 'MESH:D000082', matched: 'Paracetamol' });
    expect(link?.identifiers).toContain('DrugBank:DB00316');
  });

  it('joins cell lines whether cells are said or not', () => {
    const lines = storeOf([
      ['MESH:D006367', 'CellLine', ['HeLa Cells']],
      ['lines:HeLa', 'CellLine', ['HeLa']],
    ]);
    expect(lastIn('{CellLine:HeLa}', lines)).toEqual(['MESH:D006367']);
    expect(lastIn('{CellLine:HeLa cells}', lines)).toEqual(['MESH:D006367']);
    lines.close();
  });

  it('takes the well known species where no genus is written out', () => {
    const species = storeOf([
      ['NCBITaxon:6239', 'Species', ['Caenorhabditis elegans', 'C. elegans']],
      ...['Cestrum', 'Cyclops', 'Clarkia'].map(
        (genus, index): Row => [`NCBITaxon:${index + 1}`, 'Species', [`${genus} elegans`, 'C. elegans']],
      ),
    ]);
    expect(lastIn('{Species:C. elegans}', species)).toEqual(['NCBITaxon:6239']);
    species.close();
  });

  it('reads an abbreviated genus as the document writes it out', () => {
    expect(lastIn('Entamoeba coli was found. {Species:E. coli} is harmless.', store)).toEqual(['NCBITaxon:5759']);
    expect(lastIn('Escherichia coli was found. {Species:E. coli} grew.', store)).toEqual(['NCBITaxon:562']);
  });

  it('goes by the species of the document for genes', () => {
    expect(lastIn('In human cells, {Gene:BRCA1} was found.', store)).toEqual(['NCBIGene:672']);
    expect(lastIn('In mice, murine {Gene:Brca1} was lost.', store)).toEqual(['NCBIGene:12189']);
  });

  it('tells candidates by their scores, all of them probabilities', () => {
    const [linked] = linkedIn('{Gene:BRCA1}', store);
    const scores = linked!.candidates.map(({ score }) => score);
    expect(scores.length).toBeGreaterThan(1);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    for (const score of scores) expect(score).toBeGreaterThanOrEqual(0);
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeLessThanOrEqual(1);
  });

  it('tells how a name was found', () => {
    const kinds = linkedIn('{Disease:breast cancer}. {Disease:breast tumor}.', store).map(
      ({ links }) => links[0]?.kind,
    );
    expect(kinds).toEqual(['exact', 'normalised']);
  });

  it('links one mention alone as it does among all', () => {
    const document = documentOf('{Disease:Breast cancer} and {Disease:hypertension} in {Species:mice}.');
    const linker = createLinker(store);
    const alone = document.mentions.map((mention) => linker.open(document).link(mention));
    const steps = linker.open(document).linkAll();
    let step = steps.next();
    while (!step.done) step = steps.next();
    expect(alone).toEqual(step.value);
  });

  it('links any text without failing, to concepts of its type alone', () => {
    const linker = createLinker(store);
    const type = fc.constantFrom('Disease', 'Chemical', 'Gene', 'Species', 'CellType', 'CellLine', 'DNA', 'Other');
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.array(
        fc.constantFrom('breast', 'cancer', 'and', ',', '/', 'IL', '-', '6', 'type', '(', ')', 'α', 'E.', 'coli'),
        {
          maxLength: 8,
        },
      ),
    );
    fc.assert(
      fc.property(type, text, (type, words) => {
        const mention = typeof words === 'string' ? words : words.join(' ');
        const place = { type, mention, start: 0, end: mention.length };
        const { links, candidates } = linker.open({ sentences: [], mentions: [place] }).link(place);
        for (const { concept, identifiers, score } of [...links, ...candidates]) {
          expect(identifiers[0]).toBe(concept);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(store.concept(concept)?.types).toContain(type === 'DNA' ? 'Gene' : type);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('forgets what it knew once the store has changed', () => {
    let revision = 1;
    let rows = storeOf([['MESH:D1', 'Disease', ['alpha disease']]]);
    const changing = new Proxy({} as typeof rows, {
      get(_, name: keyof typeof rows) {
        if (name === 'revision') return revision;
        const value: unknown = rows[name];
        return typeof value === 'function' ? value.bind(rows) : value;
      },
    });
    const linker = createLinker(changing);
    const document = documentOf('{Disease:alpha disease}');
    expect(linker.open(document).link(document.mentions[0]!).links[0]?.concept).toBe('MESH:D1');
    rows.close();
    rows = storeOf([['MESH:D2', 'Disease', ['alpha disease']]]);
    revision = 2;
    expect(linker.open(document).link(document.mentions[0]!).links[0]?.concept).toBe('MESH:D2');
    rows.close();
  });
});
