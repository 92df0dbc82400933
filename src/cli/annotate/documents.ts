import { mkdirSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { writeDocumentFiles } from '../../corpus/convert/write-documents.ts';
import type { AnnotatedDocument } from '../../corpus/document.ts';
import { DocumentIds } from '../../corpus/document-ids.ts';
import type { FileForm, FolderForm } from '../../corpus/forms/form.ts';
import { lossesOfPapers } from '../../corpus/from-entities.ts';
import type { ConceptPages } from '../../corpus/html/article.ts';
import { encodeHtml } from '../../corpus/html/page.ts';
import { LossTally } from '../../corpus/problems.ts';
import { counted } from '../../evaluate/report/format.ts';
import { writeFolderDurably } from '../../files/write-folder.ts';
import { writeStreamDurably } from '../../files/write-stream.ts';
import { type Terminal, tell } from '../terminal.ts';
import { writeText } from './entities.ts';
import type { Format, Out } from './form-options.ts';
import type { Inputs } from './read-inputs.ts';
import { somethingOf } from './something.ts';

/** What documents become in one file. */
interface Encoding {
  readonly ending: string;
  encode(documents: AsyncIterable<AnnotatedDocument> | Iterable<AnnotatedDocument>): AsyncIterable<string | Uint8Array>;
}

/**
 * Writes documents in a form of corpora or as a page, one after the other as they come, and tells what it cannot hold. If
 * none could be read, nothing is written.
 * @param concepts what a page shows of the concepts that mentions are linked to.
 * @throws UserError naming the file and what the system refuses; each file is written whole or not at all.
 */
export async function writeDocuments(
  documents: AsyncGenerator<AnnotatedDocument>,
  format: Exclude<Format, 'entities'>,
  out: Out,
  inputs: Pick<Inputs, 'losses' | 'readsCorpora'>,
  reading: { readonly exitCode: 0 | 1 },
  terminal: Terminal,
  concepts?: ConceptPages,
): Promise<void> {
  const losses = new LossTally();
  const all = await somethingOf(documents, reading);
  if (all) {
    if (typeof format !== 'string' && format.kind === 'folder') await toFolder(all, format, out?.place ?? '.', losses);
    else await encoded(all, encodingOf(format, losses, concepts), out, terminal);
  }
  const title = format === 'html' ? 'the page' : format.title;
  const told = inputs.readsCorpora ? losses.counts() : lossesOfPapers(losses);
  const lost = [...told].map(([what, count]) => `${count.toLocaleString('en')} ${what}`);
  if (lost.length > 0) tell(terminal.stderr, `gerbera: ${title} cannot hold: ${lost.join(', ')}\n`);
  for (const [what, count] of inputs.losses.counts()) {
    tell(terminal.stderr, `gerbera: left out: ${count.toLocaleString('en')} ${what}\n`);
  }
}

function encodingOf(format: FileForm | 'html', losses: LossTally, concepts: ConceptPages | undefined): Encoding {
  if (format === 'html') {
    const title = 'Entities found by GERBERA';
    return {
      ending: 'html',
      encode: (documents) => encodeHtml(documents, { title, losses, ...(concepts ? { concepts } : {}) }),
    };
  }
  return { ending: format.endings[0], encode: (all) => format.encode(all, { losses }) };
}

async function encoded(
  documents: AsyncIterable<AnnotatedDocument>,
  { ending, encode }: Encoding,
  out: Out,
  terminal: Terminal,
): Promise<void> {
  const { stderr, signal } = terminal;
  if (out?.kind === 'folder') {
    const names = new DocumentIds();
    mkdirSync(out.place, { recursive: true });
    let count = 0;
    for await (const document of documents) {
      const file = path.join(out.place, `${names.unique(fileName(document.id))}.${ending}`);
      await writeStreamDurably(file, encode([document]), { signal });
      count++;
    }
    tell(stderr, `gerbera: ${counted(count, 'file')} in ${out.place}\n`);
  } else await writeText(encode(documents), out, terminal);
}

/** The folder appears when all of it is there; one that holds something is refused, since people correct such files by hand. */
async function toFolder(
  documents: AsyncIterable<AnnotatedDocument>,
  form: FolderForm,
  folder: string,
  losses: LossTally,
): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) throw new UserError(`${folder}: is a file; name a new folder with --out`);
  if (found && (await readdir(folder)).length > 0) {
    throw new UserError(`${folder}: there are files in it; name a new folder with --out`);
  }
  await writeFolderDurably(path.resolve(folder), (partial) => writeDocumentFiles(documents, form, partial, losses));
}

/** A name that every file system takes; case does not tell files apart on some. */
function fileName(id: string): string {
  const name = id.replaceAll(/[^\p{L}\p{N}._#-]+/gu, '_').replace(/^\.+/, '_');
  return name === '' ? 'document' : name.slice(0, 100);
}
