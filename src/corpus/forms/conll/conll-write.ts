import type { AnnotatedDocument, AnnotatedSentence } from '../../document.ts';
import { hasMadeUpId } from '../../made-up-id.ts';
import type { LossTally } from '../../problems.ts';
import type { EncodeOptions } from '../form.ts';
import { labelsOf } from '../labels.ts';
import { wordedSentences } from '../worded.ts';

/** What stands for a column that a word does not have. */
const noColumn = '_';

/** What would divide columns or lines. */
const breaksLines = /[\t\n\r\0]/;
const breaks = /[\t\n\r\0]/g;

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
      const middle = columns > 0 || sentence.columns ? middleColumns(sentence, columns, losses) : undefined;
      for (const [index, word] of words.entries()) {
        text += `${heldWord(word, losses)}\t${middle?.[index] ?? ''}${labels[index]}\n`;
      }
      text += '\n';
    }
    // A reader takes the first U+FEFF for a byte order mark.
    yield first && text.startsWith('\ufeff') ? `\ufeff${text}` : text;
  }

  function typed<Mention extends { readonly type: string }>(mention: Mention): Mention {
    return { ...mention, type: heldType(mention.type, losses) };
  }
}

function documentLine(document: AnnotatedDocument, columns: number): string {
  const id = hasMadeUpId(document) ? '' : ` (${document.id.replaceAll(/[\n\r\0]+/g, ' ')})`;
  return `${[`-DOCSTART-${id}`, ...new Array<string>(columns).fill('-X-'), 'O'].join('\t')}\n\n`;
}

/** What stands between each word and its label, with a tab behind each column. */
function middleColumns({ words, columns = [] }: AnnotatedSentence, count: number, losses: LossTally): string[] {
  return words.map((_, index) => {
    const given = columns[index] ?? [];
    if (given.length > count) losses.add('columns of words');
    let text = '';
    for (let column = 0; column < count; column++) text += `${heldColumn(given[column] ?? '', losses)}\t`;
    return text;
  });
}

function heldColumn(column: string, losses: LossTally): string {
  if (column === '') return noColumn;
  if (!breaksLines.test(column)) return column;
  losses.add('columns that CoNLL cannot hold (changed)');
  return column.replaceAll(breaks, ' ');
}

/** A word without what would divide columns, lines or documents. */
function heldWord(word: string, losses: LossTally): string {
  const starts = word === '-DOCSTART-' || word.startsWith('###MEDLINE:');
  if (!starts && !breaksLines.test(word)) return word;
  losses.add('words that CoNLL cannot hold (changed)');
  return (starts ? word.slice(1) : word).replaceAll(breaks, ' ');
}

function heldType(type: string, losses: LossTally): string {
  const held = type.replaceAll(/[\t\n\r\0]| +$/g, '_') || 'Entity';
  if (held !== type) losses.add('types that CoNLL cannot hold (changed)');
  return held;
}
