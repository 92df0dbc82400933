/** A terminology that its publisher offers for download: a row of the table below. */
export interface TerminologyEntry {
  /** Its name in the store. */
  readonly name: string;
  readonly title: string;
  /** Where the publisher offers it; `{year}` stands for the year of the newest release. */
  readonly address: string;
  /** Of the publisher's own file of its MD5, in the form of `md5sum`, where there is one. */
  readonly md5?: string;
  readonly licence: string;
  /** Of the download, about, in bytes. */
  readonly size: number;
  /** What it holds, in one line. */
  readonly description: string;
  /** The form that it is to be of, by its name. */
  readonly form: string;
  /** Where its version stands: in the file itself, in the date that the server gives the file, or in the address's year. */
  readonly version: 'file' | 'date' | 'year';
}

const megabyte = 1e6;
const cc0 = 'CC0 1.0';
const ccBy = 'CC BY 4.0';
const nlm = 'NLM terms: free to use, to be credited to the U.S. National Library of Medicine';
const ncbi = 'NCBI policies: US government work, free to use';
const ctd = 'CTD terms: free for research, to be cited; ask for commercial use (ctdbase.org/about/legal.jsp)';

const mesh = 'https://nlmpubs.nlm.nih.gov/projects/mesh/MESH_FILES/xmlmesh';
const gene = 'https://ftp.ncbi.nlm.nih.gov/gene/DATA';
const taxonomy = 'https://ftp.ncbi.nlm.nih.gov/pub/taxonomy';
const purl = 'https://purl.obolibrary.org/obo';

