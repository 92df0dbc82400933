import type { Matching } from '../match/match.ts';
import type { Calibration } from '../report/report.ts';

/** Of the same width, as Naeini et al. 2015 have them. */
const binCount = 10;

/** How often found mentions of each score are right. */
export class CalibrationTally {
  readonly #bins = Array.from({ length: binCount }, () => ({ count: 0, correct: 0, scores: 0 }));

  /** Takes what was found with a score. A partial match is half right. */
  add({ pairs, spurious }: Matching): void {
    const points = { correct: 1, partial: 0.5, incorrect: 0 };
    for (const { found, result } of pairs) this.#add(found.mention.score, points[result]);
    for (const { mention } of spurious) this.#add(mention.score, 0);
  }

  /** Bins that hold something; undefined if nothing that was found had a score. */
  calibration(): Calibration | undefined {
    const total = this.#bins.reduce((sum, { count }) => sum + count, 0);
    if (total === 0) return undefined;
    const gaps = this.#bins.reduce((sum, { correct, scores }) => sum + Math.abs(correct - scores), 0);
    const bins = this.#bins.flatMap(({ count, correct, scores }, index) =>
      count === 0
        ? []
        : [{ from: index / binCount, to: (index + 1) / binCount, count, correct, meanScore: scores / count }],
    );
    return { bins, error: gaps / total };
  }

  #add(score: number | undefined, correct: number): void {
    if (score === undefined || !(score >= 0 && score <= 1)) return;
    const bin = this.#bins[Math.min(Math.floor(score * binCount), binCount - 1)];
    if (!bin) return;
    bin.count++;
    bin.correct += correct;
    bin.scores += score;
  }
}
