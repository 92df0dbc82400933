import type { Engine } from '../../engine.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { clusterOptions, givenCluster } from '../cluster-options.ts';
import type { Command } from '../command.ts';
import { conceptsOption } from '../concepts/concepts.ts';
import { modelOptions, openGivenEngine } from '../model-options.ts';
import type { Terminal } from '../terminal.ts';
import { chosenTypes } from './chosen-types.ts';
import { Complaints } from './complaints.ts';
import { writeDocuments } from './documents.ts';
import { writeEntities } from './entities.ts';
import { formOptions, formsOf } from './form-options.ts';
import { givenLinking } from './given-linking.ts';
import type { Linking } from './linking.ts';
import { NamedInputs } from './read-inputs.ts';
import { Reading } from './reading.ts';
import { annotateShard } from './shards/annotate-shard.ts';
import { annotateOnSlurm, givenShardFolder } from './shards/on-slurm.ts';
import { ShardInputs } from './shards/shard-inputs.ts';

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
    '',
    '--engine slurm divides the documents into shards, has each annotated by a task of a cluster, and writes the same as this',
    'machine would. The same command goes on where it was left: docs/cluster.md tells how.',
  ].join('\n'),
  options: {
    types: { kind: 'list', placeholder: 'T,…', help: 'only entities of these types' },
    'min-score': { kind: 'value', placeholder: 'S', help: 'only entities with at least this score, from 0 to 1' },
    language: { kind: 'value', placeholder: 'L', help: 'markdown or plaintext; by the names of files if not given' },
    ...formOptions,
    link: { kind: 'flag', help: 'link entities to concepts' },
    ...conceptsOption,
    ...modelOptions,
    ...clusterOptions,
    cancel: { kind: 'flag', help: 'slurm: end the tasks that wait or run; the same command goes on with them later' },
    work: {
      kind: 'value',
      placeholder: 'DIR',
      help: 'slurm: folder that all nodes share, for shards and what is found',
    },
    shards: {
      kind: 'value',
      placeholder: 'N',
      help: 'slurm: into how many the documents are divided; 64 if not given',
    },
    shard: {
      kind: 'value',
      placeholder: 'ID',
      help: 'annotate one shard of --work: what the tasks of --engine slurm do',
    },
    progress: { kind: 'flag', help: 'tell of every document on stderr, also where no terminal is' },
  },
  run: runAnnotate,
};

async function runAnnotate(given: Arguments, terminal: Terminal): Promise<number> {
  const cluster = givenCluster(given);
  const shard = given.value('shard');
  const needsInput = shard === undefined && !given.flag('cancel');
  if (needsInput && given.positionals.length === 0) {
    throw new UsageError('nothing to read; name files or folders, or - for standard input');
  }
  const minScore = given.number('min-score', 0, 1) ?? 0;
  const language = given.choice('language', ['markdown', 'plaintext']);
  if (shard !== undefined) return runShard(given, shard, minScore, terminal);
  const only = ['shards', 'work', 'cancel'].find((name) => !cluster && given.flag(name));
  if (only !== undefined) throw new UsageError(`--${only} has no effect without --engine slurm`);
  const { format, from, out } = formsOf(given);
  const named = { ...(language ? { language } : {}), ...(from ? { from } : {}) };
  if (cluster) return annotateOnSlurm(given, cluster, named, { format, out }, terminal);
  return withModel(given, terminal, async ({ engine, types, linking }) => {
    const complaints = new Complaints(terminal);
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
  });
}

/** What a task of a cluster does. */
async function runShard(given: Arguments, id: string, minScore: number, terminal: Terminal): Promise<number> {
  const folder = givenShardFolder(given);
  const shard = folder.plan()?.shards.find((each) => each.id === id);
  if (!shard) throw new UsageError(`--shard ${id}: ${folder.folder} has no such shard`);
  return withModel(given, terminal, async ({ engine, types, linking }) => {
    const complaints = new Complaints(terminal);
    const inputs = new ShardInputs(folder.documents, shard);
    const reading = new Reading(inputs, complaints, engine, terminal, {
      ...(types ? { types } : {}),
      ...(linking ? { linking } : {}),
      minScore,
      verbose: false,
    });
    const entities = (given.value('format') ?? 'entities') === 'entities';
    await annotateShard(folder, shard, { inputs, complaints, reading, entities, signal: terminal.signal });
    return 0;
  });
}

/** What documents are read with, as long as `use` takes. */
async function withModel(
  given: Arguments,
  terminal: Terminal,
  use: (open: {
    engine: Engine;
    types: ReadonlySet<string> | undefined;
    linking: Linking | undefined;
  }) => Promise<number>,
): Promise<number> {
  const linking = await givenLinking(given, terminal);
  try {
    // Of a task: the CPUs that the cluster gives it, which may be fewer than its node has.
    const threads = given.flag('shard') ? Number(process.env.SLURM_CPUS_PER_TASK) : Number.NaN;
    const engine = await openGivenEngine(given, terminal, threads > 0 ? { threads } : {});
    try {
      return await use({ engine, types: chosenTypes(given.list('types'), engine.info.types), linking });
    } finally {
      await engine.dispose();
    }
  } finally {
    linking?.close();
  }
}
