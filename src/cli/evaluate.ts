import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, UserError } from '../core/errors.ts';
import { splits } from '../corpus/corpus.ts';
import { forms } from '../corpus/forms/forms.ts';
import { type Engine, evaluateCorpus } from '../engine.ts';
import { percent } from '../evaluate/report/format.ts';
import { renderTable } from '../evaluate/report/render-table.ts';
import { type EvaluationReport, modes } from '../evaluate/report/report.ts';
import { reportFiles, writeReport } from '../evaluate/report/write-report.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { EvaluationProgress } from './evaluation-progress.ts';
import { givenMapping } from './given-mapping.ts';
import { givenMode } from './given-mode.ts';
import { modelOptions, openGivenEngine } from './model-options.ts';
import { type Terminal, tell, write } from './terminal.ts';
import { whole } from './training-options.ts';

/** Where reports go unless it is said, in the working folder. */
const usualFolder = 'gerbera-report';

export const evaluate: Command = {
  name: 'evaluate',
  usage: 'PLACE [--model M] [--against M2] [OPTIONS]',
  summary: 'Scores a model on a labelled corpus, and tells where it fails',
  details: [
    'PLACE is a folder with train, devel and test parts, or a file, in any form that "gerbera help convert" names; the test',
    'part is scored. Prints a table and writes report.json, report.md and report.html. Exits with 1 if the F1 of all types',
    'together is below --min-f1, so that a build can depend on it. --json prints the report alone, --events one JSON object a',
    'line while it runs; with these two, files are written only where --out says.',
  ].join('\n'),
  options: {
    ...modelOptions,
    threads: { kind: 'value', placeholder: 'N', help: 'threads of the CPU; as many as it has cores if not given' },
    against: { kind: 'value', placeholder: 'M2', help: 'a second model to compare with, on the same documents' },
    split: { kind: 'value', placeholder: 'PART', help: `${splits.join(', ')}; test, or the only one, if not given` },
    mode: { kind: 'value', placeholder: 'MODE', help: `${modes.join(', ')}; the report has the others too` },
    map: { kind: 'value', placeholder: 'T=N,…', help: "what the corpus's types are called in the model, or FILE.json" },
    types: { kind: 'list', placeholder: 'T,…', help: 'only these types' },
    'min-f1': { kind: 'value', placeholder: 'F', help: 'the lowest micro F1 that is good enough, from 0 to 1' },
    out: { kind: 'value', placeholder: 'DIR', help: `the folder of the reports; ${usualFolder} if not given` },
    json: { kind: 'flag', help: 'print the report as JSON, and nothing else' },
    events: { kind: 'flag', help: 'print every event as a line of JSON' },
    from: { kind: 'value', placeholder: 'FORM', help: "the corpus's form, where it is not to tell" },
    seed: { kind: 'value', placeholder: 'N', help: 'of intervals and tests; the same one gives the same figures' },
  },
  run: runEvaluate,
};

async function runEvaluate(given: Arguments, terminal: Terminal): Promise<number> {
  const { settings, engine: more, least, out, output } = settingsOf(given);
  if (out !== undefined) await checkFolder(out);
  const engines: Engine[] = [];
  const progress = new EvaluationProgress(terminal);
  try {
    engines.push(await openGivenEngine(given, terminal, more));
    const other = given.value('against');
    if (other !== undefined) engines.push(await openGivenEngine(given, terminal, { ...more, model: other }));
    const [engine, against] = engines as [Engine, Engine?];
    const options = { ...settings, signal: terminal.signal, ...(against ? { against } : {}) };
    let report: EvaluationReport | undefined;
    for await (const event of evaluateCorpus(engine, options)) {
      progress.show(event);
      if (event.kind === 'done') {
        report = event.report;
        terminal.signal.throwIfAborted();
        if (out !== undefined) writeReport(out, report);
      }
      if (output === 'events') await write(terminal.stdout, `${JSON.stringify(event)}\n`);
    }
    if (!report) throw new Error('the evaluation ended without a report');
    if (output !== 'events') await write(terminal.stdout, shown(report, output, terminal));
    if (out !== undefined) tell(terminal.stderr, `gerbera: report: ${path.join(out, reportFiles.html)}\n`);
    return judge(report, least, terminal);
  } finally {
    progress.end();
    for (const engine of engines) await engine.dispose();
  }
}

function shown(report: EvaluationReport, output: 'table' | 'json', { stdout }: Terminal): string {
  if (output === 'json') return `${JSON.stringify(report)}\n`;
  return renderTable(report, { colour: 'isTTY' in stdout && stdout.isTTY === true && !process.env.NO_COLOR });
}

/** The exit code: 1 below the threshold, which is said. */
function judge({ micro: { f1 } }: EvaluationReport, least: number | undefined, { stderr }: Terminal): 0 | 1 {
  if (least === undefined || f1 >= least) return 0;
  tell(stderr, `gerbera: micro F1 is ${percent(f1)}, below the ${percent(least)} that --min-f1 asks for\n`);
  return 1;
}

function settingsOf(given: Arguments) {
  const [place, ...more] = given.positionals;
  if (place === undefined) throw new UsageError('a corpus is needed: its folder or file');
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one argument too many`);
  const output = given.flag('json') ? 'json' : given.flag('events') ? 'events' : 'table';
  if (output === 'json' && given.flag('events')) throw new UsageError('--json and --events exclude one another');
  const map = given.value('map');
  const types = given.list('types')?.filter((type) => type !== '');
  if (types?.length === 0) throw new UsageError('--types names no type');
  const split = given.choice('split', splits);
  const mode = givenMode(given);
  const form = given.choice(
    'from',
    forms.map(({ name }) => name),
  );
  const seed = whole(given, 'seed', 0);
  const threads = whole(given, 'threads', 1, 1024);
  return {
    settings: {
      place,
      ...(split ? { split } : {}),
      ...(mode ? { mode } : {}),
      ...(form ? { form } : {}),
      ...(seed === undefined ? {} : { seed }),
      ...(map === undefined ? {} : { map: givenMapping(map) }),
      ...(types ? { types } : {}),
    },
    engine: threads === undefined ? {} : { threads },
    least: given.number('min-f1', 0, 1),
    out: given.value('out') ?? (output === 'table' ? usualFolder : undefined),
    output,
  } as const;
}

/** @throws UserError before the work rather than after it, if the folder cannot be written to. */
async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) throw new UserError(`${folder}: not a folder; choose another one by --out`);
  try {
    let place = path.resolve(folder);
    while (!(await stat(place).catch(() => undefined)) && path.dirname(place) !== place) place = path.dirname(place);
    await access(place, constants.W_OK);
  } catch (thrown) {
    throw new UserError(`${folder}: cannot be written to (${errorMessage(thrown)}); choose another folder by --out`);
  }
}
