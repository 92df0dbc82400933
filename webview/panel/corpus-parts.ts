import type { CorpusPart, CorpusSummary } from '../../src/protocol.ts';
import { t } from '../texts.ts';

/** The part of a corpus that has a name: `train`, `devel`, `test`. */
export function partOf({ parts }: CorpusSummary, split: string): CorpusPart | undefined {
  return parts.find((part) => part.split === split);
}

/** How many mentions a part has. */
export function mentionsOf({ mentions }: CorpusPart): number {
  return Object.values(mentions).reduce((sum, count) => sum + count, 0);
}

/** What people call a part; without a name it is the whole corpus. */
export function partName(split: string | undefined): string {
  if (split === 'train') return t('Train');
  if (split === 'devel') return t('Devel');
  if (split === 'test') return t('Test');
  return split ?? t('All');
}
