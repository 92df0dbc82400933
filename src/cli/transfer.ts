import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, UserError } from '../core/errors.ts';
import { plain } from '../evaluate/report/format.ts';
import { writeTextDurably } from '../files/durable.ts';
import { transferFolder } from '../library/folders.ts';
import { baseModel, resolveModel } from '../library/resolve.ts';
import { devices } from '../runtime/device.ts';
import { renderReport, type TransferFormat, transferFormats } from '../transfer/output/formats.ts';
import { type MeasureId, measureIds, predictedMethods } from '../transfer/report.ts';
import { compareCorpora } from '../transfer/transfer.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { deviceOption } from './model-options.ts';
import { StatusLine } from './status-line.ts';
import { type Terminal, write } from './terminal.ts';
import { whole } from './training-options.ts';
import { watchComparison } from './watch-comparison.ts';

export const transfer: Command = {
  name: 'transfer',
  usage: 'TARGET CANDIDATE… [OPTIONS]',
  summary: 'Tells which corpora are likely to help a target, before any training',
  details: [
    'Corpora are folders with train, devel and test parts, or files, in any form that "gerbera help convert" names; training',
    'parts are compared. Prints the candidates, the likeliest to help first, with the gain that is predicted and some of the',
    'measures; docs/transfer.md tells what they mean. --events prints one JSON object a line while it runs, the report last.',
  ].join('\n'),
  options: {
    model: { kind: 'value', placeholder: 'M', help: 'the model whose encoder is asked; our encoder if not given' },
    ...deviceOption,
    threads: { kind: 'value', placeholder: 'N', help: 'threads of the CPU; as many as it has cores if not given' },
    method: { kind: 'value', placeholder: 'METHOD', help: `whose gain decides: ${predictedMethods.join(', ')}` },
    sentences: {
      kind: 'value',
      placeholder: 'N',
      help: 'only so many training sentences of the target, as training draws them',
    },
    seed: {
      kind: 'value',
      placeholder: 'N',
      help: 'of all that is drawn; the same one gives the same figures; 1 if not given',
    },
    matrix: { kind: 'flag', help: 'compare every corpus with every other one' },
    measure: { kind: 'list', placeholder: 'ID,…', help: 'show only these measures, by their ids in docs/transfer.md' },
    all: { kind: 'flag', help: 'show every measure in the table' },
    format: {
      kind: 'value',
      placeholder: 'F',
      help: `${transferFormats.join(', ')}; as --out ends, or table, if not given`,
    },
    out: { kind: 'value', placeholder: 'FILE', help: 'write there rather than to the terminal' },
    'no-cache': { kind: 'flag', help: 'measure everything again, and keep nothing' },
    events: { kind: 'flag', help: 'print every event as a line of JSON' },
  },
  run: runTransfer,
};

async function runTransfer(given: Arguments, terminal: Terminal): Promise<number> {
  const { target, candidates, options, shown, format, out, events } = settingsOf(given);
  if (out !== undefined) await checkWritable(out);
  const compared = compareCorpora(target, candidates, { ...options, signal: terminal.signal });
  const report = await watchComparison(compared, terminal, async (event) => {
    if (events) await write(terminal.stdout, `${JSON.stringify(event)}\n`);
  });
  terminal.signal.throwIfAborted();
  const isColoured = 'isTTY' in terminal.stdout && terminal.stdout.isTTY === true && !process.env.NO_COLOR;
  const colour = out === undefined && isColoured;
  const text = () => renderReport(report, format, { colour, ...(shown ? { shown } : {}) });
  if (out !== undefined) {
    writeTextDurably(out, text());
    new StatusLine(terminal).line(`written: ${plain(out)}`);
  } else if (!events) await write(terminal.stdout, text());
  return 0;
}

function settingsOf(given: Arguments) {
  const [target, ...candidates] = given.positionals;
  if (target === undefined) throw new UsageError('a target is needed: the folder or file of a corpus');
  if (candidates.length === 0)
    throw new UsageError('a candidate is needed after the target: a corpus that may help it');
  const out = given.value('out');
  const format = given.choice('format', transferFormats) ?? formatOf(out);
  const events = given.flag('events');
  if (events && given.value('format') !== undefined && out === undefined) {
    throw new UsageError('--events prints JSON; give --out for another format');
  }
  const shown = shownMeasures(given, format);
  const threads = whole(given, 'threads', 1, 1024);
  const sentences = whole(given, 'sentences', 1);
  return {
    target,
    candidates,
    options: {
      model: resolveModel(given.value('model') ?? baseModel),
      device: given.choice('device', ['auto', ...devices]) ?? 'auto',
      method: given.choice('method', predictedMethods) ?? 'gerbera',
      seed: whole(given, 'seed', 0) ?? 1,
      allPairs: given.flag('matrix'),
      cache: given.flag('no-cache') ? null : transferFolder(),
      ...(threads === undefined ? {} : { threads }),
      ...(sentences === undefined ? {} : { sentences }),
    },
    shown,
    format,
    out,
    events,
  } as const;
}

/** The format that a file's name asks for. */
function formatOf(out: string | undefined): TransferFormat {
  const ending = path
    .extname(out ?? '')
    .slice(1)
    .toLowerCase();
  return transferFormats.find((format) => format === ending) ?? 'table';
}

function shownMeasures(given: Arguments, format: TransferFormat): readonly MeasureId[] | undefined {
  const names = given.list('measure');
  if (names === undefined && !given.flag('all')) return undefined;
  if (names !== undefined && given.flag('all')) throw new UsageError('--measure and --all exclude each other');
  if (format === 'json' || format === 'csv') {
    throw new UsageError(`--${names ? 'measure' : 'all'} has no effect with ${format}, which has every measure`);
  }
  return (
    names?.map((name) => {
      const found = measureIds.find((id) => id.toLowerCase() === name.toLowerCase());
      if (found === undefined) throw new UsageError(`--measure is one of ${measureIds.join(', ')}, not "${name}"`);
      return found;
    }) ?? measureIds
  );
}

/** @throws UserError before the work rather than after it, if the file cannot be written. */
async function checkWritable(file: string): Promise<void> {
  try {
    await access(path.dirname(path.resolve(file)), constants.W_OK);
  } catch (thrown) {
    throw new UserError(`${file}: cannot be written (${errorMessage(thrown)}); choose another place by --out`);
  }
  if ((await stat(file).catch(() => undefined))?.isDirectory()) {
    throw new UserError(`${file}: it is a folder; --out is a file`);
  }
}
