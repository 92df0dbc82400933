import { deviation, mean } from '../../src/study/report/statistics/moments.ts';

/** One method's scores at one size of the training set. */
export interface Series {
  readonly method: string;
  readonly points: readonly { readonly fraction: number; readonly scores: readonly number[] }[];
}

/** A panel of the plot: one target corpus. */
export interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
}

/** Colours that people with any colour vision tell apart (Okabe & Ito, 2008). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
const [width, height] = [300, 300];
const margin = { left: 46, top: 34, right: 12, bottom: 44 };
const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

/**
 * Scores against the share of training sentences, a panel a corpus: every run a faint dot, the mean a full one, one
 * standard deviation a bar.
 * @returns an SVG image.
 */
export function plot(panels: readonly Panel[]): string {
  const methods = [...new Set(panels.flatMap(({ series }) => series.map(({ method }) => method)))];
  const legend = methods.map(
    (method, index) =>
      `<circle cx="${20 + index * 260}" cy="${height + 18}" r="5" fill="${colour(index)}"/>` +
      `<text x="${30 + index * 260}" y="${height + 22}">${escaped(method)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * panels.length} ${height + 36}" font-family="sans-serif" font-size="12">`,
    '<title>F1 on test by method, target and share of the training sentences</title>',
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    ...panels.map((panel, index) => `<g transform="translate(${index * width},0)">${drawPanel(panel, methods)}</g>`),
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel({ title, series }: Panel, methods: readonly string[]): string {
  const fractions = [...new Set(series.flatMap(({ points }) => points.map(({ fraction }) => fraction)))].sort(
    (a, b) => a - b,
  );
  const scores = series.flatMap(({ points }) => points.flatMap((point) => point.scores));
  const low = Math.floor(Math.min(...scores) / 5) * 5;
  const high = Math.ceil(Math.max(...scores) / 5) * 5;
  const y = (score: number) => margin.top + inner.height * (1 - (score - low) / Math.max(high - low, 5));
  const x = (fraction: number) => margin.left + (inner.width * (fractions.indexOf(fraction) + 0.5)) / fractions.length;

  const parts = [`<text x="${width / 2}" y="20" text-anchor="middle" font-weight="bold">${escaped(title)}</text>`];
  const step = high - low > 40 ? 10 : 5;
  for (let tick = low; tick <= high; tick += step) {
    parts.push(
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(tick)}" y2="${y(tick)}" stroke="#e0e0e0"/>`,
      `<text x="${margin.left - 6}" y="${y(tick) + 4}" text-anchor="end" fill="#444444">${tick}</text>`,
    );
  }
  for (const fraction of fractions) {
    parts.push(
      `<text x="${x(fraction)}" y="${height - 24}" text-anchor="middle" fill="#444444">${100 * fraction} %</text>`,
    );
  }
  parts.push(
    `<text x="${margin.left + inner.width / 2}" y="${height - 8}" text-anchor="middle">training sentences</text>`,
    `<text transform="translate(12,${margin.top + inner.height / 2}) rotate(-90)" text-anchor="middle">F1 on test</text>`,
  );
  for (const { method, points } of series) {
    const index = methods.indexOf(method);
    const at = (fraction: number) => x(fraction) + (index - (methods.length - 1) / 2) * 16;
    parts.push(...points.map((point) => drawPoint(at(point.fraction), point.scores, y, colour(index))));
  }
  return parts.join('\n');
}

function drawPoint(x: number, scores: readonly number[], y: (score: number) => number, fill: string): string {
  const centre = mean(scores);
  const spread = scores.length > 1 ? deviation(scores) : 0;
  return [
    ...scores.map((score) => `<circle cx="${x}" cy="${y(score)}" r="3" fill="${fill}" opacity="0.3"/>`),
    `<line x1="${x}" x2="${x}" y1="${y(centre - spread)}" y2="${y(centre + spread)}" stroke="${fill}" stroke-width="2"/>`,
    `<circle cx="${x}" cy="${y(centre)}" r="5" fill="${fill}"/>`,
  ].join('');
}

function colour(index: number): string {
  return colours[index % colours.length] ?? '#000000';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
