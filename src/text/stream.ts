import { UserError } from '../core/errors.ts';
import type { Span } from '../core/span.ts';
import type { Language, Sentence } from '../core/words.ts';
import { type Block, type BlockSyntax, lineStartFrom, shifted, windowEnd } from './blocks.ts';
import { frontMatterEnd, readFrontMatter } from './front-matter.ts';
import { markdownBlocks } from './markdown/markdown-blocks.ts';
import { plainBlocks } from './plain-blocks.ts';

/** A block of up to twice as many code units is read. */
const longestBlock = 1 << 21;

/**
 * The sentences that `readSentences` gives, block by block: what is in memory is a stretch of the document, however long
 * it is. Markdown is looked over once before, for the names that are defined anywhere in it.
 * @throws UserError if a single paragraph, table or code block is too long to be held in memory.
 */
export function* streamSentences(source: string, language: Language): Generator<readonly Sentence[]> {
  const { mark, front } = frontOf(source, language);
  yield readFrontMatter(source.slice(mark, front)).map((sentence) => shifted(sentence, mark));

  const text = source.slice(front);
  const syntax = syntaxOf(language);
  const definitions = new Set<string>();
  // Definitions of links and of notes hold these two characters.
  if (language === 'markdown' && text.includes(']:')) {
    for (const { defines } of blocksOf(text, syntax)) for (const name of defines) definitions.add(name);
  }
  for (const block of blocksOf(text, syntax)) {
    yield block.read(definitions).sentences.map((sentence) => shifted(sentence, front + block.start));
  }
}

/**
 * Where a document's front matter stands (its end is its start where there is none) and where its blocks do, one after the
 * other, in the offsets of `source`: blank lines after a block belong to it.
 * @throws UserError as `streamSentences` does.
 */
export function* streamBlocks(source: string, language: Language): Generator<Span> {
  const { mark, front } = frontOf(source, language);
  yield { start: mark, end: front };
  for (const { start, end } of blocksOf(source.slice(front), syntaxOf(language))) {
    yield { start: front + start, end: front + end };
  }
}

/** Where what stands before the blocks starts, after a byte order mark, and where it ends. */
function frontOf(source: string, language: Language): { readonly mark: number; readonly front: number } {
  const mark = source.startsWith('\u{feff}') ? 1 : 0;
  return { mark, front: mark + (language === 'markdown' ? frontMatterEnd(source.slice(mark)) : 0) };
}

function syntaxOf(language: Language): BlockSyntax {
  return language === 'markdown' ? markdownBlocks : plainBlocks;
}

function* blocksOf(text: string, syntax: BlockSyntax): Generator<Block> {
  let at = 0;
  let to = windowEnd(text, at);
  while (at < text.length) {
    if (to - at > 2 * longestBlock) {
      const line = text.slice(0, at).split('\n').length;
      throw new UserError(
        `from line ${line} on there is a block longer than ${longestBlock} characters; divide it by empty lines`,
      );
    }
    const blocks = syntax.scan(text, at, to);
    yield* blocks;
    at = blocks.at(-1)?.end ?? at;
    to = blocks.length === 0 ? lineStartFrom(text, at + 2 * (to - at)) : windowEnd(text, at);
  }
}
