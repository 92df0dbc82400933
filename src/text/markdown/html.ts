/** Inline elements whose text is not prose. */
const hiding: ReadonlySet<string> = new Set('code kbd math pre samp script style svg textarea tt'.split(' '));
/** Elements that part the text around them, as white space does. */
const breaking: ReadonlySet<string> = new Set(
  'br hr p div li ul ol dl dt dd td th tr table blockquote section article figure figcaption h1 h2 h3 h4 h5 h6'.split(
    ' ',
  ),
);

export interface HtmlTag {
  /** In lower case. */
  readonly name: string;
  readonly closes: boolean;
  readonly hides: boolean;
  readonly breaks: boolean;
}

/** The tag that a piece of inline HTML is; undefined for comments, declarations and instructions. */
export function htmlTag(source: string): HtmlTag | undefined {
  const match = /^<(\/?)([a-z][a-z0-9-]*)/i.exec(source);
  if (match === null) return undefined;
  const name = match[2]!.toLowerCase();
  const closes = match[1] === '/';
  return { name, closes, hides: hiding.has(name) && !source.endsWith('/>'), breaks: breaking.has(name) };
}
