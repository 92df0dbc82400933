import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';
import { readLines } from '../../../files/lines.ts';
import { ConllLines, type ConllSentence } from '../../conll-lines.ts';
import type { AnnotatedDocument } from '../../document.ts';
import { madeUpId } from '../../made-up-id.ts';
import { SchemeDetector } from '../../scheme.ts';
import { type Tell, teller } from '../assemble.ts';
import type { ReadOptions } from '../form.ts';
import { tellIrregular } from '../irregular.ts';
import { WordDocumentBuilder } from '../word-document.ts';

/** `# text = …`, as in CoNLL-U: the sentence that follows. */
const textComment = /^# text\b/i;
/** `# newdoc id = X`, `# doc_id = X`: the document from here on; `# id X`, `# sent_id = X`: the next sentence. */
const documentComment = /^# (?:newdoc(?: id)?|doc[-_ ]?id|document[-_ ]?id)(?: *[=:] *| +|$)(\S.*)?$/i;
const sentenceComment = /^# (?:sent_)?id(?: *[=:] *| +)(\S+)/i;

/**
 * Reads a file in CoNLL form (`ConllLines`) as documents. They begin at the lines `-DOCSTART-` and `###MEDLINE:ID` and at
 * the comments `# newdoc id = ID` and, where the id is another one, `# doc_id = ID`. Before the first of these, or
 * without any, each sentence is a document of its own, so that it is a unit of scores and comparisons. A document's id is
 * the one that these lines give (`-DOCSTART- (ID)` too), for a sentence the one of the comment `# id = ID` or
 * `# sent_id = ID` before it, else `NAME:LINE` with the name of the file and the line that the document begins at.
 * Documents without a sentence are passed over; other comments are not kept, which is told, as is a column that counts
 * words in the place of the words.
 * @throws UserError naming file and line of what is wrong, or the file if there is no sentence in it.
 */
export async function* readConll(
  file: string,
  options: ReadOptions = {},
): AsyncGenerator<AnnotatedDocument, void, undefined> {
  const reader = new ConllReader(file, options);
  for await (const { texts } of readLines(file, options.onHash, options.onBytes)) {
    options.signal?.throwIfAborted();
    for (const text of texts) reader.lines.add(text);
    yield* reader.take();
  }
  reader.end();
  yield* reader.take();
  if (!reader.found) throw new UserError(`${file}: there is no sentence in it`);
  reader.tellNumbers();
  tellIrregular(file, reader.scheme, options);
}

/** Gathers sentences to documents. */
class ConllReader {
  readonly lines: ConllLines;
  readonly scheme = new SchemeDetector();
  readonly #file: string;
  readonly #tell: Tell;
  /** Whether the first column of every sentence, and of one with several words, counts them. */
  #counts: 'no' | 'perhaps' | 'yes' = 'perhaps';
  #done: AnnotatedDocument[] = [];
  /** The document since the last line between documents, if there was one. */
  #open: { readonly builder: WordDocumentBuilder; filled: boolean } | undefined;
  #sentenceId: string | undefined;
  found = false;

  constructor(file: string, { defaultType = 'Entity', onProblem }: ReadOptions) {
    this.#file = file;
    this.#tell = teller(file, onProblem);
    this.lines = new ConllLines(file, defaultType, {
      onSentence: (sentence) => this.#add(sentence),
      onDocumentStart: (text, line) => this.#begin(idOf(text), line),
      onComment: (text, line) => this.#heed(text, line),
    });
  }

  end(): void {
    this.lines.end();
    this.#close();
  }

  tellNumbers(): void {
    if (this.#counts !== 'yes') return;
    const message =
      'the first column counts the words, and is read as the words; remove it if they stand in the second';
    this.#tell('other', 1, message);
  }

  /** The documents that have ended since the last call. */
  take(): readonly AnnotatedDocument[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  #add({ rows, labels, letters, line }: ConllSentence): void {
    this.found = true;
    this.scheme.add(labels, letters, line);
    if (rows.some(([word, ...others], index) => word !== String(index + 1) || others.length < 2)) this.#counts = 'no';
    else if (this.#counts === 'perhaps' && rows.length > 1) this.#counts = 'yes';
    const id = this.#sentenceId ?? madeUpId(this.#file, line);
    this.#sentenceId = undefined;
    const builder = this.#open?.builder ?? new WordDocumentBuilder({ id, file: this.#file, line });
    const columns = (rows[0]?.length ?? 0) > 2 ? { columns: rows.map((row) => row.slice(1, -1)) } : {};
    builder.add({ words: rows.map(([word = '']) => word), labels, ...columns, line, wordPerLine: true });
    if (this.#open) this.#open.filled = true;
    else this.#done.push(builder.document());
  }

  #begin(id: string | undefined, line: number): void {
    this.#close();
    this.#sentenceId = undefined;
    const about = { id: id ?? madeUpId(this.#file, line), file: this.#file, line };
    this.#open = { builder: new WordDocumentBuilder(about), filled: false };
  }

  #close(): void {
    if (this.#open?.filled) this.#done.push(this.#open.builder.document());
    this.#open = undefined;
  }

  #heed(comment: string, line: number): void {
    const ofDocument = documentComment.exec(comment);
    const again = ofDocument?.[1] !== undefined && ofDocument[1] === this.#open?.builder.id;
    if (ofDocument && !again) this.#begin(ofDocument[1], line);
    if (ofDocument) return;
    const id = sentenceComment.exec(comment)?.[1];
    if (id !== undefined) this.#sentenceId = id;
    else if (!textComment.test(comment)) this.#tell('other', line, `the comment ${quoted(comment)} is not kept`);
  }
}

/** The id in a line between documents; columns of a word that is none (`-X-`, `O`, `_`) are not one. */
function idOf(text: string): string | undefined {
  if (text.startsWith('###MEDLINE:')) return text.slice('###MEDLINE:'.length).trim() || undefined;
  const rest = text
    .slice('-DOCSTART-'.length)
    .replace(/(?:[ \t]+(?:-?X-?|O|o|_|-))*$/, '')
    .trim();
  return /^\((.+)\)$/.exec(rest)?.[1] ?? (rest || undefined);
}
