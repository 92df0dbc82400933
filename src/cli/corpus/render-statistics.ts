import path from 'node:path';
import { forms } from '../../corpus/forms/forms.ts';
import type { CorpusStatistics, Leak, MentionCounts, Place, SeenCounts } from '../../corpus/statistics/statistics.ts';
import { count, counted, percent, plain } from '../../evaluate/report/format.ts';
import { aligned, clip, width } from './table.ts';

/** Types that are shown one by one; a corpus of more types has the others in its JSON. */
const typesShown = 24;
/** Sentences in two parts that are shown. */
const leaksShown = 5;

/** What a person reads of a corpus's statistics, in lines of at most 100 characters; ends with a line end. */
export function renderStatistics(statistics: CorpusStatistics): string {
  const blocks = [
    heading(statistics),
    parts(statistics),
    mentions(statistics),
    ambiguity(statistics),
    ...statistics.overlaps.map((overlap) => overlapLines(overlap)),
    leaks(statistics),
    noise(statistics),
    problems(statistics),
  ];
  const lines = blocks.filter((block) => block.length > 0).flatMap((block) => [...block, '']);
  return `${lines
    .slice(0, -1)
    .map((line) => clip(line))
    .join('\n')}\n`;
}

function heading({ name, parts, mapping }: CorpusStatistics): string[] {
  const titles = new Set(parts.map(({ form }) => forms.find((each) => each.name === form)?.title ?? form));
  const named = Object.entries(mapping).map(([type, to]) => (to === '' ? `${type} left out` : `${type} as ${to}`));
  const files = parts.map(({ split, file }) => `${split ? `${split} is ` : ''}${plain(path.basename(file))}`);
  return [
    `${plain(name)}: ${[...titles].join(', ')}`,
    ...wrapped(files.join(', ')),
    ...(named.length > 0 ? wrapped(`Types: ${plain(named.join(', '))}`) : []),
  ];
}

function parts({ parts }: CorpusStatistics): string[] {
  const rows = parts.map((part) => [
    part.split ?? 'all',
    part.documents === undefined ? '–' : count(part.documents),
    count(part.sentences),
    share(part.sentencesWithMentions, part.sentences),
    count(part.words),
    count(part.all.mentions),
    count(part.all.surfaces),
    part.all.concepts > 0 ? count(part.all.concepts) : '–',
  ]);
  const head = ['part', 'documents', 'sentences', 'with mentions', 'words', 'mentions', 'surfaces', 'concepts'];
  return aligned([head, ...rows]);
}

function mentions({ parts }: CorpusStatistics): string[] {
  const types = [...new Set(parts.flatMap((part) => Object.keys(part.types)))];
  if (types.length === 0) return ['There is no mention in it'];
  const row = (name: string, part: string, counts: MentionCounts) => [
    name,
    part,
    count(counts.mentions),
    count(counts.surfaces),
    counts.concepts > 0 ? count(counts.concepts) : '–',
    counts.mentions > 0 ? (counts.words / counts.mentions).toFixed(2) : '–',
    share(counts.multiWord, counts.mentions),
    count(counts.overlapping),
    count(counts.nested),
    count(counts.discontinuous),
  ];
  const rows = types
    .slice(0, typesShown)
    .flatMap((type) =>
      parts
        .filter((part) => part.types[type])
        .map((part, index) => row(index === 0 ? clip(plain(type), 18) : '', part.split ?? 'all', part.types[type]!)),
    );
  const sums =
    types.length > 1
      ? parts.map((part, index) => row(index === 0 ? 'all types' : '', part.split ?? 'all', part.all))
      : [];
  const columns = ['surfaces', 'concepts', 'words', '2+ words', 'overlaps', 'nested', 'pieces'];
  return [...aligned([['type', 'part', 'mentions', ...columns], ...rows, ...sums], 2), ...more(types.length)];
}

function more(types: number): string[] {
  return types > typesShown ? [`and ${counted(types - typesShown, 'more type')}; --json has them all`] : [];
}

function ambiguity({ ambiguity, parts }: CorpusStatistics): string[] {
  const { surfaces, severalTypes, mentions, mentionsOfSeveralTypes, mentionsOfRarerTypes, concepts } = ambiguity;
  if (mentions === 0) return [];
  const severalKinds = new Set(parts.flatMap((part) => Object.keys(part.types))).size > 1;
  const types = [
    `Surfaces of several types: ${ofAll(severalTypes, surfaces)}, with ${ofAll(mentionsOfSeveralTypes, mentions)} mentions;`,
    `of these, ${ofAll(mentionsOfRarerTypes, mentions)} have not the most frequent type of their surface`,
    ...aligned(
      ambiguity.examples.map(({ surface, types }) => [
        `  ${clip(plain(surface), 26)}`,
        types
          .slice(0, 3)
          .map((use) => `${plain(use.type)} ${count(use.mentions)} (${at(use, parts)})`)
          .join(', '),
      ]),
      2,
    ),
  ];
  const ids = concepts
    ? [
        `Surfaces of several concepts: ${ofAll(concepts.severalConcepts, concepts.surfaces)}; ${concepts.perSurface.toFixed(2)} concepts each, ${concepts.surfacesPerConcept.toFixed(2)} surfaces a concept`,
      ]
    : [];
  return [...(severalKinds ? types : []), ...ids];
}

