import { quoted } from '../core/quote.ts';
import { type Conversion, convertCorpus } from '../corpus/convert/convert.ts';
import type { FormName } from '../corpus/forms/form.ts';
import { forms } from '../corpus/forms/forms.ts';
import { counted } from '../evaluate/report/format.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { givenMapping } from './given-mapping.ts';
import { columns } from './help.ts';
import { problemLines } from './problem-lines.ts';
import { type Terminal, tell } from './terminal.ts';

export const convert: Command = {
  name: 'convert',
  usage: 'A B [OPTIONS]',
  summary: 'Writes a labelled corpus in another form',
  details: [
    'A is a file, or a folder with train, devel and test parts, in any form that is known; B is a file,',
    'or a folder if A has parts. The form of B is told by its ending, or by --to. Files whose names end',
    'in .gz are compressed. What is wrong with A, and what the form of B cannot hold, is told with counts;',
    'neither changes the exit code.',
    '',
    'Forms, and the endings of their files:',
    ...columns(forms.map((form) => [form.name, `${form.title}: ${endingsOf(form)}`] as const)),
  ].join('\n'),
  options: {
    from: { kind: 'value', placeholder: 'FORM', help: 'the form of A, where it is not to tell' },
    to: { kind: 'value', placeholder: 'FORM', help: 'the form of B' },
    scheme: { kind: 'value', placeholder: 'S', help: 'tags of words as IOB1, IOB2, IOBES or BILOU; IOB2 if not given' },
    map: { kind: 'value', placeholder: 'T=N,…', help: 'what types are called; T=- leaves one out; or FILE.json' },
    type: { kind: 'value', placeholder: 'T', help: 'the entity type where A gives none' },
    labels: { kind: 'list', placeholder: 'O,B-T,…', help: 'what the numbers in ner_tags stand for, from 0' },
    force: { kind: 'flag', help: 'replace B' },
  },
  run: runConvert,
};

async function runConvert(given: Arguments, terminal: Terminal): Promise<number> {
  const [source, target, ...more] = given.positionals;
  if (source === undefined || target === undefined)
    throw new UsageError('convert needs two places: what to read and what to write');
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one argument too many`);
  const map = given.value('map');
  const names: readonly FormName[] = forms.map(({ name }) => name);
  const options = {
    from: given.choice('from', names),
    to: given.choice('to', names),
    scheme: given.choice('scheme', ['IOB1', 'IOB2', 'IOBES', 'BILOU'] as const),
    mapping: map === undefined ? undefined : givenMapping(map),
    defaultType: given.value('type'),
    labels: given.list('labels'),
  };
  const asked = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const done = await convertCorpus(source, target, {
    ...asked,
    force: given.flag('force'),
    signal: terminal.signal,
    ...(terminal.watched
      ? {
          onProgress: ({ place, documents }) =>
            tell(terminal.stderr, `\r${place}: ${counted(documents, 'document')}\u001b[K`),
        }
      : {}),
  });
  tell(terminal.stderr, `${terminal.watched ? '\r\u001b[K' : ''}${report(done)}`);
  return 0;
}

/** What was written, what was wrong and what was lost, in lines. */
function report({ to, parts, problems, losses, leftOut, absentTypes }: Conversion): string {
  const lines = parts.map(({ place, from, written, documents, mentions }) => {
    const what = `${counted(documents, 'document')}, ${counted(mentions, 'mention')}`;
    return `gerbera: ${place} (${from.title}) -> ${written} (${to.title}): ${what}`;
  });
  lines.push(...problemLines(problems));
  if (absentTypes.length > 0) {
    const names = absentTypes.map((type) => quoted(type)).join(', ');
    lines.push(`gerbera: --map: there is no mention of ${names} in ${parts.map(({ place }) => place).join(', ')}`);
  }
  const tallies = [
    ['left out, as --map says:', leftOut],
    [`${to.title} cannot hold:`, losses],
  ] as const;
  for (const [heading, counts] of tallies) {
    if (counts.size === 0) continue;
    const rows = [...counts].map(([what, count]) => [count.toLocaleString('en'), what] as const);
    lines.push(`gerbera: ${heading}`, ...columns(rows));
  }
  return `${lines.join('\n')}\n`;
}

function endingsOf(form: (typeof forms)[number]): string {
  return form.kind === 'folder' ? 'a folder' : form.endings.map((ending) => `.${ending}`).join(', ');
}
