import { UserError } from '../../../core/errors.ts';
import { readLines } from '../../../files/lines.ts';
import type { AnnotatedDocument } from '../../document.ts';
import type { FileForm, ReadOptions } from '../form.ts';
import { PubTatorParser } from './pubtator-parser.ts';
import { encodePubTator } from './pubtator-write.ts';

/** The form of PubTator, BC5CDR, the NCBI disease corpus and BioRED (`PubTatorParser`). */
export const pubtator: FileForm = {
  kind: 'file',
  name: 'pubtator',
  title: 'PubTator',
  endings: ['pubtator', 'pubtator.txt'],
  matches: (head) => /^\s*[^\s|][^\t|\n]{0,200}\|[ta]\|/.test(head),
  read: readPubTator,
  encode: encodePubTator,
};

async function* readPubTator(
  file: string,
  options: ReadOptions = {},
): AsyncGenerator<AnnotatedDocument, void, undefined> {
  const parser = new PubTatorParser(file, options);
  let documents = 0;
  for await (const { texts } of readLines(file, options.onHash, options.onBytes)) {
    options.signal?.throwIfAborted();
    for (const line of texts) {
      const document = parser.add(line);
      if (!document) continue;
      documents++;
      yield document;
    }
  }
  const last = parser.end();
  if (last) yield last;
  else if (documents === 0) throw new UserError(`${file}: there is no document in it`);
}
