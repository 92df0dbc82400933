import type { ModelDetails } from '../../../src/protocol/models.ts';
import type { CorpusPart, CorpusSummary } from '../../../src/protocol.ts';
import { t } from '../../texts.ts';
import { mentionsOf, partName } from '../corpus-parts.ts';
import { numberText } from '../words.ts';

/** Parts in the order of what people evaluate on. */
const preference = ['test', 'devel', 'train'];

/** Why nothing can be scored on a part. */
export function partProblem(part: CorpusPart): string | undefined {
  if (part.problem !== undefined) return part.problem;
  if (!part.complete || mentionsOf(part) > 0) return undefined;
  return t('The part {0} has no labelled mention: nothing can be scored on it.', partName(part.split));
}

/** The part that is asked for, else the test part, else the nearest to it that can be scored. */
export function preferredPart({ parts }: CorpusSummary, split: string | undefined): CorpusPart | undefined {
  const rank = (part: CorpusPart) =>
    (preference.indexOf(part.split ?? '') + preference.length + 1) % (preference.length + 1);
  const ranked = [...parts].sort((a, b) => rank(a) - rank(b));
  const usable = ranked.filter((part) => partProblem(part) === undefined);
  return usable.find((part) => split !== undefined && part.split === split) ?? usable[0] ?? ranked[0];
}

/** `Test: 100 documents, 960 mentions` */
export function partText(part: CorpusPart): string {
  if (part.problem !== undefined) return t('{0}: cannot be read', partName(part.split));
  const counted = (value: number, one: string, many: (count: string) => string) =>
    value === 1 && part.complete ? one : many(`${numberText(value)}${part.complete ? '' : '+'}`);
  const documents = counted(part.documents, t('1 document'), (count) => t('{0} documents', count));
  const mentions = counted(mentionsOf(part), t('1 mention'), (count) => t('{0} mentions', count));
  return `${partName(part.split)}: ${documents}, ${mentions}`;
}

/** What evaluations call a model: those of the product by their names, others by their folders. */
export function modelKey({ name, folder, embedded }: ModelDetails): string {
  return embedded ? name : folder;
}
