import * as v from 'valibot';

/** A list that nobody changes. */
export const list = <const Item extends v.GenericSchema>(item: Item) => v.pipe(v.array(item), v.readonly());

/** A text of a length that a message may have: a page is not to be trusted with more. */
export const text = v.pipe(v.string(), v.maxLength(32_768));

/** A number that is one. */
export const number = v.pipe(v.number(), v.finite());

/** A count, or a place in a list. */
export const count = v.pipe(number, v.integer(), v.minValue(0));
