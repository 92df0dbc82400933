import path from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import { UserError } from '../../core/errors.ts';
import { documentOf, lossesOfPapers } from '../../corpus/from-entities.ts';
import { LossTally } from '../../corpus/problems.ts';
import type { ExportOutcome, ExportRequest } from '../../protocol.ts';
import { documentPath } from '../exclusion.ts';
import type { Papers } from '../papers.ts';
import { writeForm } from './write-form.ts';

/** How long a document may take to be read, in milliseconds: whoever asked sees that it is under way, and may cancel. */
const patience = 600_000;

/**
 * Writes the entities of an open document, as they are shown, to a file: its text as it stands in the editor, saved or not.
 * @throws UserError if the document is not read (it is excluded, or highlighting is off), or not to its end, if there is no
 *   such form, or the file cannot be written.
 */
export async function exportEntities(
  papers: Papers,
  { uri, form, file }: ExportRequest,
  token: CancellationToken,
): Promise<ExportOutcome> {
  const paper = await papers.complete(uri, patience, token);
  const name = path.posix.basename(documentPath(uri)) || 'document';
  if (token.isCancellationRequested) throw new UserError('cancelled');
  if (!paper) {
    throw new UserError(`${name}: is not read: highlighting is off, or the setting gerbera.exclude leaves it out`);
  }
  if (!paper.complete)
    throw new UserError(`${name}: has not been read to its end; see "GERBERA: Show Model and Devices"`);
  const { document, entities } = paper;
  const language = document.languageId === 'markdown' ? 'markdown' : 'plaintext';
  const losses = new LossTally();
  const id = name.replace(/\.(md|markdown|txt)$/i, '') || name;
  const annotated = documentOf(document.getText(), language, entities, { id, file: documentPath(uri) });
  await writeForm(annotated, form, file, losses);
  return { entities: entities.length, losses: Object.fromEntries(lossesOfPapers(losses)) };
}
