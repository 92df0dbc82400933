import type { Entity } from '../core/entity.ts';
import { UserError } from '../core/errors.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { listInputs } from './inputs.ts';
import { modelOptions, openGivenEngine } from './model-options.ts';
import { readText } from './read-text.ts';
import { type Terminal, tell, write } from './terminal.ts';

/** Lines that are handed to standard output together. */
const linesAtOnce = 500;

export const annotate: Command = {
  name: 'annotate',
  usage: 'FILES|DIRS|- [OPTIONS]',
  summary: 'Writes the entities of papers to standard output as JSON Lines',
  details: [
    'One entity a line: {"document", "start", "end", "text", "type", "score"}. "start" and "end" are offsets in UTF-16',
    'units of the file, half open; "text" is what stands there. Folders are searched for .md, .markdown and .txt files; "-"',
    'is standard input. Exits with 1 if an input could not be read; the others are read all the same.',
  ].join('\n'),
  options: {
    types: { kind: 'list', placeholder: 'T,…', help: 'only entities of these types' },
    'min-score': { kind: 'value', placeholder: 'S', help: 'only entities with at least this score, from 0 to 1' },
    language: { kind: 'value', placeholder: 'L', help: 'markdown or plaintext; by the names of files if not given' },
    ...modelOptions,
    progress: { kind: 'flag', help: 'tell of every document on stderr, also where no terminal is' },
  },
  run: runAnnotate,
};

async function runAnnotate(given: Arguments, terminal: Terminal): Promise<number> {
  if (given.positionals.length === 0) {
    throw new UsageError('nothing to read; name files or folders, or - for standard input');
  }
  const minScore = given.number('min-score', 0, 1) ?? 0;
  const language = given.choice('language', ['markdown', 'plaintext']);
  const engine = await openGivenEngine(given, terminal);
  try {
    const types = chosenTypes(given.list('types'), engine.info.types);
    const options = { minScore, signal: terminal.signal, ...(types ? { types } : {}) };
    const verbose = terminal.watched || given.flag('progress');
    let exitCode = 0;
    for await (const input of listInputs(given.positionals)) {
      terminal.signal.throwIfAborted();
      const { document } = input;
      if (input.kind === 'empty') tell(terminal.stderr, `gerbera: ${document}: holds no .md, .markdown or .txt file\n`);
      if (input.kind === 'problem') exitCode = complain(document, input.problem, terminal);
      if (input.kind !== 'text') continue;
      try {
        const source = await readText(input.file ?? terminal.stdin, terminal.signal);
        let count = 0;
        for await (const entities of engine.annotateStream(source, language ?? input.language, options)) {
          await writeEntities(entities, document, source, terminal);
          count += entities.length;
        }
        if (verbose) tell(terminal.stderr, `gerbera: ${document}: ${count} entities\n`);
      } catch (error) {
        // Anything but the text's own fault ends the command.
        if (!(error instanceof UserError)) throw error;
        exitCode = complain(document, error.message, terminal);
      }
    }
    return exitCode;
  } finally {
    await engine.dispose();
  }
}

/** @throws UsageError if a type is not one of the model's; upper and lower case are alike. */
function chosenTypes(given: readonly string[] | undefined, known: readonly string[]): ReadonlySet<string> | undefined {
  if (given === undefined) return undefined;
  const chosen = given
    .filter((type) => type !== '')
    .map((type) => {
      const match = known.find((candidate) => candidate.toLowerCase() === type.toLowerCase());
      if (match === undefined) throw new UsageError(`the model has no type "${type}"; it finds ${known.join(', ')}`);
      return match;
    });
  if (chosen.length === 0) throw new UsageError('--types names no type');
  return new Set(chosen);
}

function complain(document: string, problem: string, { stderr }: Terminal): 1 {
  tell(stderr, `gerbera: ${document}: ${problem}\n`);
  return 1;
}

async function writeEntities(
  entities: readonly Entity[],
  document: string,
  source: string,
  { stdout }: Terminal,
): Promise<void> {
  for (let from = 0; from < entities.length; from += linesAtOnce) {
    const lines = entities.slice(from, from + linesAtOnce).map(({ start, end, type, score }) => {
      const text = source.slice(start, end);
      return `${JSON.stringify({ document, start, end, text, type, score: Number(score.toFixed(4)) })}\n`;
    });
    await write(stdout, lines.join(''));
  }
}
