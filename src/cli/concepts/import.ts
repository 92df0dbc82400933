import { importTerminology } from '../../concepts/import/import-terminology.ts';
import { UserError } from '../../core/errors.ts';
import { embeddedTerminology } from '../../library/folders.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { type Terminal, tell, write } from '../terminal.ts';
import { ImportProgress, terminologyLine } from './import-progress.ts';
import { givenConceptsFolder } from './store-folder.ts';

/** Imports terminologies one after the other; one that cannot be read is told, and the others are imported all the same. */
export async function importAction(given: Arguments, terminal: Terminal): Promise<number> {
  const places = given.positionals;
  if (places.length === 0) throw new UsageError('nothing to import; name files or folders');
  const about = ['name', 'title', 'version', 'licence'].find((option) => given.value(option) !== undefined);
  if (places.length > 1 && about !== undefined) throw new UsageError(`--${about} is for one terminology`);
  const folder = givenConceptsFolder(given);
  const value = (option: string) => {
    const text = given.value(option);
    return text === undefined ? {} : { [option]: text };
  };
  const options = {
    ...{ folder, signal: terminal.signal, embedded: embeddedTerminology() },
    ...{ ...value('name'), ...value('form'), ...value('type') },
    facts: { ...value('title'), ...value('version'), ...value('licence') },
  };
  let exitCode = 0;
  for (const place of places) {
    try {
      await importOne(place, options, given.flag('events'), terminal);
    } catch (thrown) {
      if (terminal.signal.aborted) tell(terminal.stderr, 'gerbera: interrupted; the same command goes on with it\n');
      if (terminal.signal.aborted || !(thrown instanceof UserError) || places.length === 1) throw thrown;
      tell(terminal.stderr, `gerbera: ${thrown.message}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}

async function importOne(
  place: string,
  options: Omit<Parameters<typeof importTerminology>[0], 'place'>,
  events: boolean,
  terminal: Terminal,
): Promise<void> {
  const progress = new ImportProgress(terminal, place);
  try {
    for await (const event of importTerminology({ ...options, place })) {
      progress.show(event);
      if (events) await write(terminal.stdout, `${JSON.stringify(event)}\n`);
      else if (event.kind === 'done') await write(terminal.stdout, `${terminologyLine(event.terminology)}\n`);
    }
  } finally {
    progress.end();
  }
}
