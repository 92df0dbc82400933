import type { Terminology } from '../../concepts/concept.ts';
import { listTerminologies } from '../../concepts/import/terminologies.ts';
import { plain } from '../../evaluate/report/format.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { type Terminal, tell, write } from '../terminal.ts';
import { terminologyLine } from './import-progress.ts';
import { givenConceptsFolder } from './store-folder.ts';

/** Lists the terminologies of the store, whole ones and those whose import was interrupted. */
export async function listAction(given: Arguments, { stdout, stderr }: Terminal): Promise<number> {
  if (given.positionals.length > 0) throw new UsageError(`"${given.positionals[0]}" is one argument too many`);
  const folder = givenConceptsFolder(given);
  const listed = listTerminologies(folder);
  if (given.flag('json')) await write(stdout, `${JSON.stringify(listed, undefined, 2)}\n`);
  else if (listed.length > 0) await write(stdout, `${listed.map(described).join('\n')}\n`);
  else tell(stderr, `gerbera: no terminology in ${folder}; "gerbera help concepts" tells how to import one\n`);
  return 0;
}

function described(terminology: Terminology): string {
  const { name, source, licence, imported, sha256, interrupted } = terminology;
  if (interrupted !== undefined) {
    const share = Math.floor(100 * interrupted);
    return plain(`${name}: its import was interrupted after ${share} %; import it again to go on\n  from ${source}`);
  }
  return [
    terminologyLine(terminology),
    ...(licence === '' ? [] : [`  ${plain(licence)}`]),
    `  ${plain(source)}, imported ${imported.slice(0, 10)}, SHA-256 ${sha256.slice(0, 12)}…`,
  ].join('\n');
}
