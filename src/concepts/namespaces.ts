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
}

/** In the order in which one of several identifiers of a concept is chosen to stand for it. */
export const namespaces: readonly Namespace[] = [
  {
    prefix: 'MESH',
    title: 'MeSH',
    aliases: ['mesh', 'msh', 'mesh_desc'],
    address: 'https://meshb.nlm.nih.gov/record/ui?ui={}',
  },
  {
    prefix: 'NCBIGene',
    title: 'NCBI Gene',
    aliases: ['ncbigene', 'ncbi_gene', 'geneid', 'entrezgene', 'entrez'],
    address: 'https://www.ncbi.nlm.nih.gov/gene/{}',
  },
  {
    prefix: 'NCBITaxon',
    title: 'NCBI Taxonomy',
    aliases: ['ncbitaxon', 'ncbi_taxid', 'taxid', 'taxon', 'ncbitaxonomyid'],
    address: 'https://www.ncbi.nlm.nih.gov/Taxonomy/Browser/wwwtax.cgi?id={}',
  },
];

/** The identifier as a store writes it: `mesh:D003924` is `MESH:D003924`. Prefixes that are not known stay as they are. */
export function identifierOf(text: string): string {
  const [, prefix, local] = /^\s*([^:\s]+):(\S.*?)\s*$/s.exec(text) ?? [];
  if (prefix === undefined || local === undefined) return text.trim();
  const known = namespaces.find(({ aliases }) => aliases.includes(prefix.toLowerCase()));
  return `${known?.prefix ?? prefix}:${local}`;
}

/** The namespace that an identifier is of; undefined if it is not known. */
export function namespaceOf(identifier: string): Namespace | undefined {
  const prefix = identifier.slice(0, identifier.indexOf(':'));
  return namespaces.find((namespace) => namespace.prefix === prefix);
}

/** The page that shows a concept, in the web; undefined if there is none. */
export function addressOf(identifier: string): string | undefined {
  const address = namespaceOf(identifier)?.address;
  return address?.replace('{}', encodeURIComponent(identifier.slice(identifier.indexOf(':') + 1)));
}
