import { createHash } from 'node:crypto';
import { UserError } from '../../core/errors.ts';
import type { LabelledSentence } from '../../corpus/corpus.ts';
import { ProblemTally } from '../../corpus/problems.ts';
import { readPart } from '../../corpus/read.ts';
import { atMost } from '../../corpus/select.ts';
import type { CorpusProfile } from '../profile.ts';
import type { ComparedCorpus } from '../report.ts';
import type { FoundCorpus } from './find-corpora.ts';

/** How much of a corpus is compared. */
export interface ProfileOptions {
  /** At most so many sentences, drawn by the seed as training draws them; all if not given. */
  readonly sentences?: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** A corpus as it was read. */
export interface ReadProfile {
  readonly profile: CorpusProfile;
  /** SHA-256 of the whole part, of which `profile` may have some sentences only. */
  readonly whole: string;
  /** What is wrong with it or was done about it, one line each, for people. */
  readonly problems: readonly string[];
}

/**
 * Reads the part of a corpus that is compared.
 * @throws UserError naming file and line of what is wrong, or the corpus if nothing is labelled in it.
 */
export async function readProfile(
  { name, place, part, onlyWithMentions }: FoundCorpus,
  { sentences: most = Number.POSITIVE_INFINITY, seed, signal }: ProfileOptions,
): Promise<ReadProfile> {
  const tally = new ProblemTally();
  const options = { onProblem: tally.add.bind(tally), ...(signal ? { signal } : {}) };
  const { sentences: all } = await readPart(part, options);
  signal?.throwIfAborted();
  const labelled = all.filter(({ mentions }) => mentions.length > 0);
  if (labelled.length === 0) {
    throw new UserError(`${part.place}: there is no mention at all in it; are its labels in the last column?`);
  }
  const sentences = atMost(onlyWithMentions ? labelled : all, most, seed);
  const whole = contentHash(all);
  const sha256 = sentences === all ? whole : contentHash(sentences);
  return { profile: { name, place, sha256, sentences }, whole, problems: [...partNote(), ...told(tally)] };

  function partNote(): readonly string[] {
    if (part.split === undefined || part.split === 'train') return [];
    return [`it has no train part; its ${part.split} part is compared`];
  }
}

/** What reports tell of a corpus. */
export function describeProfile({ name, place, sha256, sentences }: CorpusProfile): ComparedCorpus {
  const mentions = new Map<string, number>();
  let words = 0;
  for (const sentence of sentences) {
    words += sentence.words.length;
    for (const { type } of sentence.mentions) mentions.set(type, (mentions.get(type) ?? 0) + 1);
  }
  const sorted = [...mentions].sort(([a], [b]) => (a < b ? -1 : 1));
  return { name, place, sha256, sentences: sentences.length, words, mentions: Object.fromEntries(sorted) };
}

function contentHash(sentences: readonly LabelledSentence[]): string {
  const hash = createHash('sha256');
  for (const { words, mentions } of sentences) {
    hash.update(JSON.stringify([words, mentions.map(({ start, end, type }) => [start, end, type])]));
  }
  return hash.digest('hex');
}

function told(tally: ProblemTally): readonly string[] {
  const { counts, examples } = tally.summary();
  return Object.entries(counts).map(([kind, count]) => {
    const first = examples.find((example) => example.kind === kind);
    const where = first ? `: ${first.file}: line ${first.line}: ${first.message}` : '';
    return `${kind} (${count === 1 ? 'once' : `${count} times, first`})${where}`;
  });
}
