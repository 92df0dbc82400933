import { UserError } from '../../../core/errors.ts';
import type { AnnotatedDocument } from '../../../corpus/document.ts';
import { sentencesOf } from '../../../corpus/words.ts';
import { StretchMeter, wordCount } from '../../../evaluate/run/stretch-meter.ts';
import { writeStreamDurably } from '../../../files/write-stream.ts';
import type { Complaints } from '../complaints.ts';
import type { CorpusInput, Inputs, PaperInput } from '../read-inputs.ts';
import { noteRelations } from '../reading.ts';
import type { DocumentLine } from './lines.ts';
import type { Shard } from './plan.ts';

/** Documents that must not be divided, since what is recognized together may change the last digit of a score. */
interface Block {
  /** Where it ends in the file, in bytes. */
  end: number;
  documents: number;
}

/** In UTF-16 units; a line of the file may have 32 MB. */
const longestText = 8 * 2 ** 20;

/** More blocks than this are joined, two by two: the shards need not be equal to the byte. */
const mostBlocks = 2 ** 16;

/**
 * Reads all inputs into one file, a document a line, and divides it into shards of about the same size. A shard begins
 * where reading on this machine would begin to recognize afresh, so that the same comes out.
 * @param naming whether papers have ids too, as they do in forms of corpora.
 * @param count of shards, at most.
 * @throws what `writeStreamDurably` throws; what cannot be read is told and passed over.
 */
export async function cutShards(
  inputs: Inputs,
  complaints: Complaints,
  file: string,
  { count, naming, signal }: { readonly count: number; readonly naming: boolean; readonly signal: AbortSignal },
): Promise<readonly Shard[]> {
  const blocks: Block[] = [];
  let size = 0;
  async function* lines(): AsyncGenerator<Uint8Array> {
    for await (const input of inputs.all()) {
      const some = input.kind === 'paper' ? paperBlock(input, inputs, naming) : corpusBlocks(input, inputs);
      for await (const block of complaints.guarded(input.document, some)) {
        for (const text of block.map(encoded)) {
          size += text.length;
          yield text;
        }
        blocks.push({ end: size, documents: block.filter(({ kind }) => kind !== 'part').length });
        if (blocks.length > mostBlocks) blocks.splice(0, blocks.length, ...joinedInPairs(blocks));
      }
    }
  }
  await writeStreamDurably(file, lines(), { signal });
  return shardsOf(blocks, count);
}

async function* paperBlock(
  paper: PaperInput,
  inputs: Inputs,
  naming: boolean,
): AsyncGenerator<readonly DocumentLine[]> {
  const { kind, document, file, language } = paper;
  const text = await paper.text();
  refuseLong(text);
  const id = naming ? inputs.unique(paper.id) : paper.id;
  yield [{ kind, document, id, file, language, text }];
}

/** The documents of a corpus by what is recognized together; each block says again what corpus it is of. */
async function* corpusBlocks(corpus: CorpusInput, inputs: Inputs): AsyncGenerator<readonly DocumentLine[]> {
  const block = (documents: readonly AnnotatedDocument[]): readonly DocumentLine[] => [
    { kind: 'part', document: corpus.document },
    ...documents.map((document): DocumentLine => {
      noteRelations(inputs, document);
      return { kind: 'document', document: { ...document, id: inputs.unique(document.id) } };
    }),
  ];
  for await (const documents of corpus.parts()) {
    const meter = new StretchMeter();
    let open: AnnotatedDocument[] = [];
    for await (const document of documents) {
      refuseLong(document.text);
      const sentences = sentencesOf(document);
      if (meter.endsBefore(wordCount(sentences))) {
        yield block(open);
        open = [];
      }
      open.push(document);
      for (const { words } of sentences) meter.endsWith(words.length);
    }
    if (open.length > 0) yield block(open);
  }
}

/** A line of the file, in UTF-8. */
function encoded(line: DocumentLine): Uint8Array {
  return Buffer.from(`${JSON.stringify(line)}\n`);
}

/** @throws UserError if a text is too long for a line of the file, and for one of what is found in it. */
function refuseLong(text: string): void {
  if (text.length > longestText) {
    const most = `${longestText / 2 ** 20} million characters`;
    throw new UserError(`has more than ${most}, too many for a shard; annotate it by itself, without --engine slurm`);
  }
}

function joinedInPairs(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block, index) => {
    if (index % 2 === 0) return index === blocks.length - 1 ? [block] : [];
    return [{ end: block.end, documents: block.documents + (blocks[index - 1]?.documents ?? 0) }];
  });
}

/** Blocks that follow one another, so that each shard has about its share of the bytes. */
function shardsOf(blocks: readonly Block[], count: number): readonly Shard[] {
  const total = blocks.at(-1)?.end ?? 0;
  const shards: Shard[] = [];
  let start = 0;
  let documents = 0;
  for (const [index, block] of blocks.entries()) {
    documents += block.documents;
    const share = (total * (shards.length + 1)) / count;
    if (block.end < share && index < blocks.length - 1) continue;
    shards.push({ id: String(shards.length).padStart(4, '0'), start, end: block.end, documents });
    start = block.end;
    documents = 0;
  }
  return shards;
}
