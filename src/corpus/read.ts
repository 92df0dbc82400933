import { UserError } from '../core/errors.ts';
import { readLines } from '../files/lines.ts';
import { alignToWords } from './align.ts';
import { ConllParser } from './conll.ts';
import type { Corpus, CorpusPart, LabelledSentence, Split } from './corpus.ts';
import { isFolder } from './detect.ts';
import { type CorpusFile, corpusParts } from './parts.ts';
import type { CorpusProblem } from './problems.ts';

export interface ReadCorpusOptions {
  /** The entity type of labels that carry none (`B`, `I`); `Entity` if not given. */
  readonly defaultType?: string;
  /** Told of everything that is wrong but readable, in forms other than CoNLL. */
  readonly onProblem?: (problem: CorpusProblem) => void;
  /** Stops between stretches of a file, by rejecting with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads one file of a corpus in CoNLL form, whole (`ConllParser`): one string for each distinct word, an array of words
 * and its mentions for each sentence; 500,000 words take some 20 MB.
 * @throws UserError naming file and line of what is wrong, or the file if it is absent or has no sentence.
 */
export async function readCorpusFile(file: string, options: ReadCorpusOptions = {}): Promise<CorpusPart> {
  const parser = new ConllParser(file, options.defaultType ?? 'Entity');
  let sha256 = '';
  const lines = readLines(file, (digest) => {
    sha256 = digest;
  });
  for await (const { texts } of lines) {
    options.signal?.throwIfAborted();
    for (const text of texts) parser.add(text);
  }
  return { file, sha256, ...parser.end() };
}

/**
 * Reads a folder with a file for each part that there is, whatever forms they are of (`corpusParts`), whole. Documents of
 * forms other than CoNLL are aligned to words (`alignToWords`).
 * @throws UserError if it is no folder, has no part or two files for one part, or one of them is wrong.
 */
export async function readCorpus(folder: string, options: ReadCorpusOptions = {}): Promise<Corpus> {
  if (!(await isFolder(folder, 'folder'))) {
    throw new UserError(`${folder}: not a folder; a corpus is one with train, devel and test files`);
  }
  const { name, parts: found } = await corpusParts(folder);
  const parts: Partial<Record<Split, CorpusPart>> = {};
  for (const part of found) {
    if (part.split === undefined) {
      throw new UserError(`${folder}: it has no parts; put its files into folders named train, devel and test`);
    }
    parts[part.split] = await readPart(part, options);
  }
  const types = new Set(Object.values(parts).flatMap((part) => part.types));
  return { name, folder, parts, types: [...types].sort() };
}

/**
 * Reads a part, whatever its form, as `readCorpus` does.
 * @throws UserError naming file and line of what is wrong.
 */
export function readPart(part: CorpusFile, options: ReadCorpusOptions = {}): Promise<CorpusPart> {
  return part.form.name === 'conll' ? readCorpusFile(part.place, options) : readDocuments(part, options);
}

/** Reads a part whose form is one of documents. */
async function readDocuments({ place, form }: CorpusFile, options: ReadCorpusOptions): Promise<CorpusPart> {
  const { onProblem } = options;
  const sentences: LabelledSentence[] = [];
  const types = new Set<string>();
  const words = new Map<string, string>();
  let sha256 = '';
  const onHash = (digest: string) => {
    sha256 = digest;
  };
  for await (const document of form.read(place, { ...options, onHash })) {
    for (const { sentence, mentions } of alignToWords(document, onProblem)) {
      for (const { type } of mentions) types.add(type);
      sentences.push({
        words: sentence.words.map(({ start, end }) => once(document.text.slice(start, end))),
        mentions,
        line: sentence.line,
        document: document.id,
      });
    }
  }
  if (sentences.length === 0) throw new UserError(`${place}: there is no sentence in it`);
  return { file: place, sha256, sentences, types: [...types].sort(), scheme: 'IOB2', irregular: 0 };

  /** Each word once: parts of a text would keep the whole of it in memory. */
  function once(text: string): string {
    const known = words.get(text);
    if (known !== undefined) return known;
    const own = Buffer.from(text).toString();
    words.set(own, own);
    return own;
  }
}
