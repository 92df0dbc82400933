import { splits } from '../corpus/corpus.ts';
import { forms } from '../corpus/forms/forms.ts';
import { percent } from '../evaluate/report/format.ts';
import { renderTable } from '../evaluate/report/render-table.ts';
import { modes } from '../evaluate/report/report.ts';
import { writeReport } from '../evaluate/report/write-report.ts';
import { type ScoreOptions, scoreFiles } from '../evaluate/score-files.ts';
import { productVersion } from '../library/folders.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { EvaluationProgress } from './evaluation-progress.ts';
import { givenMapping } from './given-mapping.ts';
import { givenMode } from './given-mode.ts';
import { type Terminal, tell, write } from './terminal.ts';
import { whole } from './training-options.ts';

const schemes = ['IOB1', 'IOB2', 'IOBES', 'BILOU'] as const;

/** Milliseconds after which it is told how far the work is: most files are done before. */
const patience = 3000;

export const score: Command = {
  name: 'score',
  usage: 'GOLD PREDICTED [--against PREDICTED2] [OPTIONS]',
  summary: 'Scores predictions in a file against the labels in another one, without a model',
  details: [
    'GOLD and PREDICTED are files, or folders with train, devel and test parts, in any form that "gerbera',
    'help convert" names, each in its own. They hold the same documents, known by their ids or, without',
    'ids, by their order; white space may differ. Modes: default and strict are those of seqeval,',
    'partial, type (ent_type) and boundary (exact) those of nervaluate. Exits with 1 if the F1 of all',
    'types together is below --min-f1.',
  ].join('\n'),
  options: {
    against: { kind: 'value', placeholder: 'FILE', help: 'predictions of another system, to compare with the first' },
    mode: { kind: 'value', placeholder: 'MODE', help: `${modes.join(', ')}; the report has the others too` },
    scheme: {
      kind: 'value',
      placeholder: 'S',
      help: `of labels, for strict scores: ${schemes.join(', ')}; told by them`,
    },
    split: { kind: 'value', placeholder: 'PART', help: `${splits.join(', ')}; test, or the only one, if not given` },
    map: { kind: 'value', placeholder: 'T=N,…', help: 'what types are called, on all sides, or FILE.json' },
    types: { kind: 'list', placeholder: 'T,…', help: 'only these types' },
    from: { kind: 'list', placeholder: 'FORM', help: 'the form of all, or FORM,FORM of gold and predictions' },
    'min-f1': { kind: 'value', placeholder: 'F', help: 'the lowest micro F1 that is good enough, from 0 to 1' },
    json: { kind: 'flag', help: 'print the report as JSON' },
    out: { kind: 'value', placeholder: 'DIR', help: 'write report.json, report.md and report.html there' },
    seed: { kind: 'value', placeholder: 'N', help: 'of intervals and tests; the same one gives the same figures' },
  },
  run: runScore,
};

async function runScore(given: Arguments, terminal: Terminal): Promise<number> {
  const options = optionsOf(given);
  const least = given.number('min-f1', 0, 1);
  const progress = new EvaluationProgress(terminal);
  const started = performance.now();
  const report = await scoreFiles({
    ...options,
    onProblem: (problem) => progress.show({ kind: 'problem', problem }),
    onProgress: (event) => {
      if (performance.now() - started > patience) progress.show(event);
    },
    signal: terminal.signal,
  }).finally(() => progress.end());
  const out = given.value('out');
  if (out !== undefined) writeReport(out, report);
  const colour = 'isTTY' in terminal.stdout && terminal.stdout.isTTY === true && !process.env.NO_COLOR;
  await write(terminal.stdout, given.flag('json') ? `${JSON.stringify(report)}\n` : renderTable(report, { colour }));
  const { f1 } = report.micro;
  if (least === undefined || f1 >= least) return 0;
  tell(terminal.stderr, `gerbera: micro F1 is ${percent(f1)}, below the ${percent(least)} that --min-f1 asks for\n`);
  return 1;
}

function optionsOf(given: Arguments): ScoreOptions {
  const [gold, predicted, ...more] = given.positionals;
  if (gold === undefined || predicted === undefined) {
    throw new UsageError('two files are needed: the gold standard and what was predicted');
  }
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one argument too many; name a third file by --against`);
  const against = given.value('against');
  const split = given.choice('split', splits);
  const mode = givenMode(given);
  const scheme = given.choice('scheme', schemes);
  const map = given.value('map');
  const types = given.list('types')?.filter((type) => type !== '');
  if (types?.length === 0) throw new UsageError('--types names no type');
  const seed = whole(given, 'seed', 0);
  const formNames = formsOf(given);
  return {
    gold,
    predicted,
    version: productVersion(),
    ...(against === undefined ? {} : { against }),
    ...(split ? { split } : {}),
    ...(mode ? { mode } : {}),
    ...(scheme ? { scheme } : {}),
    ...(formNames ? { forms: formNames } : {}),
    ...(map === undefined ? {} : { map: givenMapping(map) }),
    ...(types ? { types } : {}),
    ...(seed === undefined ? {} : { seed }),
  };
}

function formsOf(given: Arguments): ScoreOptions['forms'] {
  const names = given.list('from');
  if (names === undefined) return undefined;
  const [gold, predicted, ...more] = names.map((name) => {
    const form = forms.find((each) => each.name === name);
    if (!form) throw new UsageError(`--from is one of ${forms.map((each) => each.name).join(', ')}, not "${name}"`);
    return form.name;
  });
  if (!gold || more.length > 0) throw new UsageError('--from names one form, or two: of gold and predictions');
  return predicted ? [gold, predicted] : [gold];
}
