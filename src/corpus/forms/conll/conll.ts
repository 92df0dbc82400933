import { UserError } from '../../../core/errors.ts';
import { ConllLines } from '../../conll-lines.ts';
import { withOwnIds } from '../assemble.ts';
import type { FileForm } from '../form.ts';
import { readConll } from './conll-read.ts';
import { encodeConll } from './conll-write.ts';

/** Lines that are looked at to tell whether a file is of this form. */
const linesAsked = 50;

/** CoNLL's form: a word and its label on a line, a blank line after each sentence. */
export const conll: FileForm = {
  kind: 'file',
  name: 'conll',
  title: 'CoNLL',
  endings: ['conll', 'tsv', 'iob2', 'iob', 'bio', 'txt'],
  read: (file, options = {}) => withOwnIds(file, readConll(file, options), options.onProblem),
  encode: encodeConll,
  matches: isConll,
};

/** At least half of its first lines are a word's: what is wrong in a file of this form is told by its reader. */
function isConll(head: string): boolean {
  const lines = head
    .split(/\r?\n/)
    .slice(0, head.length < 2 ** 15 ? undefined : -1)
    .filter((line) => line.trim() !== '' && !line.startsWith('-DOCSTART-') && !/^#(?: |##MEDLINE:)/.test(line))
    .slice(0, linesAsked);
  let good = 0;
  const parser = new ConllLines('', 'Entity', {
    onSentence: ({ rows }) => {
      good += rows.length;
    },
  });
  for (const line of lines) {
    try {
      parser.add(line);
      parser.end();
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
    }
  }
  return lines.length > 0 && good * 2 >= lines.length;
}
