import type { Entity } from '../core/entity.ts';
import { compareSpans, overlaps } from '../core/span.ts';

/**
 * The entities whose colour is hidden, in part or wholly, by entities of other types. A semantic token has one type, and
 * the server gives it that of the innermost entity, or of the surer one where two are as long.
 */
export function hiddenEntities(entities: readonly Entity[]): readonly Entity[] {
  const sorted = [...entities].sort(compareSpans);
  const hidden: Entity[] = [];
  let open: Entity[] = [];
  for (const entity of sorted) {
    open = open.filter(({ end }) => end > entity.start);
    for (const other of open) {
      if (other.type === entity.type || !overlaps(other, entity)) continue;
      const outer = isInner(entity, other) ? other : entity;
      if (!hidden.includes(outer)) hidden.push(outer);
    }
    open.push(entity);
  }
  return hidden.sort(compareSpans);
}

function isInner(a: Entity, b: Entity): boolean {
  const longer = a.end - a.start - (b.end - b.start);
  return longer === 0 ? a.score > b.score : longer < 0;
}
