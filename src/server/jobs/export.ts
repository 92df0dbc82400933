import path from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import { conceptPage } from '../../concepts/describe/concept-page.ts';
import { conceptsOf } from '../../concepts/link/linked-concepts.ts';
import { UserError } from '../../core/errors.ts';
import { documentOf, lossesOfPapers } from '../../corpus/from-entities.ts';
import { LossTally } from '../../corpus/problems.ts';
import type { ExportOutcome, ExportRequest } from '../../protocol.ts';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import { documentPath } from '../exclusion.ts';
import type { Papers } from '../papers.ts';
import { writeForm } from './write-form.ts';

/** How long a document may take to be read, in milliseconds: whoever asked sees that it is under way, and may cancel. */
const patience = 600_000;

/**
 * Writes the entities of an open document, as they are shown, to a file, with their concepts where they are linked: its text as
 * it stands in the editor, saved or not.
 * @throws UserError if the document is not read (it is excluded, or highlighting is off), or not to its end, if there is no
 *   such form, or the file cannot be written.
 */
export async function exportEntities(
  papers: Papers,
  concepts: Pick<PaperConcepts, 'complete' | 'store'>,
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
  const linked = await concepts.complete(uri, patience, token);
  if (token.isCancellationRequested) throw new UserError('cancelled');
  const { document, entities } = linked?.paper ?? paper;
  const meant = entities.map((entity, index) => {
    const meaning = linked?.linked[index];
    return meaning ? { ...entity, concepts: conceptsOf(meaning) } : entity;
  });
  const language = document.languageId === 'markdown' ? 'markdown' : 'plaintext';
  const losses = new LossTally();
  const id = name.replace(/\.(md|markdown|txt)$/i, '') || name;
  const annotated = documentOf(document.getText(), language, meant, { id, file: documentPath(uri) });
  await writeForm(annotated, form, file, losses, (identifier) => conceptPage(concepts.store, identifier));
  return { entities: entities.length, losses: Object.fromEntries(lossesOfPapers(losses)) };
}
