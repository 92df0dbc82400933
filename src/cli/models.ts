import { type Action, chosenAction } from './actions.ts';
import type { Command } from './command.ts';
import { downloadAction } from './models/download.ts';
import { exportAction } from './models/export.ts';
import { listAction } from './models/list.ts';
import { removeAction } from './models/remove.ts';

const actions: readonly Action[] = [
  { name: 'list', options: ['json'], run: listAction },
  { name: 'export', options: ['as', 'head', 'out', 'json'], run: exportAction },
  { name: 'download', options: ['revision', 'name', 'type', 'yes', 'json', 'events'], run: downloadAction },
  { name: 'remove', options: ['json'], run: removeAction },
];

export const models: Command = {
  name: 'models',
  usage: '[list|export|download|remove] … [OPTIONS]',
  summary: 'Lists, exports, downloads and removes models',
  details: [
    '  list                 the models that are installed; so does "gerbera models" alone',
    '  export NAME          writes a model into a folder of its own (--out), in one of three forms (--as):',
    '                         transformers  as it is, in the layout of Hugging Face, with our heads',
    '                         head          one head for AutoModelForTokenClassification',
    '                         onnx          a graph with its weights, labels and tokenizer',
    '  download OWNER/NAME  fetches a model from the Hugging Face Hub, checks it and takes it in; HF_TOKEN and',
    '                       HF_ENDPOINT are heeded. It shows what it would fetch and asks; --json only shows it',
    '  remove NAME…         removes models from the library',
    '',
    '"gerbera import" takes a folder into the library.',
  ].join('\n'),
  options: {
    as: { kind: 'value', placeholder: 'FORM', help: 'export: transformers (if not given), head or onnx' },
    head: {
      kind: 'value',
      placeholder: 'H',
      help: 'export: this head alone; needed for the form head if there are several',
    },
    out: { kind: 'value', placeholder: 'DIR', help: 'export: the folder to write; it must be empty or absent' },
    revision: { kind: 'value', placeholder: 'R', help: 'download: a commit, tag or branch; main if not given' },
    name: { kind: 'value', placeholder: 'N', help: "download: its name in the library; the repository's if not given" },
    type: { kind: 'value', placeholder: 'T', help: 'download: the entity type of bare labels, as in --type Disease' },
    yes: { kind: 'flag', help: 'download: without asking' },
    json: { kind: 'flag', help: 'as JSON; list: with sizes, parameters, dates and scores' },
    events: { kind: 'flag', help: 'download: print every event as a line of JSON' },
  },
  async run(given, terminal) {
    const [name = 'list', ...rest] = given.positionals;
    return chosenAction('models', actions, name, given).run(given.after(rest), terminal);
  },
};
