import { measureIds, predictedMethods, type TransferReport } from '../report.ts';

/**
 * The pairs as CSV (RFC 4180), a line each: names, the measures in full precision, empty where one is not defined, and for
 * the target's pairs their place in the ranking and the gains that are predicted.
 */
export function renderCsv(report: TransferReport): string {
  const sizes = new Map(report.corpora.map((corpus) => [corpus.name, corpus]));
  const head = [
    'target',
    'candidate',
    'target_sentences',
    'candidate_sentences',
    ...measureIds,
    'rank',
    ...predictedMethods.flatMap((method) => ['gain', 'low', 'high', 'helps'].map((value) => `${method}_${value}`)),
  ];
  const rows = report.pairs.map(({ target, candidate, values }) => {
    const place = target === report.target ? report.ranking.findIndex(({ name }) => name === candidate) : -1;
    const gains = report.ranking[place]?.gains ?? [];
    return [
      target,
      candidate,
      sizes.get(target)?.sentences,
      sizes.get(candidate)?.sentences,
      ...measureIds.map((id) => values[id]),
      place < 0 ? undefined : place + 1,
      ...predictedMethods.flatMap((method) => {
        const found = gains.find((each) => each.method === method);
        return [found?.gain, found?.low, found?.high, found?.helps];
      }),
    ];
  });
  return [head, ...rows].map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

function cellText(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