/** What publishers offer at addresses of their own, in the order in which it is shown. */
export const terminologyEntries: readonly TerminologyEntry[] = [
  {
    name: 'mesh',
    title: 'MeSH descriptors',
    address: `${mesh}/desc{year}.gz`,
    licence: nlm,
    size: 18 * megabyte,
    description: 'diseases, chemicals, cells and organisms that papers are indexed by, with their synonyms',
    form: 'mesh-xml',
    version: 'year',
  },
  {
    name: 'mesh-supplementary',
    title: 'MeSH supplementary concepts',
    address: `${mesh}/supp{year}.gz`,
    licence: nlm,
    size: 70 * megabyte,
    description: 'more chemicals, rare diseases and organisms than the descriptors have',
    form: 'mesh-xml',
    version: 'year',
  },
  {
    name: 'ncbi-gene-human',
    title: 'NCBI Gene, human',
    address: `${gene}/GENE_INFO/Mammalia/Homo_sapiens.gene_info.gz`,
    licence: ncbi,
    size: 6 * megabyte,
    description: 'human genes with symbols, names and identifiers of HGNC and Ensembl',
    form: 'ncbi-gene',
    version: 'date',
  },
  {
    name: 'ncbi-gene-mouse',
    title: 'NCBI Gene, mouse',
    address: `${gene}/GENE_INFO/Mammalia/Mus_musculus.gene_info.gz`,
    licence: ncbi,
    size: 5 * megabyte,
    description: 'genes of the mouse',
    form: 'ncbi-gene',
    version: 'date',
  },
  {
    name: 'ncbi-gene-rat',
    title: 'NCBI Gene, rat',
    address: `${gene}/GENE_INFO/Mammalia/Rattus_norvegicus.gene_info.gz`,
    licence: ncbi,
    size: 3 * megabyte,
    description: 'genes of the rat',
    form: 'ncbi-gene',
    version: 'date',
  },
  {
    name: 'ncbi-gene',
    title: 'NCBI Gene, all species',
    address: `${gene}/gene_info.gz`,
    licence: ncbi,
    size: 1500 * megabyte,
    description: 'genes of all species: tens of millions, which take tens of gigabytes in the store',
    form: 'ncbi-gene',
    version: 'date',
  },
  {
    name: 'hgnc',
    title: 'HGNC complete set',
    address: 'https://storage.googleapis.com/public-download-files/hgnc/tsv/tsv/hgnc_complete_set.txt',
    licence: cc0,
    size: 17 * megabyte,
    description: 'approved symbols of human genes, and those that they had before',
    form: 'hgnc',
    version: 'date',
  },
  {
    name: 'ncbi-taxonomy',
    title: 'NCBI Taxonomy',
    address: `${taxonomy}/taxdmp.zip`,
    md5: `${taxonomy}/taxdmp.zip.md5`,
    licence: ncbi,
    size: 70 * megabyte,
    description: 'species, strains and the groups that they are of',
    form: 'ncbi-taxonomy',
    version: 'date',
  },
  {
    name: 'disease-ontology',
    title: 'Disease Ontology',
    address: `${purl}/doid.obo`,
    licence: cc0,
    size: 8 * megabyte,
    description: 'human diseases, joined with MeSH, OMIM and UMLS',
    form: 'obo',
    version: 'file',
  },
  {
    name: 'mondo',
    title: 'Mondo Disease Ontology',
    address: `${purl}/mondo.obo`,
    licence: ccBy,
    size: 50 * megabyte,
    description: 'diseases of many sources made one, rare ones too',
    form: 'obo',
    version: 'file',
  },
  {
    name: 'hpo',
    title: 'Human Phenotype Ontology',
    address: `${purl}/hp.obo`,
    licence: 'HPO licence: free to use, to be cited, not to be changed (hpo.jax.org/app/license)',
    size: 10 * megabyte,
    description: 'signs and symptoms of disease',
    form: 'obo',
    version: 'file',
  },
  {
    name: 'chebi',
    title: 'ChEBI',
    address: 'https://ftp.ebi.ac.uk/pub/databases/chebi/ontology/chebi.obo.gz',
    licence: ccBy,
    size: 47 * megabyte,
    description: 'chemicals of biological interest, with formulae among their names',
    form: 'obo',
    version: 'file',
  },
  {
    name: 'cell-ontology',
    title: 'Cell Ontology',
    address: `${purl}/cl/cl-basic.obo`,
    licence: ccBy,
    size: 4 * megabyte,
    description: 'cell types of animals',
    form: 'obo',
    version: 'file',
  },
  {
    name: 'cellosaurus',
    title: 'Cellosaurus',
    address: 'https://ftp.expasy.org/databases/cellosaurus/cellosaurus.txt',
    licence: ccBy,
    size: 140 * megabyte,
    description: 'cell lines, the disease and the species that they are from',
    form: 'cellosaurus',
    version: 'file',
  },
  {
    name: 'ctd-diseases',
    title: 'CTD diseases (MEDIC)',
    address: 'https://ctdbase.org/reports/CTD_diseases.tsv.gz',
    licence: ctd,
    size: 2 * megabyte,
    description: 'diseases of MeSH and OMIM in one list, with many synonyms',
    form: 'ctd',
    version: 'date',
  },
  {
    name: 'ctd-chemicals',
    title: 'CTD chemicals',
    address: 'https://ctdbase.org/reports/CTD_chemicals.tsv.gz',
    licence: ctd,
    size: 10 * megabyte,
    description: 'chemicals of MeSH with synonyms and CAS numbers',
    form: 'ctd',
    version: 'date',
  },
];

/**
 * The addresses to try, one after the other: of a terminology that is released by the year, this year's, next year's
 * where the year is nearly over, and last year's.
 */
export function addressesOf({ address }: TerminologyEntry, now: Date = new Date()): readonly string[] {
  if (!address.includes('{year}')) return [address];
  const year = now.getUTCFullYear();
  // MeSH of a year appears in the November or December before.
  const years = now.getUTCMonth() >= 10 ? [year + 1, year, year - 1] : [year, year - 1];
  return years.map((each) => address.replaceAll('{year}', String(each)));
}

/** The name of the file that an address is of: `taxdmp.zip`. */
export function fileNameOf(address: string): string {
  return new URL(address).pathname.split('/').at(-1) || 'download';
}
