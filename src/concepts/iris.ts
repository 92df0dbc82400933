/** How addresses of concepts are made, each with groups of the prefix and the local part, or of the local part alone. */
const patterns: readonly { readonly iri: RegExp; readonly prefix?: string }[] = [
  // Prefixes may have an underscore (`NCBITaxon_Union`), local parts have none.
  { iri: /^purl\.obolibrary\.org\/obo\/([A-Za-z][A-Za-z_]*)_([A-Za-z0-9]+)$/ },
  { iri: /^purl\.obolibrary\.org\/obo\/([A-Za-z]+)#_?([^#]+)$/ },
  { iri: /^www\.ebi\.ac\.uk\/efo\/EFO_(\d+)$/, prefix: 'EFO' },
  { iri: /^www\.orpha\.net\/ORDO\/Orphanet_(\d+)$/, prefix: 'Orphanet' },
  { iri: /^id\.nlm\.nih\.gov\/mesh\/(?:\d{4}\/)?([CD]\d+)$/, prefix: 'MESH' },
  { iri: /^(?:purl\.bioontology\.org|bioportal\.bioontology\.org)\/ontology\/([A-Za-z0-9_]+)\/([^/]+)$/ },
  { iri: /^(?:www\.)?identifiers\.org\/([A-Za-z0-9._]+)[:/](.+)$/ },
  { iri: /^(?:www\.)?bioregistry\.io\/([A-Za-z0-9._]+):(.+)$/ },
  { iri: /^(?:www\.)?omim\.org\/(?:entry|phenotypicSeries)\/((?:PS)?\d+)$/, prefix: 'OMIM' },
  { iri: /^(?:www\.)?snomed\.info\/id\/(\d+)$/, prefix: 'SNOMEDCT' },
  { iri: /^ncicb\.nci\.nih\.gov\/xml\/owl\/EVS\/Thesaurus\.owl#(C\d+)$/, prefix: 'NCIT' },
  { iri: /^linkedlifedata\.com\/resource\/umls\/id\/(C\d+)$/, prefix: 'UMLS' },
  { iri: /^www\.ncbi\.nlm\.nih\.gov\/gene\/(\d+)$/, prefix: 'NCBIGene' },
  { iri: /^(?:web|www)\.cellosaurus\.org\/(CVCL_\w{4})$/, prefix: 'Cellosaurus' },
  { iri: /^purl\.uniprot\.org\/taxonomy\/(\d+)$/, prefix: 'NCBITaxon' },
  { iri: /^purl\.uniprot\.org\/uniprot\/(\w+)$/, prefix: 'UniProt' },
  { iri: /^www\.wikidata\.org\/entity\/(Q\d+)$/, prefix: 'Wikidata' },
];

/**
 * Prefix and local part, with a colon between them, of what an address names: `DOID:1234` of
 * `http://purl.obolibrary.org/obo/DOID_1234`; undefined for addresses of no terminology that is known here.
 */
export function curieOfIri(iri: string): string | undefined {
  const rest = iri.replace(/^https?:\/\//i, '');
  for (const { iri: pattern, prefix } of patterns) {
    const found = pattern.exec(rest);
    if (!found) continue;
    const [, first = '', second = ''] = found;
    return prefix === undefined ? `${first}:${decoded(second)}` : `${prefix}:${first}`;
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
