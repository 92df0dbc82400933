import { plain } from '../../evaluate/report/format.ts';
import type { ErrorKind, EvaluationError, FrequentError } from '../../evaluate/report/report.ts';

/** What went wrong, in words that stand for themselves. */
export const kindWords: Readonly<Record<ErrorKind, string>> = {
  missed: 'missed',
  invented: 'invented',
  boundary: 'wrong boundary',
  type: 'wrong type',
  'boundary and type': 'wrong boundary and type',
};

/** What stands behind the line of an error: which mark is which, and what it says. */
export function legendOf({ kind, gold, found }: Pick<EvaluationError, 'kind' | 'gold' | 'found'>): string {
  const score = found?.score === undefined ? '' : ` ${found.score.toFixed(2)}`;
  const right = gold ? `▁ gold: ${plain(gold.type)}` : '▁ gold: nothing';
  const wrong = found ? `⬚ predicted: ${plain(found.type)}${score}` : '⬚ predicted: nothing';
  return `${right}   ${wrong}   (${kindWords[kind]})`;
}

/** An error that occurs more than once, on one line: `missed 12 ×: "aspirin" (Chemical)`. */
export function frequentWords({ kind, gold, found, count }: FrequentError): string {
  const told = (mention: { readonly type: string; readonly text: string }) =>
    `"${plain(mention.text)}" (${plain(mention.type)})`;
  const mentions = [gold, found].flatMap((mention) => (mention ? [told(mention)] : [])).join(' → ');
  return `${kindWords[kind]}${count > 1 ? ` ${count} ×` : ''}: ${mentions}`;
}
