import type { FormName } from '../corpus/forms/form.ts';
import { forms } from '../corpus/forms/forms.ts';
import { type CorpusParts, corpusParts } from '../corpus/parts.ts';
import { corpusStatistics } from '../corpus/statistics/corpus-statistics.ts';
import { checkMapping, type TypeMapping } from '../corpus/types/mapping.ts';
import { decideMapping, keepMapping, layered, mappingFileName, mappingOf } from '../corpus/types/mapping-file.ts';
import { plain } from '../evaluate/report/format.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { renderStatistics } from './corpus/render-statistics.ts';
import { givenMapping } from './given-mapping.ts';
import { columns, commandHelp } from './help.ts';
import { type Terminal, write } from './terminal.ts';

export const corpus: Command = {
  name: 'corpus',
  usage: 'stats|map PLACE [OPTIONS]',
  summary: 'Tells what a labelled corpus holds and what is odd about it',
  details: [
    'PLACE is a folder with train, devel and test parts, or a file, in any form that is known.',
    '',
    '  stats  words, sentences and mentions by type and part; surfaces and concepts that are ambiguous; mentions of devel',
    '         and test that stand in train; documents and sentences that stand in two parts, or in another corpus (--with);',
    '         mentions that are labelled in one place and not, or otherwise, in another; what is wrong in its files',
    `  map    keeps a mapping of types with the corpus, as ${mappingFileName}; without --map it shows what types are called`,
    '',
    `${mappingFileName} is a JSON object: {"GENE": "Gene", "Protein": "Gene", "Modifier": null}; null leaves a type out, "*"`,
    'stands for all types that are not named. What --map names comes before it; other types go by their standard names in',
    'scores, and by their own in "stats".',
  ].join('\n'),
  options: {
    json: { kind: 'flag', help: 'stats: as JSON, with more examples' },
    map: { kind: 'value', placeholder: 'T=N,…', help: 'what types are called; T=- leaves one out; or FILE.json' },
    with: { kind: 'value', placeholder: 'B', help: 'stats: another corpus that texts may have come from or gone to' },
    from: { kind: 'value', placeholder: 'FORM', help: "the corpus's form, where it is not to tell" },
  },
  run: runCorpus,
};

async function runCorpus(given: Arguments, terminal: Terminal): Promise<number> {
  const [action, place, ...more] = given.positionals;
  if (action === undefined) {
    await write(terminal.stdout, commandHelp(corpus));
    return 0;
  }
  if (action !== 'stats' && action !== 'map') throw new UsageError(`"${action}" is neither stats nor map`);
  if (place === undefined) throw new UsageError(`corpus ${action} needs a corpus: a folder or a file`);
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one argument too many`);
  const form = given.choice<FormName>(
    'from',
    forms.map(({ name }) => name),
  );
  const text = given.value('map');
  const mapping = text === undefined ? undefined : givenMapping(text);
  const parts = await corpusParts(place, form);
  if (action === 'stats') await stats(given, terminal, place, parts, mapping);
  else await map(terminal, place, parts, mapping);
  return 0;
}

async function stats(
  given: Arguments,
  { stdout, signal }: Terminal,
  place: string,
  parts: CorpusParts,
  mapping: TypeMapping | undefined,
): Promise<void> {
  const second = given.value('with');
  const other =
    second === undefined
      ? {}
      : { other: { corpus: await corpusParts(second), mapping: layered(mapping, mappingOf(second)) } };
  const statistics = await corpusStatistics(parts, place, {
    mapping: layered(mapping, mappingOf(place)),
    ...other,
    signal,
  });
  const shown = given.flag('json') ? `${JSON.stringify(statistics, undefined, 2)}\n` : renderStatistics(statistics);
  await write(stdout, shown);
}

async function map(
  { stdout, signal }: Terminal,
  place: string,
  { parts }: CorpusParts,
  mapping: TypeMapping | undefined,
): Promise<void> {
  const types = new Set<string>();
  for (const part of parts) {
    for await (const { mentions } of part.form.read(part.place, { signal })) {
      for (const { type } of mentions) types.add(type);
    }
  }
  const known = [...types].sort();
  if (mapping) checkMapping(place, known, mapping);
  const kept = mapping ? [`kept in ${keepMapping(place, mapping)}`] : [];
  const decided = decideMapping(place, known);
  const rows = known.map((type) => [plain(type), plain(decided[type] ?? 'left out')] as const);
  await write(
    stdout,
    `${[...kept, ...(rows.length > 0 ? columns(rows) : ['there is no mention in it'])].join('\n')}\n`,
  );
}
