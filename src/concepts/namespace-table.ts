/** A terminology that identifiers are of. */
export interface Namespace {
  /** What stands before the colon of its identifiers. */
  readonly prefix: string;
  /** For people: `NCBI Gene`. */
  readonly title: string;
  /** Other spellings of the prefix, in lower case. */
  readonly aliases: readonly string[];
  /** Where one of its concepts is shown; the local part is put in place of `{}`. */
  readonly address?: string;
  /** The entity types of all of its concepts, where the namespace alone says them. */
  readonly types?: readonly string[];
  /** Whether its identifiers name publications and people, not concepts: they stand among the references of some ontologies. */
  readonly isPublication?: true;
  /** Local parts, in upper case, that are of no other namespace and so need no prefix. */
  readonly bare?: RegExp;
  /** A local part as it is to be written; what it gives it leaves as it is. */
  readonly spell?: (local: string) => string;
}

const upper = (local: string): string => local.toUpperCase();
const gene = ['Gene'];
const disease = ['Disease'];
const chemical = ['Chemical'];
const species = ['Species'];

/** In the order in which one of several identifiers of a concept is chosen to stand for it. */
export const namespaces: readonly Namespace[] = [
  {
    prefix: 'NCBIGene',
    title: 'NCBI Gene',
    aliases: ['ncbi_gene', 'ncbi-gene', 'ncbi_geneid', 'geneid', 'gene_id', 'entrezgene', 'entrez', 'entrez_gene'],
    address: 'https://www.ncbi.nlm.nih.gov/gene/{}',
    types: gene,
  },
  {
    prefix: 'NCBITaxon',
    title: 'NCBI Taxonomy',
    aliases: ['ncbi_taxon', 'ncbi_taxid', 'ncbitaxid', 'taxid', 'tax_id', 'taxon', 'taxonomy', 'ncbitaxonomyid'],
    address: 'https://www.ncbi.nlm.nih.gov/Taxonomy/Browser/wwwtax.cgi?id={}',
    types: species,
  },
  {
    prefix: 'Cellosaurus',
    title: 'Cellosaurus',
    aliases: ['cvcl'],
    address: 'https://www.cellosaurus.org/{}',
    types: ['CellLine'],
    bare: /^CVCL_[A-Z0-9]{4}$/,
    spell: (local) => `CVCL_${upper(local)}`,
  },
  { prefix: 'CL', title: 'Cell Ontology', aliases: [], address: obo('CL'), types: ['CellType'] },
  {
    prefix: 'MESH',
    title: 'MeSH',
    aliases: ['msh', 'mesh_desc', 'mesh_id', 'meshd', 'meshv'],
    address: 'https://meshb.nlm.nih.gov/record/ui?ui={}',
    spell: (local) => (/^[a-z]\d+$/.test(local) ? upper(local) : local),
  },
  {
    prefix: 'OMIM',
    title: 'OMIM',
    aliases: ['mim', 'omim_id', 'omim.entry'],
    address: 'https://www.omim.org/entry/{}',
    spell: (local) => (/^ps:?\d+$/i.test(local) ? upper(local) : local),
  },
  {
    prefix: 'OMIMPS',
    title: 'OMIM Phenotypic Series',
    aliases: ['mimps', 'omim.ps'],
    address: 'https://www.omim.org/phenotypicSeries/PS{}',
    types: disease,
    spell: (local) => local.replace(/^(?:ps)+(?=\d)/i, ''),
  },
  { prefix: 'MONDO', title: 'Mondo Disease Ontology', aliases: [], address: obo('MONDO'), types: disease },
  {
    prefix: 'DOID',
    title: 'Disease Ontology',
    aliases: ['disease_ontology'],
    address: 'https://disease-ontology.org/term/DOID:{}/',
    types: disease,
  },
  {
    prefix: 'Orphanet',
    title: 'Orphanet',
    aliases: ['ordo', 'orpha', 'orphanet.ordo', 'orphanet_id'],
    address: 'https://www.orpha.net/en/disease/detail/{}',
    types: disease,
  },
  {
    prefix: 'GARD',
    title: 'GARD',
    aliases: [],
    address: 'https://rarediseases.info.nih.gov/diseases/{}/index',
    types: disease,
  },
  { prefix: 'HP', title: 'Human Phenotype Ontology', aliases: ['hpo'], address: obo('HP'), types: disease },
  { prefix: 'MEDGEN', title: 'MedGen', aliases: [], address: 'https://www.ncbi.nlm.nih.gov/medgen/{}' },
  {
    prefix: 'CHEBI',
    title: 'ChEBI',
    aliases: [],
    address: 'https://www.ebi.ac.uk/chebi/searchId.do?chebiId=CHEBI:{}',
    types: chemical,
  },
  {
    prefix: 'DrugBank',
    title: 'DrugBank',
    aliases: ['drugbank_id'],
    address: 'https://go.drugbank.com/drugs/{}',
    types: chemical,
    bare: /^DB\d{5}$/,
    spell: (local) => (/^db\d+$/i.test(local) ? upper(local) : local),
  },
  {
    prefix: 'PubChem',
    title: 'PubChem Compound',
    aliases: ['pubchem.compound', 'pubchem_compound', 'pubchem_cid', 'pubchemcompound', 'pccompound'],
    address: 'https://pubchem.ncbi.nlm.nih.gov/compound/{}',
    types: chemical,
    spell: (local) => local.replace(/^cid[:\s]*(?=\d)/i, ''),
  },
  {
    prefix: 'ChEMBL',
    title: 'ChEMBL',
    aliases: ['chembl.compound', 'chembl_compound', 'chembl.target'],
    address: 'https://www.ebi.ac.uk/chembl/explore/compound/{}',
    spell: (local) => (/^chembl\d+$/i.test(local) ? upper(local) : local),
  },
  {
    prefix: 'CAS',
    title: 'CAS Registry',
    aliases: ['casrn', 'cas_rn', 'cas_number', 'cas-rn'],
    address: 'https://commonchemistry.cas.org/detail?cas_rn={}',
    types: chemical,
  },
  {
    prefix: 'UNII',
    title: 'UNII',
    aliases: ['fdasrs', 'fda_unii'],
    address: 'https://precision.fda.gov/uniisearch/srs/unii/{}',
    types: chemical,
  },
  { prefix: 'HMDB', title: 'HMDB', aliases: [], address: 'https://hmdb.ca/metabolites/{}', types: chemical },
  {
    prefix: 'RxNorm',
    title: 'RxNorm',
    aliases: ['rxcui', 'rxnorm_cui'],
    address: 'https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm={}',
    types: chemical,
  },
  {
    prefix: 'KEGG',
    title: 'KEGG',
    aliases: ['kegg.compound', 'kegg.drug', 'kegg_compound'],
    address: 'https://www.kegg.jp/entry/{}',
  },
  { prefix: 'LIPIDMAPS', title: 'LIPID MAPS', aliases: ['lipid_maps', 'lipid_maps_instance'], types: chemical },
  { prefix: 'InChIKey', title: 'InChIKey', aliases: ['inchi_key'], types: chemical },
  {
    prefix: 'HGNC',
    title: 'HGNC',
    aliases: ['hgnc_id'],
    address: 'https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:{}',
    types: gene,
  },
  {
    prefix: 'Ensembl',
    title: 'Ensembl',
    aliases: ['ensemblgene', 'ensembl_gene', 'ens'],
    address: 'https://www.ensembl.org/id/{}',
    types: gene,
    bare: /^ENS[A-Z]{0,4}G\d{11}$/,
  },
  {
    prefix: 'MGI',
    title: 'Mouse Genome Informatics',
    aliases: ['mgi_id'],
    address: 'https://www.informatics.jax.org/accession/MGI:{}',
  },
  {
    prefix: 'RGD',
    title: 'Rat Genome Database',
    aliases: ['rgdid'],
    address: 'https://rgd.mcw.edu/rgdweb/report/gene/main.html?id={}',
    types: gene,
  },
  { prefix: 'FlyBase', title: 'FlyBase', aliases: ['fb'], address: 'https://flybase.org/reports/{}' },
  {
    prefix: 'WormBase',
    title: 'WormBase',
    aliases: ['wb'],
    address: 'https://wormbase.org/species/c_elegans/gene/{}',
    types: gene,
  },
  { prefix: 'ZFIN', title: 'ZFIN', aliases: [], address: 'https://zfin.org/{}' },
  {
    prefix: 'SGD',
    title: 'Saccharomyces Genome Database',
    aliases: [],
    address: 'https://www.yeastgenome.org/locus/{}',
    types: gene,
  },
  { prefix: 'PomBase', title: 'PomBase', aliases: [], address: 'https://www.pombase.org/gene/{}', types: gene },
  { prefix: 'Xenbase', title: 'Xenbase', aliases: [], types: gene },
  {
    prefix: 'VGNC',
    title: 'VGNC',
    aliases: [],
    address: 'https://vertebrate.genenames.org/data/gene-symbol-report/#!/vgnc_id/VGNC:{}',
    types: gene,
  },
  {
    prefix: 'AllianceGenome',
    title: 'Alliance of Genome Resources',
    aliases: ['agr'],
    address: 'https://www.alliancegenome.org/gene/{}',
    types: gene,
  },
  {
    prefix: 'miRBase',
    title: 'miRBase',
    aliases: ['mirbase.mature'],
    address: 'https://www.mirbase.org/hairpin/{}',
    spell: (local) => (/^mi\d{7}$/i.test(local) ? upper(local) : local),
  },
  { prefix: 'RNAcentral', title: 'RNAcentral', aliases: [], address: 'https://rnacentral.org/rna/{}', types: ['RNA'] },
  { prefix: 'Rfam', title: 'Rfam', aliases: [], address: 'https://rfam.org/family/{}', types: ['RNA'] },
  {
    prefix: 'UniProt',
    title: 'UniProt',
    aliases: ['uniprotkb', 'uniprotkb/swiss-prot', 'swiss-prot', 'swissprot', 'uniprot_id', 'up'],
    address: 'https://www.uniprot.org/uniprotkb/{}/entry',
    types: gene,
  },
  { prefix: 'PR', title: 'Protein Ontology', aliases: ['pro'], address: obo('PR'), types: gene },
  { prefix: 'SO', title: 'Sequence Ontology', aliases: [], address: obo('SO') },
  { prefix: 'GO', title: 'Gene Ontology', aliases: [], address: obo('GO') },
  { prefix: 'UniProtSpec', title: 'UniProt species mnemonic', aliases: ['speclist'], types: species },
  { prefix: 'CLO', title: 'Cell Line Ontology', aliases: [], address: obo('CLO'), types: ['CellLine'] },
  { prefix: 'BTO', title: 'BRENDA Tissue Ontology', aliases: [], address: obo('BTO') },
  { prefix: 'EFO', title: 'Experimental Factor Ontology', aliases: [], address: 'https://www.ebi.ac.uk/efo/EFO_{}' },
  { prefix: 'UBERON', title: 'Uberon', aliases: [], address: obo('UBERON') },
  { prefix: 'FMA', title: 'Foundational Model of Anatomy', aliases: ['fmaid'], address: obo('FMA') },
  { prefix: 'FBbt', title: 'Drosophila Anatomy Ontology', aliases: [], address: obo('FBbt') },
  { prefix: 'WBbt', title: 'C. elegans Gross Anatomy Ontology', aliases: [], address: obo('WBbt') },
  { prefix: 'ZFA', title: 'Zebrafish Anatomy Ontology', aliases: [], address: obo('ZFA') },
  { prefix: 'MA', title: 'Mouse Adult Gross Anatomy', aliases: [], address: obo('MA') },
  { prefix: 'MP', title: 'Mammalian Phenotype Ontology', aliases: [], address: obo('MP') },
  { prefix: 'PATO', title: 'Phenotype and Trait Ontology', aliases: [], address: obo('PATO') },
  { prefix: 'OBI', title: 'Ontology for Biomedical Investigations', aliases: [], address: obo('OBI') },
  {
    prefix: 'UMLS',
    title: 'UMLS Metathesaurus',
    aliases: ['umls_cui', 'umlscui', 'cui', 'umls_id'],
    address: 'https://uts.nlm.nih.gov/uts/umls/concept/{}',
    spell: (local) => (/^c\d+$/.test(local) ? upper(local) : local),
  },
  {
    prefix: 'NCIT',
    title: 'NCI Thesaurus',
    aliases: ['nci', 'ncithesaurus', 'nci_thesaurus', 'nci_id', 'ncit_id'],
    address: 'https://evsexplore.semantics.cancer.gov/evsexplore/concept/ncit/{}',
  },
  {
    prefix: 'SNOMEDCT',
    title: 'SNOMED CT',
    aliases: ['snomedct_us', 'snomed', 'snomed_ct', 'sctid', 'sct', 'snomedct_international'],
    address: 'https://browser.ihtsdotools.org/?perspective=full&conceptId1={}',
  },
  { prefix: 'MedDRA', title: 'MedDRA', aliases: ['mdr', 'meddra_llt'] },
  {
    prefix: 'ICD10',
    title: 'ICD-10',
    aliases: ['icd-10', 'icd10who'],
    address: 'https://icd.who.int/browse10/2019/en#/{}',
  },
  { prefix: 'ICD10CM', title: 'ICD-10-CM', aliases: ['icd-10-cm', 'icd10-cm', 'icd_10_cm'] },
  { prefix: 'ICD11', title: 'ICD-11', aliases: ['icd-11', 'icd11.foundation', 'icd11f'] },
  { prefix: 'ICD9', title: 'ICD-9', aliases: ['icd-9'] },
  { prefix: 'ICD9CM', title: 'ICD-9-CM', aliases: ['icd-9-cm', 'icd9-cm', 'icd_9_cm'] },
  { prefix: 'ICDO', title: 'ICD-O', aliases: ['icd-o', 'icd-o-3', 'icdo3'] },
  {
    prefix: 'ATC',
    title: 'ATC',
    aliases: ['atccode', 'atc_code'],
    address: 'https://atcddd.fhi.no/atc_ddd_index/?code={}',
  },
  {
    prefix: 'dbSNP',
    title: 'dbSNP',
    aliases: ['rs_id'],
    address: 'https://www.ncbi.nlm.nih.gov/snp/{}',
    bare: /^RS\d+$/,
    spell: (local) => local.toLowerCase(),
  },
  { prefix: 'ClinVar', title: 'ClinVar', aliases: [], address: 'https://www.ncbi.nlm.nih.gov/clinvar/variation/{}' },
  { prefix: 'Wikidata', title: 'Wikidata', aliases: [], address: 'https://www.wikidata.org/wiki/{}' },
  {
    prefix: 'Wikipedia',
    title: 'Wikipedia',
    aliases: ['wikipedia.en'],
    address: 'https://en.wikipedia.org/wiki/{}',
  },
  publication('PMID', 'PubMed', ['pubmed', 'pubmed_id'], 'https://pubmed.ncbi.nlm.nih.gov/{}/'),
  publication('PMC', 'PubMed Central', ['pmcid'], 'https://pmc.ncbi.nlm.nih.gov/articles/{}/'),
  publication('DOI', 'DOI', [], 'https://doi.org/{}'),
  publication('ISBN', 'ISBN', ['isbn-10', 'isbn-13', 'isbn10', 'isbn13', 'isbn_10', 'isbn_13']),
  publication('ORCID', 'ORCID', ['orcidid'], 'https://orcid.org/{}'),
  publication('GOC', 'Gene Ontology curators', ['go_ref', 'goc_ref']),
];

function publication(prefix: string, title: string, aliases: readonly string[], address?: string): Namespace {
  return { prefix, title, aliases, isPublication: true, ...(address === undefined ? {} : { address }) };
}

/** OBO's permanent addresses. */
function obo(prefix: string): string {
  return `https://purl.obolibrary.org/obo/${prefix}_{}`;
}
