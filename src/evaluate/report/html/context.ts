import { h } from 'hastscript';
import { plain } from '../format.ts';
import type { ErrorContext, EvaluationError, PlacedMention } from '../report.ts';

/** The text around an error: what is labelled is underlined, what was found is shaded. */
export function contextLine({ text, gold, found }: ErrorContext) {
  const inside = (span: ErrorContext['gold'], place: number) =>
    span !== undefined && span[0] <= place && place < span[1];
  const cuts = [0, ...(gold ?? []), ...(found ?? []), text.length].filter((cut) => cut >= 0 && cut <= text.length);
  const bounds = [...new Set(cuts)].sort((a, b) => a - b);
  return h(
    'p.context',
    bounds.slice(0, -1).map((start, index) => {
      const piece = shown(text.slice(start, bounds[index + 1]));
      const classes = [...(inside(gold, start) ? ['gold'] : []), ...(inside(found, start) ? ['found'] : [])];
      return classes.length === 0 ? piece : h('mark', { className: classes }, piece);
    }),
  );
}

/** What is labelled and what was found, in words, and where it stands. */
export function errorItem({ gold, found, document, context }: EvaluationError) {
  const { file, line } = (gold ?? found)?.place ?? { file: '', line: 0 };
  // Pages of the editor have no module of paths.
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return h('li', [
    contextLine(context),
    h('p.where', [
      ...(gold ? [h('span.said', ['labelled ', mention(gold)])] : []),
      ...(found ? [h('span.said', ['found ', mention(found)])] : []),
      // Documents without a name are called by their file and line.
      ...(document.startsWith(name) ? [] : [h('span', plain(document))]),
      h('code', { title: plain(file) }, `${plain(name)}:${line}`),
    ]),
  ]);
}

function mention({ text, type, score }: PlacedMention) {
  return [h('b', plain(text)), ` (${plain(type)}${score === undefined ? '' : `, ${score.toFixed(2)}`})`];
}

/** Control characters of a foreign text as they are written in JSON; spaces at the ends of a piece stay. */
function shown(text: string): string {
  return /^\s+$/u.test(text)
    ? ' '
    : `${/^\s/u.test(text) ? ' ' : ''}${plain(text.trim())}${/\s$/u.test(text) ? ' ' : ''}`;
}
