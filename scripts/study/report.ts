import { deviation, mean } from '../../src/study/report/statistics/moments.ts';
import { randomisationTest } from '../../src/study/report/statistics/paired.ts';
import { methods, sizes, targets } from './cells.ts';
import type { Panel } from './plot.ts';
import type { Result } from './results.ts';

const baseline = methods[0].name;
const compared = methods.slice(1).map(({ name }) => name);

/** The scores of a cell's runs, seed by seed. */
function runs(results: readonly Result[], target: string, fraction: number, method: string): readonly Result[] {
  return results
    .filter((result) => result.target === target && result.fraction === fraction && result.method === method)
    .sort((a, b) => a.seed - b.seed);
}

/** Differences of a method from the single task, over the seeds that both have. */
function differences(results: readonly Result[], target: string, fraction: number, method: string): number[] {
  const reference = new Map(runs(results, target, fraction, baseline).map(({ seed, testF1 }) => [seed, testF1]));
  return runs(results, target, fraction, method).flatMap(({ seed, testF1 }) => {
    const other = reference.get(seed);
    return other === undefined ? [] : [testF1 - other];
  });
}

/** The study as panels of a plot, without targets that have no run. */
export function panels(results: readonly Result[]): Panel[] {
  return targets
    .map(({ name }) => ({
      title: name,
      series: methods.map((method) => ({
        method: method.name,
        points: sizes
          .map(({ fraction }) => {
            return { fraction, scores: runs(results, name, fraction, method.name).map(({ testF1 }) => testF1) };
          })
          .filter(({ scores }) => scores.length > 0),
      })),
    }))
    .filter(({ series }) => series.some(({ points }) => points.length > 0));
}

/** The study as a Markdown table of means and deviations, and what a paired test says of each difference. */
export function table(results: readonly Result[]): string {
  const rows = targets.flatMap(({ name }) =>
    sizes.flatMap(({ fraction }) => {
      const reference = runs(results, name, fraction, baseline);
      if (reference.length === 0) return [];
      const cells = compared.map((method) => {
        const scores = runs(results, name, fraction, method);
        return scores.length === 0
          ? '–'
          : `${spread(scores)} (${verdict(differences(results, name, fraction, method))})`;
      });
      const size = `${100 * fraction} % (${reference[0]?.trainSentences})`;
      return [`| ${[name, size, spread(reference), ...cells, counts(results, name, fraction)].join(' | ')} |`];
    }),
  );
  const header = ['target', 'training sentences', baseline, ...compared.map((name) => `${name} (Δ, p)`), 'seeds'];
  const pooled = compared.map((method) => {
    const all = targets.flatMap(({ name }) =>
      sizes.flatMap(({ fraction }) => differences(results, name, fraction, method)),
    );
    return all.length === 0 ? '' : `- ${method}, all cells together: ${verdict(all)}, ${all.length} pairs\n`;
  });
  return `| ${header.join(' | ')} |\n|${header.map(() => '---').join('|')}|\n${rows.join('\n')}\n\n${pooled.join('')}`;
}

function counts(results: readonly Result[], target: string, fraction: number): string {
  const numbers = methods.map(({ name }) => runs(results, target, fraction, name).length);
  return new Set(numbers).size === 1 ? String(numbers[0]) : numbers.join(' / ');
}

function spread(results: readonly Result[]): string {
  const scores = results.map(({ testF1 }) => testF1);
  const centre = mean(scores).toFixed(1);
  return scores.length > 1 ? `${centre} ± ${deviation(scores).toFixed(1)}` : centre;
}

function verdict(differences: readonly number[]): string {
  if (differences.length === 0) return 'no pair';
  const centre = mean(differences);
  const sign = centre < 0 ? '−' : '+';
  return `${sign}${Math.abs(centre).toFixed(1)}, p = ${randomisationTest(differences).toPrecision(2)}`;
}

const marks = ['<!-- results: written by npm run study -->', '<!-- end of results -->'] as const;

/**
 * Puts the results into a page, between two marks.
 * @throws Error if the page has no such marks.
 */
export function insertResults(page: string, text: string): string {
  const [start, end] = [page.indexOf(marks[0]), page.indexOf(marks[1])];
  if (start < 0 || end < start) throw new Error(`the page has no "${marks[0]}" before "${marks[1]}"`);
  return `${page.slice(0, start + marks[0].length)}\n\n${text}\n${page.slice(end)}`;
}
