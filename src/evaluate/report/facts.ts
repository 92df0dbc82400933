import { count, duration, listed, visible } from './format.ts';
import type { EvaluationReport, SystemInfo } from './report.ts';

/** What was evaluated on what, as names and values for people. */
export function facts({
  system,
  comparison,
  corpus,
  version,
  date,
  seconds,
}: EvaluationReport): readonly [string, string][] {
  const unscored = Object.keys(corpus.mentions).filter((type) => !Object.hasOwn(corpus.mapping, type));
  const renamed = Object.entries(corpus.mapping).filter(([type, name]) => type !== name);
  const rate = seconds === undefined ? '' : `, ${count(Math.round(corpus.words / seconds))} words/s`;
  return [
    ...systemFacts(system, comparison ? 'first model' : 'model'),
    ...(comparison ? systemFacts(comparison.other, 'second model') : []),
    ['corpus', [corpus.name, corpus.split, corpus.form].filter((part) => part !== undefined).join(', ')],
    [
      'size',
      `${count(corpus.documents)} documents, ${count(corpus.sentences)} sentences, ${count(corpus.words)} words`,
    ],
    ['labelled mentions', listed(corpus.mentions)],
    ...(renamed.length > 0
      ? [['scored as', renamed.map(([type, name]) => `${type} as ${name}`).join(', ')] satisfies [string, string]]
      : []),
    ...(unscored.length > 0 ? [['not scored', unscored.join(', ')] satisfies [string, string]] : []),
    ...corpus.files.map(({ file, sha256 }): [string, string] => ['file', `${file} (SHA-256 ${sha256.slice(0, 16)}…)`]),
    ['evaluated', `${date.slice(0, 16).replace('T', ' ')} UTC by GERBERA ${version}`],
    ...(seconds === undefined ? [] : [['took', `${duration(seconds)}${rate}`] satisfies [string, string]]),
  ];
}

function systemFacts({ kind, name, folder, id, device }: SystemInfo, title: string): [string, string][] {
  const on = device === undefined ? '' : ` on ${device}`;
  return [
    [kind === 'file' ? title.replace('model', 'predictions') : title, `${name}${on}`],
    ...(folder === undefined ? [] : [['folder', folder] satisfies [string, string]]),
    ...(id === undefined ? [] : [['weights', id.slice(0, 16)] satisfies [string, string]]),
  ];
}

/** The command that does it again, for a POSIX shell, on one line. */
export function repetition({ system, comparison, corpus, mode, intervals, types }: EvaluationReport): string {
  const other = comparison?.other;
  const named = ({ folder, name }: SystemInfo) => folder ?? name;
  const subject =
    system.kind === 'file'
      ? ['score', corpus.place, system.name]
      : ['evaluate', corpus.place, '--model', named(system)];
  const mapped = Object.entries(corpus.mapping).map(([type, name]) => `${type}=${name}`);
  const options = [
    ...(other ? ['--against', named(other)] : []),
    ...(corpus.split === undefined ? [] : ['--split', corpus.split]),
    ...['--types', Object.keys(types).join(',')],
    ...(mapped.length > 0 ? ['--map', mapped.join(',')] : []),
    ...['--mode', mode, '--seed', String(intervals.seed)],
  ];
  return ['gerbera', ...subject, ...options].map((word) => shellWord(visible(word))).join(' ');
}

function shellWord(text: string): string {
  return /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
