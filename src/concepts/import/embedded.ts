import type { TerminologyFacts } from '../forms/form.ts';
import type { StoreWriter } from '../store/writer.ts';

/** What the terminology that comes with the product is called in a store. */
export const embeddedName = 'samples';

export const embeddedFacts: TerminologyFacts = { title: 'Concepts of the sample papers', licence: 'CC0 1.0' };

const setting = 'embedded';

/** Whether the terminology that comes with the product is still to go into a store: it goes in once, so that it can be removed. */
export function isEmbeddedDue(writer: StoreWriter): boolean {
  return writer.setting(setting) === undefined;
}

/** It has gone in, or is not wanted. */
export function settleEmbedded(writer: StoreWriter): void {
  writer.set(setting, 'settled');
}
