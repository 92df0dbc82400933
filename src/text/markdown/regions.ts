import { Kind } from '../prose.ts';
import { escaped, type Shape } from '../shape.ts';

/** TeX's citations and references, whose arguments are keys: `\citep[p. 3]{smith2010}`, `\ref{fig:a}`. */
const texReference =
  /\\(?:[a-zA-Z]{0,20}cite[a-zA-Z]{0,20}|(?:[cC]|eq|page|auto|name)?ref|label)\*?(?:\[[^\][]{0,200}\]){0,2}\{[^{}]{0,2000}\}/g;

/** Marks what a template engine or TeX reads instead of a person: Jinja (as Manubot uses it) and TeX math as not read. */
export function markRegions(shape: Shape): void {
  if (shape.text.includes('{')) {
    markDelimited(shape, '{%', '%}');
    markDelimited(shape, '{{', '}}');
    markDelimited(shape, '{#', '#}', (content) => /^[#\s]/.test(content));
    markEnvironments(shape);
    for (const { index, 0: command } of shape.text.matchAll(texReference))
      shape.mark(index, index + command.length, Kind.gap);
    shape.settle();
  }
  if (shape.text.includes(escaped.openParenthesis)) {
    markDelimited(shape, escaped.openParenthesis, escaped.closeParenthesis, isInlineTex);
  }
  if (shape.text.includes(escaped.open)) {
    markDelimited(shape, escaped.open, escaped.close, (content, from, to) => {
      const alone =
        /(?:^|\n)\s*$/.test(shape.text.slice(Math.max(0, from - 8), from)) &&
        /^\s*(?:\n|$)/.test(shape.text.slice(to, to + 8));
      return alone ? /[\\^_={]/.test(content) : /\\[a-zA-Z]/.test(content);
    });
  }
  shape.settle();
}

/**
 * Pandoc's `tex_math_single_backslash` and Markdown's escaped brackets are written alike, `\(…\)`. It is math if it looks
 * so: a command, a relation, an index, a lone letter. `\[1\]` in running text stays a pair of brackets.
 */
function isInlineTex(content: string): boolean {
  return /[\\^_=<>{}|]/.test(content) || /^\s*\p{L}\s*$/u.test(content);
}

/** Nothing longer is taken for math or a template. */
const longest = 5000;

type Accepts = (content: string, from: number, to: number) => boolean;

/** Marks every `open…close`, in one pass: where no `close` follows, none is looked for again. */
function markDelimited(shape: Shape, open: string, close: string, accepts: Accepts = () => true): void {
  let from = shape.text.indexOf(open);
  while (from >= 0) {
    const content = from + open.length;
    const closing = shape.text.indexOf(close, content);
    if (closing < 0) return;
    const to = closing + close.length;
    const accepted = closing - content <= longest && accepts(shape.passage.text.slice(content, closing), from, to);
    if (accepted) shape.mark(from, to, Kind.gap);
    from = shape.text.indexOf(open, accepted ? to : content);
  }
}

/** Marks raw TeX environments, `\begin{equation}…\end{equation}`. */
function markEnvironments(shape: Shape): void {
  let end = 0;
  const unclosed = new Set<string>();
  for (const match of shape.text.matchAll(/\\begin\{([a-zA-Z]{1,30}\*?)\}/g)) {
    if (match.index < end || unclosed.has(match[1]!)) continue;
    const closing = shape.text.indexOf(`\\end{${match[1]}}`, match.index);
    if (closing < 0) {
      unclosed.add(match[1]!);
      continue;
    }
    end = closing + `\\end{${match[1]}}`.length;
    shape.mark(match.index, end, Kind.gap);
  }
}
