import type { Language, Sentence } from '../core/words.ts';
import { BlockCache } from './block-cache.ts';
import { shifted } from './blocks.ts';
import { frontMatterEnd, readFrontMatter } from './front-matter.ts';
import { markdownBlocks } from './markdown/markdown-blocks.ts';
import { plainBlocks } from './plain-blocks.ts';

/**
 * The sentences of a document, in the order of their starts: of Markdown the prose alone, of plain text everything but
 * addresses. Offsets are UTF-16 code units of `source`; a byte order mark counts as one. Sentences overlap only where
 * one stands inside another's markup (an image's text, an inline note).
 */
export function readSentences(source: string, language: Language): Sentence[] {
  return [...new DocumentReader(language).read(source)];
}

/**
 * Reads versions of one document, each as `readSentences` does, but parses only the blocks that an edit can have changed. What
 * changed it finds itself, as the middle between the longest common start and end of the two versions.
 */
export class DocumentReader {
  readonly #markdown: boolean;
  readonly #blocks: BlockCache;

  constructor(language: Language) {
    this.#markdown = language === 'markdown';
    this.#blocks = new BlockCache(this.#markdown ? markdownBlocks : plainBlocks);
  }

  read(source: string): readonly Sentence[] {
    const mark = source.startsWith('\u{feff}') ? 1 : 0;
    const front = mark + (this.#markdown ? frontMatterEnd(source.slice(mark)) : 0);
    const sentences = readFrontMatter(source.slice(mark, front)).map((sentence) => shifted(sentence, mark));
    for (const placed of this.#blocks.read(source.slice(front), front)) {
      for (const sentence of placed) sentences.push(sentence);
    }
    return sentences;
  }
}
