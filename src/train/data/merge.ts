import type { Example, ExampleSet } from './examples.ts';

type Examples = Pick<ExampleSet, 'examples'>;

/** An example, and the sets whose examples went into it. */
interface Gathered {
  example: Example;
  readonly from: number[];
}

/** Examples to draw from, and the sets, by their indices, that count as this one. */
export interface MergedSet extends Examples {
  readonly from: readonly number[];
}

/** The examples of one text. */
interface Alike {
  readonly all: Gathered[];
  /** The set that looks for partners, and how many it has come by: what it passed over or took is none for it ever again. */
  set: number;
  next: number;
}

/**
 * Joins the examples of sentences that corpora share word for word, as the single-type sets made of one corpus do: one
 * example then trains all their heads in one pass of the encoder. Examples that train the same head are left apart, since
 * their labels may differ.
 * @returns sets to draw from: sets that share half of the smaller one's examples or more count as one from now on, and an
 *   example that others share belongs to the first of its sets.
 */
export function mergeExamples(sets: readonly Examples[]): readonly MergedSet[] {
  const gathered = gather(sets);
  const cluster = clusters(sets, gathered);
  const merged = new Map<number, Example[]>();
  for (const { example, from } of gathered) {
    const group = cluster[from[0] ?? 0] ?? 0;
    const examples = merged.get(group);
    if (examples) examples.push(example);
    else merged.set(group, [example]);
  }
  return [...merged].map(([group, examples]) => ({
    examples,
    from: [...sets.keys()].filter((set) => cluster[set] === group),
  }));
}

function gather(sets: readonly Examples[]): readonly Gathered[] {
  const all: Gathered[] = [];
  const byText = new Map<string, Alike>();
  for (const [set, { examples }] of sets.entries()) {
    for (const example of examples) {
      const key = keyOf(example);
      const alike = byText.get(key) ?? { all: [], set, next: 0 };
      byText.set(key, alike);
      const partner = partnerOf(example, set, alike);
      if (partner) {
        partner.example = join(partner.example, example);
        partner.from.push(set);
      } else {
        const alone = { example, from: [set] };
        alike.all.push(alone);
        all.push(alone);
      }
    }
  }
  return all;
}

/** The first example of other sets that trains other heads; all examples of a set train the same ones. */
function partnerOf({ heads }: Example, set: number, alike: Alike): Gathered | undefined {
  if (alike.set !== set) Object.assign(alike, { set, next: 0 });
  while (alike.next < alike.all.length) {
    const found = alike.all[alike.next++];
    if (found && !found.from.includes(set) && found.example.heads.every((head) => !heads.includes(head))) return found;
  }
  return undefined;
}

/** What an example's encoder reads, and which of its words are learnt. */
function keyOf({ pieces, start, end, labels }: Example): string {
  const learnt = labels.subarray(0, end - start).map((label) => (label < 0 ? 0 : 1));
  const read = pieces.slice(start, end).map((piece) => piece.join(' '));
  return `${read.join('|')}#${learnt.join('')}`;
}

function join(a: Example, b: Example): Example {
  const labels = new Int8Array(a.labels.length + b.labels.length);
  labels.set(a.labels);
  labels.set(b.labels, a.labels.length);
  return { ...a, heads: [...a.heads, ...b.heads], labels };
}

/** For each set the first one that it counts as one with, by way of others too. */
function clusters(sets: readonly Examples[], gathered: readonly Gathered[]): readonly number[] {
  const shared = new Map<string, number>();
  for (const { from } of gathered) {
    for (const [index, a] of from.entries()) {
      for (const b of from.slice(index + 1)) shared.set(`${a} ${b}`, (shared.get(`${a} ${b}`) ?? 0) + 1);
    }
  }
  const cluster = [...sets.keys()];
  for (const [a, one] of sets.entries()) {
    for (const [b, other] of sets.entries()) {
      const smaller = Math.min(one.examples.length, other.examples.length);
      if (b <= a || (shared.get(`${a} ${b}`) ?? 0) < Math.max(1, smaller / 2)) continue;
      const [from, to] = [cluster[b] ?? b, cluster[a] ?? a];
      for (const [set, known] of cluster.entries())
        if (known === from || known === to) cluster[set] = Math.min(from, to);
    }
  }
  return cluster;
}
