/** How a card is written: a piece of text in each of the ways that a card shows one. */
export interface Markup {
  /** Text of files and documents, shown as it is. */
  text(text: string): string;
  strong(text: string): string;
  emphasis(text: string): string;
  /** A text that opens a page; without an address the text alone. */
  link(text: string, address: string | undefined): string;
  /** Lines below each other, without space between them. */
  lines(lines: readonly string[]): string;
  /** Parts with some space between them; empty ones are left out. */
  parts(parts: readonly string[]): string;
}

/** White space and control characters as one space each: names and definitions come from files of any kind. */
const tidy = (text: string) => text.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/**
 * Every ASCII punctuation character may be escaped (CommonMark 2.4); those that begin or end nothing wherever they stand are
 * left alone, for clients that show Markdown as it is written.
 */
const escaped = (text: string) => tidy(text).replace(/[!#$&()*+\-.:<=>@[\\\]^_`{|}~]/g, '\\$&');

const together = (parts: readonly string[]) => parts.filter((part) => part !== '').join('\n\n');

/** CommonMark without HTML. */
export const markdown: Markup = {
  text: escaped,
  strong: (text) => `**${escaped(text)}**`,
  emphasis: (text) => `*${escaped(text)}*`,
  link: (text, address) => (isWebAddress(address) ? `[${escaped(text)}](<${address}>)` : escaped(text)),
  // Two spaces before a line's end break it.
  lines: (lines) => lines.filter((line) => line !== '').join('  \n'),
  parts: together,
};

/** For clients that show no Markdown. */
export const plainText: Markup = {
  text: tidy,
  strong: tidy,
  emphasis: (text) => `“${tidy(text)}”`,
  link: (text) => tidy(text),
  lines: (lines) => lines.filter((line) => line !== '').join('\n'),
  parts: together,
};

/** Only pages are linked to, and only by addresses that end where they seem to. */
function isWebAddress(address: string | undefined): address is string {
  return address !== undefined && /^https:\/\/[^\s<>\\]+$/.test(address);
}
