import type { Entity } from '../core/entity.ts';
import type { Settings } from '../settings.ts';

/** The entities that the settings show: of their types, with their score or a higher one. */
export function shownEntities(
  entities: readonly Entity[],
  { enabledTypes, minimumScore }: Pick<Settings, 'enabledTypes' | 'minimumScore'>,
): readonly Entity[] {
  const enabled = new Set(enabledTypes.map((type) => type.toLowerCase()));
  return entities.filter(
    ({ type, score }) => score >= minimumScore && (enabled.size === 0 || enabled.has(type.toLowerCase())),
  );
}
