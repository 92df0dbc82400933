import { curieOfIri } from './iris.ts';
import { type Namespace, namespaces } from './namespace-table.ts';

export { type Namespace, namespaces };

const byAlias: ReadonlyMap<string, Namespace> = new Map(
  namespaces.flatMap((namespace) =>
    [namespace.prefix.toLowerCase(), ...namespace.aliases].map((alias) => [alias, namespace] as const),
  ),
);
const byPrefix: ReadonlyMap<string, Namespace> = new Map(
  namespaces.map((namespace) => [namespace.prefix, namespace] as const),
);
const withBare = namespaces.filter(({ bare }) => bare);

/** The release of a vocabulary, as some files put it behind its name: `ICD10CM_2020`, `SNOMEDCT_US_2021_09_01`. */
const release = /_(?:19|20)\d\d(?:_\d\d){0,2}[A-Z]{0,2}$/;

/**
 * The identifier as a store writes it: `mesh:D003924`, `MSH:D003924` and `http://id.nlm.nih.gov/mesh/D003924` are
 * `MESH:D003924`, `CVCL_0030` is `Cellosaurus:CVCL_0030`, `HGNC:HGNC:5` is `HGNC:5`. Prefixes that are not known stay as they
 * are, and so does what has none, unless its own form tells its namespace. What is written so stays so.
 * @param namespace prefix of the namespace of identifiers that have no prefix (`D003924`, `672`), where it is known.
 */
export function identifierOf(text: string, namespace?: string): string {
  const trimmed = text.trim();
  if (/^https?:/i.test(trimmed)) {
    const curie = curieOfIri(trimmed);
    return curie === undefined ? trimmed : identifierOf(curie);
  }
  const colon = trimmed.indexOf(':');
  if (colon <= 0) return ofBare(trimmed, namespace);
  const written = trimmed.slice(0, colon);
  const local = trimmed.slice(colon + 1).trim();
  if (local === '' || /\s/.test(written)) return trimmed;
  const known = knownPrefix(written);
  return known ? within(known, local) : `${written}:${local}`;
}

function ofBare(text: string, prefix: string | undefined): string {
  const upper = text.toUpperCase();
  const known = withBare.find(({ bare }) => bare?.test(upper)) ?? ofUnderscore(upper);
  if (known) return within(known, text);
  const given = prefix === undefined || text === '' ? undefined : knownPrefix(prefix);
  return given ? within(given, text) : text;
}

/** `DOID_1234`, as the last part of OBO's addresses has it. */
function ofUnderscore(text: string): Namespace | undefined {
  const [, prefix] = /^([A-Z]+)_\d{4,}$/.exec(text) ?? [];
  return prefix === undefined ? undefined : byAlias.get(prefix.toLowerCase());
}

/** The namespace that a prefix means, whatever its spelling. */
function knownPrefix(written: string): Namespace | undefined {
  return byAlias.get(written.toLowerCase()) ?? byAlias.get(written.replace(release, '').toLowerCase());
}

/** An identifier of a namespace, whose prefix may stand before the local part once more. */
function within(namespace: Namespace, written: string): string {
  let local = written;
  for (;;) {
    const [, prefix, rest] = /^([^:_]+)[:_]\s*(\S.*)$/s.exec(local) ?? [];
    if (prefix === undefined || rest === undefined || byAlias.get(prefix.toLowerCase()) !== namespace) break;
    local = rest;
  }
  const spelt = namespace.spell?.(local) ?? local;
  const moved = /^OMIM:PS:?(\d+)$/.exec(`${namespace.prefix}:${spelt}`);
  return moved ? `OMIMPS:${moved[1]}` : `${namespace.prefix}:${spelt}`;
}

/** The namespace that an identifier is of; undefined if it is not known. */
export function namespaceOf(identifier: string): Namespace | undefined {
  return byPrefix.get(identifier.slice(0, Math.max(identifier.indexOf(':'), 0)));
}

/** The page that shows a concept, in the web; undefined if there is none. */
export function addressOf(identifier: string): string | undefined {
  const address = namespaceOf(identifier)?.address;
  // A function, as `$` means something in a text.
  return address?.replace('{}', () => encodeURIComponent(identifier.slice(identifier.indexOf(':') + 1)));
}
