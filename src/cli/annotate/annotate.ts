import { type Arguments, UsageError } from '../arguments.ts';
import type { Command } from '../command.ts';
import { conceptsOption } from '../concepts/concepts.ts';
import { givenConceptsFolder } from '../concepts/store-folder.ts';
import { modelOptions, openGivenEngine } from '../model-options.ts';
import { type Terminal, tell } from '../terminal.ts';
import { Complaints } from './complaints.ts';
import { writeDocuments } from './documents.ts';
import { writeEntities } from './entities.ts';
import { formOptions, formsOf } from './form-options.ts';
import { Linking } from './linking.ts';
import { NamedInputs } from './read-inputs.ts';
import { Reading } from './reading.ts';

export const annotate: Command = {
  name: 'annotate',
  usage: 'FILES|DIRS|- [OPTIONS]',
  summary: 'Writes the entities of papers, as JSON Lines or in any form of corpora',
  details: [
    'One entity a line, if no other format is asked for: {"document", "start", "end", "text", "type", "score"}. "start" and',
    '"end" are offsets in UTF-16 units of the file, half open; "text" is what stands there. Folders are searched for .md,',
    '.markdown and .txt files; "-" is standard input. Exits with 1 if an input could not be read; the others are read all',
    'the same.',
    '',
    'The other formats hold documents: each paper as it stands, markup included, with its mentions; "html" is a page to read',
    'them on. What a format cannot hold is told. A file of a corpus (or all of them, with --from) is read as documents: what',
    'the model finds stands in place of the mentions that were there, and offsets are those of the document.',
    '',
    '--link adds what each entity means, by the terminologies that "gerbera concepts" keeps: "concept" (an identifier, or',
    'null), "identifiers" (the same in other terminologies), "conceptName" and "conceptScore", and "composite" where there',
    'are several; the other formats get the identifier where they can hold it.',
  ].join('\n'),
  options: {
    types: { kind: 'list', placeholder: 'T,…', help: 'only entities of these types' },
    'min-score': { kind: 'value', placeholder: 'S', help: 'only entities with at least this score, from 0 to 1' },
    language: { kind: 'value', placeholder: 'L', help: 'markdown or plaintext; by the names of files if not given' },
    ...formOptions,
    link: { kind: 'flag', help: 'link entities to concepts' },
    ...conceptsOption,
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
  const { format, from, out } = formsOf(given);
  const linking = await givenLinking(given, terminal);
  try {
    const engine = await openGivenEngine(given, terminal);
    try {
      const types = chosenTypes(given.list('types'), engine.info.types);
      const complaints = new Complaints(terminal);
      const named = { ...(language ? { language } : {}), ...(from ? { from } : {}) };
      const inputs = new NamedInputs(given.positionals, named, complaints, terminal);
      const reading = new Reading(inputs, complaints, engine, terminal, {
        ...(types ? { types } : {}),
        ...(linking ? { linking } : {}),
        minScore,
        verbose: terminal.watched || given.flag('progress'),
      });
      if (format === 'entities') await writeEntities(reading.entities(), out, complaints, terminal);
      else {
        await writeDocuments(reading.documents(), format, out, inputs, complaints, terminal, linking?.pages);
      }
      inputs.tellProblems();
      return complaints.exitCode;
    } finally {
      await engine.dispose();
    }
  } finally {
    linking?.close();
  }
}

async function givenLinking(given: Arguments, { stderr, signal }: Terminal): Promise<Linking | undefined> {
  const link = given.flag('link');
  if (given.flag('concepts') && !link) throw new UsageError('--concepts has no effect without --link');
  if (!link) return undefined;
  const linking = await Linking.open(givenConceptsFolder(given), signal);
  if (linking.isOnlyEmbedded) {
    tell(stderr, 'gerbera: only what the samples mention is linked; "gerbera help concepts" tells how to get more\n');
  }
  return linking;
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
