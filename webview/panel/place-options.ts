import type { PanelUpdate } from '../../src/protocol/panel.ts';
import { t } from '../texts.ts';
import { nameOf } from './words.ts';

/** Corpora that need not be looked for. */
export type Places = Extract<PanelUpdate, { readonly kind: 'places' }>['places'];

/** What a known corpus is called in a list. */
export function placeName({ name, from }: Places[number]): string {
  return from === 'recent' ? t('{0} (used before)', name) : name;
}

/**
 * The corpora of a list that one is chosen from, after none.
 * @param others chosen ones that may not be known.
 * @param none what stands where there is nothing to choose.
 */
export function placeOptions(
  places: Places,
  others: readonly string[],
  none: string,
): readonly (readonly [place: string, name: string])[] {
  const unknown = others.filter((other) => other !== '' && !places.some(({ place }) => place === other));
  return [
    ['', places.length + unknown.length > 0 ? t('Choose …') : none],
    ...unknown.map((place) => [place, nameOf(place)] as const),
    ...places.map((each) => [each.place, placeName(each)] as const),
  ];
}
