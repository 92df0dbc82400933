import type { Example, ExampleSet } from '../data/examples.ts';

/**
 * Joins the examples of sentences that corpora share word for word, as the single-type sets made of one corpus do: one
 * example then trains all their heads in one pass of the encoder. Each set of corpora that share examples becomes a set
 * of its own. Examples that train the same head are left apart, since their labels may differ.
 * @returns the sets in the order of their first corpora; the examples of each in their order.
 */
export function mergeExamples(sets: readonly Examples[]): readonly Examples[] {
  const merged: Gathered[] = [];
  const open = new Map<string, Gathered[]>();
  for (const [set, { examples }] of sets.entries()) {
    for (const example of examples) {
      const key = keyOf(example);
      const known = open.get(key) ?? [];
      open.set(key, known);
      const fitting = known.find(
        ({ example: other, from }) => !from.includes(set) && other.heads.every((head) => !example.heads.includes(head)),
      );
      if (fitting) {
        fitting.example = join(fitting.example, example);
        fitting.from.push(set);
      } else {
        const fresh = { example, from: [set] };
        known.push(fresh);
        merged.push(fresh);
      }
    }
  }
  if (merged.every(({ from }) => from.length === 1)) return sets;
  const groups = new Map<string, Example[]>();
  for (const { example, from } of merged) {
    const group = groups.get(from.join(' '));
    if (group) group.push(example);
    else groups.set(from.join(' '), [example]);
  }
  return [...groups.values()].map((examples) => ({ examples }));
}

type Examples = Pick<ExampleSet, 'examples'>;

/** An example, and the sets whose examples went into it. */
interface Gathered {
  example: Example;
  readonly from: number[];
}

/** What an example's encoder reads, and which of its words are learnt. */
function keyOf({ pieces, start, end, labels }: Example): string {
  const learnt = labels.subarray(0, end - start).map((label) => (label < 0 ? 0 : 1));
  return `${pieces
    .slice(start, end)
    .map((piece) => piece.join(' '))
    .join('|')}#${learnt.join('')}`;
}

function join(a: Example, b: Example): Example {
  const labels = new Int8Array(a.labels.length + b.labels.length);
  labels.set(a.labels);
  labels.set(b.labels, a.labels.length);
  return { ...a, heads: [...a.heads, ...b.heads], labels };
}
