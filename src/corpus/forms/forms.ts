import { conll } from './conll.ts';
import type { CorpusForm } from './form.ts';
import { pubtator } from './pubtator.ts';

/** Every form that is read and written; those that are told by stricter signs come first. */
export const forms: readonly CorpusForm[] = [pubtator, conll];
