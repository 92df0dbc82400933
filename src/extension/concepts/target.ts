import { isJsonObject } from '../../core/json.ts';
import { isPlace, type Place } from '../place.ts';

/** What a command is asked about: a text of a code action (an identifier, an address), an item of the Entities view, or a place. */
export interface Target {
  readonly text?: string;
  /** Of the concept, where it is known already. */
  readonly identifiers?: readonly string[];
  readonly place?: Place;
}

/** Reads the argument of a command; anything can call it. Nothing is told of what stands at the cursor. */
export function targetOf(argument: unknown): Target {
  if (typeof argument === 'string') return { text: argument };
  if (isPlace(argument)) return { place: argument };
  if (!isJsonObject(argument)) return {};
  const { identifiers, place } = argument;
  return {
    ...(isTexts(identifiers) && identifiers.length > 0 ? { identifiers } : {}),
    ...(isPlace(place) ? { place } : {}),
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
