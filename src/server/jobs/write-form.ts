import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { AnnotatedDocument } from '../../corpus/document.ts';
import { forms } from '../../corpus/forms/forms.ts';
import type { ConceptPages } from '../../corpus/html/article.ts';
import { encodeHtml } from '../../corpus/html/page.ts';
import type { LossTally } from '../../corpus/problems.ts';
import { refusal, writeTextDurably } from '../../files/durable.ts';
import { writeStreamDurably } from '../../files/write-stream.ts';

/**
 * Writes one document in a form, or as a page to be read (`html`). Each file is there whole or not at all.
 * @param place the file; of a form with several files for a document, the folder, whose other files are left alone.
 * @param losses counts what the form cannot hold.
 * @param concepts what a page shows of concepts.
 * @throws UserError if there is no such form, or naming the file and what the system refuses.
 */
export async function writeForm(
  document: AnnotatedDocument,
  name: string,
  place: string,
  losses: LossTally,
  concepts: ConceptPages = () => ({}),
): Promise<void> {
  if (name === 'html') {
    return writeStreamDurably(place, encodeHtml([document], { title: document.id, losses, concepts }));
  }
  const form = forms.find((each) => each.name === name);
  if (!form)
    throw new UserError(
      `there is no form ${quoted(name)}; known: ${['html', ...forms.map((each) => each.name)].join(', ')}`,
    );
  if (form.kind === 'file') return writeStreamDurably(place, form.encode([document], { losses }));
  try {
    mkdirSync(place, { recursive: true });
  } catch (thrown) {
    throw refusal(place, thrown);
  }
  for (const [file, text] of form.files(document, { losses })) writeTextDurably(path.join(place, file), text);
}
