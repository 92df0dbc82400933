import { downloadTerminology } from '../../concepts/download/download-terminology.ts';
import { addressesOf, type TerminologyEntry } from '../../concepts/download/downloads.ts';
import { quoted } from '../../core/quote.ts';
import { embeddedTerminology } from '../../library/folders.ts';
import { agreed } from '../agree.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { bytesText } from '../sizes.ts';
import { type Terminal, tell, write } from '../terminal.ts';
import { ImportProgress, terminologyLine } from './import-progress.ts';
import { givenConceptsFolder } from './store-folder.ts';

/**
 * Lists what publishers offer; with names, downloads it once the user has agreed.
 * @param entries what is offered.
 */
export async function downloadAction(
  given: Arguments,
  terminal: Terminal,
  entries: readonly TerminologyEntry[],
): Promise<number> {
  const names = given.positionals;
  if (names.length === 0) {
    const unused = given.names.find((option) => !['json', 'concepts'].includes(option));
    if (unused !== undefined) throw new UsageError(`--${unused} needs the name of what is to be downloaded`);
    await write(terminal.stdout, given.flag('json') ? `${JSON.stringify(entries, undefined, 2)}\n` : offered(entries));
    return 0;
  }
  if (given.flag('json')) throw new UsageError('--json is for the list; --events tells of a download');
  const to = given.value('to');
  if (to === '') throw new UsageError('--to names no folder');
  const chosen = names.map((name) => entryOf(name, entries));
  if (!given.flag('yes') && !(await agreedTo(chosen, terminal))) return 1;
  for (const entry of chosen) await download(entry, { folder: givenConceptsFolder(given), to }, given, terminal);
  return 0;
}

function entryOf(name: string, entries: readonly TerminologyEntry[]): TerminologyEntry {
  const entry = entries.find((each) => each.name === name.toLowerCase());
  if (entry) return entry;
  throw new UsageError(`there is no download ${quoted(name)}; known: ${entries.map((each) => each.name).join(', ')}`);
}

function offered(entries: readonly TerminologyEntry[]): string {
  const blocks = entries.map((entry) =>
    [
      `${entry.name}: ${entry.title}, about ${bytesText(entry.size)}`,
      `  ${entry.description}`,
      `  ${entry.licence}`,
      `  ${addressesOf(entry)[0]}`,
    ].join('\n'),
  );
  return `${blocks.join('\n\n')}\n\nNothing is called until a name is given: gerbera concepts download NAME\n`;
}

/** Asks on a terminal; where there is none, nothing is downloaded without --yes. */
async function agreedTo(entries: readonly TerminologyEntry[], terminal: Terminal): Promise<boolean> {
  const { stderr } = terminal;
  for (const entry of entries) {
    tell(stderr, `${entry.title}, about ${bytesText(entry.size)}\n  from ${addressesOf(entry)[0]}\n`);
    tell(stderr, `  licence: ${entry.licence}\n`);
  }
  return agreed(terminal);
}

async function download(
  entry: TerminologyEntry,
  { folder, to }: { folder: string; to: string | undefined },
  given: Arguments,
  terminal: Terminal,
): Promise<void> {
  const { stdout, stderr, signal } = terminal;
  const options = { folder, signal, embedded: embeddedTerminology(), ...(to === undefined ? {} : { to }) };
  const progress = new ImportProgress(terminal, '');
  try {
    for await (const event of downloadTerminology(entry, options)) {
      progress.show(event);
      if (given.flag('events')) await write(stdout, `${JSON.stringify(event)}\n`);
      else if (event.kind === 'done') await write(stdout, `${terminologyLine(event.terminology)}\n`);
    }
  } catch (thrown) {
    progress.end();
    if (signal.aborted) tell(stderr, 'gerbera: interrupted; the same command goes on with it\n');
    throw thrown;
  } finally {
    progress.end();
  }
}
