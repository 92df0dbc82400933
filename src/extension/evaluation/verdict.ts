import { count, interval, percent } from '../../evaluate/report/format.ts';
import type { EvaluationReport, FrequentError } from '../../evaluate/report/report.ts';
import { type MinimumF1, minimumF1Of } from '../../settings.ts';
import { t } from '../texts.ts';

/** How one entity type did, as a test. */
export interface Verdict {
  readonly type: string;
  /** `F1 78.4 (76.1–80.4)`, in per cent. */
  readonly description: string;
  readonly passed: boolean;
  /** Why it failed. */
  readonly reason: string;
  /** What went wrong with it most often. */
  readonly errors: readonly FrequentError[];
}

/** Frequent errors that a failed test tells. */
const mostErrors = 10;

/** The verdict on each type, in the report's order. Without a lowest F1, all pass. */
export function verdicts(report: EvaluationReport, minimum: MinimumF1): readonly Verdict[] {
  return Object.entries(report.types).map(([type, { f1, precision, recall, support }]) => {
    const least = minimumF1Of(minimum, type);
    const bounds = report.intervals.types[type]?.f1;
    const scores = t('precision {0}, recall {1}, {2} mentions', percent(precision), percent(recall), count(support));
    return {
      type,
      description: `F1 ${percent(f1)}${bounds ? ` (${interval(bounds)})` : ''}`,
      passed: least === undefined || f1 >= least,
      reason: t(
        'F1 of {0} is {1} %, below {2} % (gerbera.evaluation.minimumF1): {3}',
        ...[type, percent(f1), percent(least ?? 0), scores],
      ),
      errors: report.errors.frequent
        .filter(({ gold, found }) => gold?.type === type || found?.type === type)
        .slice(0, mostErrors),
    };
  });
}
