import { addressOf } from '../namespaces.ts';
import type { ConceptStore } from '../store/store.ts';

/** What a concept is called, and where the web shows it; as much of the two as is known. */
export function conceptPage(
  store: Pick<ConceptStore, 'concept'> | undefined,
  identifier: string,
): { readonly name?: string; readonly address?: string } {
  const name = store?.concept(identifier)?.name;
  const address = addressOf(identifier);
  return { ...(name === undefined ? {} : { name }), ...(address === undefined ? {} : { address }) };
}
