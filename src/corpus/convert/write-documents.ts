import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { AnnotatedDocument } from '../document.ts';
import type { FolderForm } from '../forms/form.ts';
import type { LossTally } from '../problems.ts';

/**
 * Writes the files of documents into a folder that is there.
 * @throws UserError naming file and line of a document whose files would have the names of another one's; the system's
 *   errors as they are; the signal's reason.
 */
export async function writeDocumentFiles(
  documents: AsyncIterable<AnnotatedDocument>,
  form: FolderForm,
  folder: string,
  losses: LossTally,
  signal?: AbortSignal,
): Promise<void> {
  const names = new Set<string>();
  for await (const document of documents) {
    signal?.throwIfAborted();
    for (const [name, text] of form.files(document, { losses })) {
      // Some systems take names that differ only in case for one.
      const key = name.toLowerCase();
      if (names.has(key)) {
        const where = `${document.file}: line ${document.line}`;
        throw new UserError(`${where}: two documents would be written as ${name}; give one another id`);
      }
      names.add(key);
      await writeFile(path.join(folder, name), text);
    }
  }
}
