import type { Label } from '../../core/labels.ts';
import type { AnnotatedDocument } from '../document.ts';
import type { LossTally } from '../problems.ts';
import { keptName, type TypeMapping } from './mapping.ts';

/**
 * A document whose types go by other names. Types that the mapping does not name keep theirs; mentions of those that it
 * leaves out are dropped, with relations of them, and counted.
 */
export function mapDocument(document: AnnotatedDocument, mapping: TypeMapping, losses: LossTally): AnnotatedDocument {
  const dropped = new Set<string>();
  const mentions = document.mentions.flatMap((mention) => {
    const type = keptName(mapping, mention.type);
    if (type !== undefined) return [{ ...mention, type }];
    losses.add('mentions of types that are left out');
    dropped.add(mention.id);
    return [];
  });
  for (const { id } of mentions) dropped.delete(id);
  const relations = document.relations.filter(
    ({ arguments: held }) => !held.some(({ kind, id }) => kind === 'mention' && dropped.has(id)),
  );
  losses.add('relations of mentions that are left out', document.relations.length - relations.length);
  const labelOf = (label: Label): Label => {
    const type = label.mark === 'O' ? '' : keptName(mapping, label.type);
    return type === undefined ? { mark: 'O', type: '' } : { mark: label.mark, type };
  };
  const sentences = document.sentences?.map((sentence) =>
    sentence.labels ? { ...sentence, labels: sentence.labels.map(labelOf) } : sentence,
  );
  return { ...document, mentions, relations, ...(sentences ? { sentences } : {}) };
}