function overlapLines(overlap: CorpusStatistics['overlaps'][number]): string[] {
  const types = Object.entries(overlap.types);
  const row = (name: string, seen: SeenCounts) => [
    plain(name),
    count(seen.mentions),
    share(seen.seenMentions, seen.mentions),
    share(seen.seenMentionsFolded, seen.mentions),
    count(seen.surfaces),
    share(seen.seenSurfaces, seen.surfaces),
    share(seen.seenSurfacesFolded, seen.surfaces),
    seen.concepts > 0 ? count(seen.concepts) : '–',
    share(seen.seenConcepts, seen.concepts),
  ];
  const seen = ['seen', 'any case'];
  return [
    `Mentions of ${overlap.of} that stand in ${overlap.with}, with the same type`,
    ...aligned([
      ['type', 'mentions', ...seen, 'surfaces', ...seen, 'concepts', 'seen'],
      ...types.slice(0, typesShown).map(([type, counts]) => row(type, counts)),
      ...(types.length > 1 ? [row('all types', overlap.all)] : []),
    ]),
    ...more(types.length),
  ];
}

function leaks({ leaks, parts }: CorpusStatistics): string[] {
  if (leaks.length === 0) return [];
  // Labels of other types cannot be compared.
  const [comparable, others] = [leaks.filter(isComparable), leaks.filter((leak) => !isComparable(leak))];
  return [
    'Texts of a part that stand in another one too (but for white space and case, or exactly)',
    ...(comparable.length > 0 ? leakTable(comparable, true) : []),
    ...(others.length > 0 ? leakTable(others, false) : []),
    ...leaks.flatMap((leak) => leakExamples(leak, parts)),
  ];
}

function isComparable({ sentences }: Leak): boolean {
  return sentences.otherLabels !== undefined;
}

function leakTable(leaks: readonly Leak[], comparable: boolean): string[] {
  const rows = leaks.map(({ from, to, documents, sentences }) => [
    clip(plain(to), 24),
    clip(plain(from), 14),
    ...[documents.all, documents.sameId, documents.sameText].map((value) => (documents.all > 0 ? count(value) : '–')),
    count(sentences.all),
    count(sentences.same),
    count(sentences.sameLong),
    count(sentences.exact),
    ...(comparable ? [relabelled(sentences)] : []),
  ]);
  const columns = ['documents', 'same id', 'text', 'sentences', 'same', '5+ words', 'exact'];
  return aligned([['of', 'in', ...columns, ...(comparable ? ['relabelled (exact)'] : [])], ...rows], 2);
}

function relabelled({ otherLabels, exactOtherLabels }: Leak['sentences']): string {
  return otherLabels === undefined ? '–' : `${count(otherLabels)} (${count(exactOtherLabels ?? 0)})`;
}

function leakExamples({ examples }: Leak, parts: CorpusStatistics['parts']): string[] {
  return examples
    .filter(({ words, otherLabels }) => words >= 5 || otherLabels)
    .slice(0, leaksShown)
    .map((example) => {
      const labels = example.otherLabels ? ', other labels' : '';
      return `  ${at(example, parts)} is ${at(example.other, parts)} (${counted(example.words, 'word')}${labels})`;
    });
}

function noise({ noise, parts }: CorpusStatistics): string[] {
  if (noise.mentions === 0) return [];
  const { surfaces, unlabelledSurfaces, mentions, mentionsOfUnlabelled, unlabelled, examples } = noise;
  return [
    `Surfaces that also occur without a label: ${ofAll(unlabelledSurfaces, surfaces)}, ${counted(unlabelled, 'time')};`,
    `they have ${ofAll(mentionsOfUnlabelled, mentions)} mentions`,
    ...aligned(
      examples.map((example) => [
        `  ${clip(plain(example.surface), 24)}`,
        clip(plain(example.type), 14),
        count(example.labelled),
        'labelled, as in',
        at(example.labelledAt, parts),
        count(example.unlabelled),
        'not, as in',
        at(example.unlabelledAt, parts),
      ]),
      2,
    ),
  ];
}

function problems({ problems: { counts, examples }, parts }: CorpusStatistics): string[] {
  const kinds = Object.entries(counts);
  if (kinds.length === 0) return [];
  return [
    'What is wrong in its files',
    ...kinds.flatMap(([kind, times]) => {
      const [example] = examples.filter((problem) => problem.kind === kind);
      return [`  ${kind}: ${count(times)}${example ? `, as in ${at(example, parts)}: ${plain(example.message)}` : ''}`];
    }),
  ];
}

/** `test:12`, the part by its name, which the first table has the file of; of brat `train/paper.ann:3`; else the file. */
function at({ file, line }: Place, parts: CorpusStatistics['parts']): string {
  const part = parts.find((each) => file === each.file || file.startsWith(`${each.file}${path.sep}`));
  const inside = part && file !== part.file ? path.relative(part.file, file) : '';
  const name = [...(part?.split ? [part.split] : []), ...(inside === '' ? [] : [inside])].join('/');
  return `${plain(name === '' ? path.basename(file) : name)}:${line}`;
}

function share(part: number, all: number): string {
  return all > 0 ? `${percent(part / all)} %` : '–';
}

/** `12 of 40 (30.0 %)` */
function ofAll(part: number, all: number): string {
  return `${count(part)} of ${count(all)} (${share(part, all)})`;
}

/** Words in lines that are not too wide. */
function wrapped(text: string): string[] {
  return text.match(new RegExp(`\\S.{0,${width - 1}}(?=\\s|$)`, 'gu')) ?? [];
}
