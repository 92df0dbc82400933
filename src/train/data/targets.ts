import { UserError } from '../../core/errors.ts';
import { type LabelledSpan, type Mark, parseLabels } from '../../core/labels.ts';
import { quoted } from '../../core/quote.ts';
import { mappedNames, type TypeMapping } from '../../corpus/types/mapping.ts';
import type { HeadSpec } from '../../model/spec.ts';

/** Stands for the label of a word that is not learnt. */
export const notLearnt = -1;

/** The index of each mark's label among a head's outputs. */
export type MarkIndices = Readonly<Record<Mark, number>>;

/** Heads that a corpus labels, in the model's order, with the places of their labels. */
export interface LabelledHead {
  readonly name: string;
  readonly marks: MarkIndices;
}

/**
 * The heads that a corpus is to be learnt by: those that its mapping names.
 * @throws UserError if the model has no head of a name, or the head has labels of several types.
 */
export function labelledHeads(heads: readonly HeadSpec[], mapping: TypeMapping): readonly LabelledHead[] {
  const names = mappedNames(mapping);
  const unknown = names.find((name) => heads.every((head) => head.name !== name));
  if (unknown !== undefined) {
    const known = heads.map(({ name }) => name).join(', ');
    throw new UserError(`the model has no head ${quoted(unknown)} to learn from this corpus; it has ${known}`);
  }
  return heads
    .filter(({ name }) => names.includes(name))
    .map((head) => ({ name: head.name, marks: markIndices(head) }));
}

/**
 * Where a head has which label. A head without its own label for the end of a mention or for a mention of one word (BIO)
 * takes those of its inside and its beginning; one without a beginning takes its inside.
 */
function markIndices({ name, labels, type }: HeadSpec): MarkIndices {
  const parsed = parseLabels(labels, type);
  const types = new Set(parsed.filter(({ mark }) => mark !== 'O').map((label) => label.type));
  if (types.size > 1) {
    throw new UserError(
      `the head ${quoted(name)} has labels of ${types.size} types; training takes one head for each type`,
    );
  }
  const index = (...marks: readonly Mark[]) => {
    const found = marks.map((mark) => parsed.findIndex((label) => label.mark === mark)).find((at) => at >= 0);
    if (found === undefined) throw new UserError(`the head ${quoted(name)} has no label ${marks[0]}`);
    return found;
  };
  return {
    O: index('O'),
    B: index('B', 'I', 'S'),
    I: index('I', 'B', 'S'),
    E: index('E', 'I', 'B', 'S'),
    S: index('S', 'B', 'I'),
  };
}

/** The labels of a sentence for one head. */
export interface HeadLabels {
  /** The index of each word's label. */
  readonly labels: Int8Array;
  /** Mentions that were left out because they overlap one before them. */
  readonly overlapping: number;
}

/**
 * Writes mentions as labels: the first word of each is B, so that mentions beside each other stay apart, whatever their
 * type was in the corpus. Of mentions that overlap, the one that starts first is labelled, and of those the longest.
 * @param mentions of this head, in any order, inside the sentence.
 */
export function headLabels(words: number, mentions: readonly LabelledSpan[], marks: MarkIndices): HeadLabels {
  const labels = new Int8Array(words).fill(marks.O);
  let free = 0;
  let overlapping = 0;
  for (const { start, end } of mentions.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < free) {
      overlapping++;
      continue;
    }
    if (end - start === 1) labels[start] = marks.S;
    else {
      labels[start] = marks.B;
      labels.fill(marks.I, start + 1, end - 1);
      labels[end - 1] = marks.E;
    }
    free = end;
  }
  return { labels, overlapping };
}
