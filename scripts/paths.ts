import path from 'node:path';

/** The root of the checkout. */
export const root = path.resolve(import.meta.dirname, '..');

/** What scripts fetch, unpack and build on the way; ignored by git and safe to delete. */
export const cache = path.join(root, '.cache');
