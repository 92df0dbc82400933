import type { AnnotatedDocument } from '../document.ts';
import { hasMadeUpId } from '../made-up-id.ts';
import type { LossTally } from '../problems.ts';
import type { EncodeOptions } from './form.ts';
import { labelsOf } from './labels.ts';
import { type WordedSentence, wordedSentences } from './worded.ts';

/** What stands for a column that a word does not have. */
const noColumn = '_';

/**
 * Writes documents in CoNLL form (`readConll`): columns divided by tabs, a blank line after each sentence, labels of the
 * scheme that is asked for. The line `-DOCSTART-`, with the document's id in parentheses if it is not made up, stands
 * before documents of more than one sentence or of running text, and, once there was one, before each: so those that are
 * one sentence by their own form are written as other tools expect it, and every document is read back as it was. There
 * are as many columns as the first sentence has.
 */
export async function* encodeConll(
  documents: AsyncIterable<AnnotatedDocument> | Iterable<AnnotatedDocument>,
  { losses, scheme = 'IOB2' }: EncodeOptions,
): AsyncGenerator<string, void, undefined> {
  let marked = false;
  let columns: number | undefined;
  for await (const document of documents) {
    const sentences = wordedSentences(document, losses).filter(({ words }) => words.length > 0);
    if (sentences.length === 0) {
      losses.add('documents without words');
      continue;
    }
    const first = columns === undefined;
    columns ??= sentences[0]?.sentence.columns?.[0]?.length ?? 0;
    marked ||= sentences.length > 1 || document.sentences === undefined;
    let text = marked ? documentLine(document, columns) : '';
    if (!marked && !hasMadeUpId(document)) losses.add('ids of documents of one sentence');
    for (const { sentence, words, mentions } of sentences) {
      const labels = labelsOf(words.length, mentions.map(typed), scheme);
      text += `${words.map((word, index) => line(word, sentence, index, labels[index] ?? 'O')).join('')}\n`;
    }
    // A reader takes the first U+FEFF for a byte order mark.
    yield first && text.startsWith('\ufeff') ? `\ufeff${text}` : text;
  }

  function line(word: string, sentence: WordedSentence['sentence'], index: number, label: string): string {
    const middle = middleColumns(sentence.columns?.[index] ?? [], columns ?? 0, losses);
    return `${[heldWord(word, losses), ...middle, label].join('\t')}\n`;
  }

  function typed<Mention extends { readonly type: string }>(mention: Mention): Mention {
    return { ...mention, type: heldType(mention.type, losses) };
  }
}

function documentLine(document: AnnotatedDocument, columns: number): string {
  const id = hasMadeUpId(document) ? '' : ` (${document.id.replaceAll(/[\n\r\0]+/g, ' ')})`;
  return `${[`-DOCSTART-${id}`, ...new Array<string>(columns).fill('-X-'), 'O'].join('\t')}\n\n`;
}

function middleColumns(given: readonly string[], columns: number, losses: LossTally): readonly string[] {
  losses.add('columns', given.slice(columns).length);
  return Array.from({ length: columns }, (_, index) => given[index] ?? noColumn);
}

/** A word without what would divide columns, lines or documents. */
function heldWord(word: string, losses: LossTally): string {
  const held = word.replaceAll(/[\t\n\r\0]/g, ' ').replace(/^(?:-DOCSTART-$|###MEDLINE:)/, (mark) => mark.slice(1));
  if (held !== word) losses.add('words that CoNLL cannot hold (changed)');
  return held;
}

function heldType(type: string, losses: LossTally): string {
  const held = type.replaceAll(/[\t\n\r\0]| +$/g, '_') || 'Entity';
  if (held !== type) losses.add('types that CoNLL cannot hold (changed)');
  return held;
}
