import { terminologyEntries } from '../../concepts/download/downloads.ts';
import { terminologyForms } from '../../concepts/forms/forms.ts';
import { type Action, chosenAction } from '../actions.ts';
import type { Arguments, OptionSpecs } from '../arguments.ts';
import type { Command } from '../command.ts';
import { columns, commandHelp } from '../help.ts';
import { type Terminal, write } from '../terminal.ts';
import { downloadAction } from './download.ts';
import { importAction } from './import.ts';
import { listAction } from './list.ts';
import { removeAction } from './remove.ts';
import { searchAction } from './search.ts';

export const conceptsOption: OptionSpecs = {
  concepts: { kind: 'value', placeholder: 'DIR', help: "the folder of the store; the user's own if not given" },
};

const store = Object.keys(conceptsOption);
const facts = ['title', 'version', 'licence'];

const actions: readonly Action[] = [
  { name: 'import', options: ['name', 'form', 'type', ...facts, 'events', ...store], run: importAction },
  { name: 'list', options: ['json', ...store], run: listAction },
  { name: 'remove', options: store, run: removeAction },
  { name: 'search', options: ['type', 'limit', 'json', ...store], run: searchAction },
  {
    name: 'download',
    options: ['yes', 'to', 'events', 'json', ...store],
    run: (given, terminal) => downloadAction(given, terminal, terminologyEntries),
  },
];

export const concepts: Command = {
  name: 'concepts',
  usage: 'import|list|remove|search|download … [OPTIONS]',
  summary: 'Keeps the terminologies that mentions are linked to',
  details: [
    '  import FILE…      reads terminologies into the store; each takes its place when all of it is read, and one that was',
    '                    interrupted goes on where it stopped; folders and archives hold one terminology each',
    '  list              what the store holds: versions, licences, sizes',
    '  remove NAME…      removes terminologies',
    '  search TEXT       concepts by a name or its beginning; all that is known of one for an identifier (MESH:D003924)',
    "  download [NAME…]  what publishers offer; with names, calls the publishers' servers, checks what comes, imports it",
    '',
    'Forms that are read:',
    ...columns(terminologyForms.map(({ name, title }) => [name, title] as const)),
    '',
    'The editor and "annotate --link" use the same store. --events prints one JSON object a line while it works.',
  ].join('\n'),
  options: {
    name: { kind: 'value', placeholder: 'N', help: "import: its name in the store; the file's if not given" },
    form: { kind: 'value', placeholder: 'F', help: 'import: the form, where it is not to tell from the file' },
    type: {
      kind: 'value',
      placeholder: 'T',
      help: 'import: of concepts whose type is not said; search: only of this type',
    },
    title: { kind: 'value', placeholder: 'TEXT', help: 'import: what people call it' },
    version: { kind: 'value', placeholder: 'V', help: 'import: its version, in place of what the file says' },
    licence: { kind: 'value', placeholder: 'TEXT', help: 'import: its licence, in place of what the file says' },
    limit: { kind: 'value', placeholder: 'N', help: 'search: so many concepts at most; 20 if not given' },
    yes: { kind: 'flag', help: 'download: without asking' },
    to: { kind: 'value', placeholder: 'DIR', help: 'download: keep the files there' },
    ...conceptsOption,
    json: { kind: 'flag', help: 'list, search, download without a name: as JSON' },
    events: { kind: 'flag', help: 'import, download: print every event as a line of JSON' },
  },
  run: runConcepts,
};

async function runConcepts(given: Arguments, terminal: Terminal): Promise<number> {
  const [name, ...rest] = given.positionals;
  if (name === undefined) {
    await write(terminal.stdout, commandHelp(concepts));
    return 0;
  }
  return chosenAction('concepts', actions, name, given).run(given.after(rest), terminal);
}
