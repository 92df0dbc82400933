import type { Evaluations } from '../evaluation/evaluations.ts';
import type { Runs } from '../training/runs.ts';
import { workspaceCorpora } from './workspace-corpora.ts';

/** A corpus that need not be looked for. */
export interface KnownCorpus {
  /** Absolute. */
  readonly place: string;
  readonly from: 'workspace' | 'recent';
}

/** Corpora of earlier runs and evaluations that are offered at most. */
const mostRecent = 30;

/** The corpora of the workspace, then those of earlier runs and evaluations. */
export async function knownCorpora(evaluations: Evaluations, runs: Runs): Promise<readonly KnownCorpus[]> {
  const evaluated = (await evaluations.list()).map(({ asked }) => asked.place);
  const learnt = (runs.list ?? []).flatMap(({ corpora }) => corpora.map(({ folder }) => folder));
  const here = await workspaceCorpora();
  const recent = [...new Set([...learnt, ...evaluated])].filter((place) => !here.includes(place)).slice(0, mostRecent);
  return [
    ...here.map((place) => ({ place, from: 'workspace' }) as const),
    ...recent.map((place) => ({ place, from: 'recent' }) as const),
  ];
}
