import type { Linked } from './linker.ts';

/** The identifiers that a mention gets in a form of corpora: one for each of the concepts that it means. */
export function conceptsOf({ links }: Pick<Linked, 'links'>): readonly string[] {
  return [...new Set(links.map(({ concept }) => concept))];
}
