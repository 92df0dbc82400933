import { type Asked, titleOf } from '../evaluation/kept.ts';
import type { PanelHandlers, PanelServices, TellPage } from './handlers.ts';

type EvaluationKind = 'evaluate' | 'stopEvaluation' | 'showReport' | 'reportAction' | 'openError';

/** What the page asks of evaluations. */
export function evaluationHandlers(
  { evaluations }: PanelServices,
  tell: TellPage,
  evaluate: (asked: Asked) => Promise<void>,
): Pick<PanelHandlers, EvaluationKind> {
  return {
    evaluate: ({ asked: { place, model, split, against } }) =>
      evaluate({
        ...{ place, model },
        ...(split === undefined ? {} : { split }),
        ...(against === undefined ? {} : { against }),
      }),
    stopEvaluation: () => evaluations.stop(),
    async showReport({ id }) {
      tell({ kind: 'report', id, report: await evaluations.report(id) });
    },
    async reportAction({ id, action }) {
      if (action !== 'again') return evaluations.act(action, id);
      const kept = (await evaluations.list()).find((each) => each.id === id);
      if (kept) await evaluate(kept.asked);
    },
    openError: ({ id, index, shown }) => evaluations.openError(id, index, shown),
  };
}

/** Evaluates and shows the report in the page. */
export function evaluateIn({ evaluations }: PanelServices, tell: TellPage): (asked: Asked) => Promise<void> {
  return async (asked) => {
    const kept = await evaluations.run(asked);
    if (kept) tell({ kind: 'report', id: kept.id, report: await evaluations.report(kept.id) });
  };
}

/** Tells the page which reports are kept. */
export async function tellEvaluations({ evaluations }: PanelServices, tell: TellPage): Promise<void> {
  const kept = (await evaluations.list()).map(({ id, asked }) => ({
    ...{ id, asked, title: titleOf(asked) },
    // Names of the folders begin with the time: `2026-03-01T12-30-00-000Z-…`.
    date: id.slice(0, 24).replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3}Z)/, 'T$1:$2:$3.$4'),
  }));
  tell({ kind: 'evaluations', kept });
}
