import { UserError } from './errors.ts';

/**
 * What a label says of its word: outside, beginning, inside, end of a mention, or a mention of a single word. BILOU's
 * L and U are read as E and S.
 */
export type Mark = 'O' | 'B' | 'I' | 'E' | 'S';

/** A label of a tagging scheme: `B-Disease` is `{ mark: 'B', type: 'Disease' }`; `O` has the type `''`. */
export interface Label {
  readonly mark: Mark;
  readonly type: string;
}

/** A mention in a sequence of labels, half-open in word indices. */
export interface LabelledSpan {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** What each letter of a label stands for. */
export const marks: ReadonlyMap<string, Mark> = new Map([
  ['B', 'B'],
  ['I', 'I'],
  ['E', 'E'],
  ['S', 'S'],
  ['L', 'E'],
  ['U', 'S'],
]);

/**
 * Reads the labels of a model's outputs, in order: IOB, BIO, IOBES or BILOU, each either bare (`B`) or with a type
 * (`B-Disease`). Bare labels get `defaultType`.
 * @throws UserError naming the first label that belongs to no such scheme.
 */
export function parseLabels(labels: readonly string[], defaultType: string): readonly Label[] {
  const refuse = (why: string) =>
    new UserError(
      `labels ${summary(labels)} are neither BIO nor IOBES: ${why}; a token classifier for entities is needed`,
    );
  const parsed = labels.map((label) => {
    if (label === 'O') return { label, letter: 'O', mark: 'O' as const, typed: false, type: '' };
    const [, letter = '', given] = /^([BIESLU])(?:-(.*\S.*))?$/s.exec(label) ?? [];
    const mark = marks.get(letter);
    if (!mark) throw refuse(`"${clip(label)}" is not O, nor B, I, E, S, L or U with or without "-type"`);
    return { label, letter, mark, typed: given !== undefined, type: given ?? defaultType };
  });
  const inside = parsed.filter(({ mark }) => mark !== 'O');
  if (inside.length === parsed.length) throw refuse('there is no "O"');
  if (inside.length === 0) throw refuse('there is only "O"');
  if (new Set(labels).size < labels.length) {
    throw refuse(`"${clip(labels.find((label, index) => labels.indexOf(label) < index) ?? '')}" stands twice`);
  }
  if (inside.some(({ typed }) => typed) && inside.some(({ typed }) => !typed)) {
    throw refuse('some have a type and others have none');
  }
  if (inside.some(({ letter }) => 'ES'.includes(letter)) && inside.some(({ letter }) => 'LU'.includes(letter))) {
    throw refuse('they mix the letters of IOBES and BILOU');
  }
  const begun = new Set(inside.filter(({ mark }) => mark !== 'E').map(({ type }) => type));
  const unbegun = inside.find(({ type }) => !begun.has(type));
  if (unbegun) throw refuse(`no label begins a mention of ${clip(unbegun.type)}`);
  return parsed.map(({ mark, type }) => ({ mark, type }));
}

/**
 * The mentions in a sequence of labels, one label a word, as conlleval and seqeval's default mode read it: a stray `I`
 * or `E` (after `O`, after the end of a mention, or of another type than its neighbour) begins a mention of its own, so
 * every sequence has a valid reading. Spans are disjoint and in order.
 */
export function labelledSpans(labels: readonly Label[]): LabelledSpan[] {
  const spans: { start: number; end: number; type: string }[] = [];
  let open = false;
  for (const [index, { mark, type }] of labels.entries()) {
    const last = spans.at(-1);
    const continues = (mark === 'I' || mark === 'E') && open && last?.type === type;
    if (continues && last) last.end = index + 1;
    else if (mark !== 'O') spans.push({ start: index, end: index + 1, type });
    open = mark === 'B' || mark === 'I';
  }
  return spans;
}

/**
 * The entity types that heads show, in the order of the heads and their labels, each once.
 * @throws UserError if a head's labels are of no known scheme.
 */
export function entityTypes(
  heads: readonly { readonly labels: readonly string[]; readonly type: string; readonly shown: boolean }[],
): readonly string[] {
  const shown = heads.filter((head) => head.shown).flatMap(({ labels, type }) => parseLabels(labels, type));
  return [...new Set(shown.filter(({ mark }) => mark !== 'O').map(({ type }) => type))];
}

function summary(labels: readonly string[]): string {
  return `[${labels.slice(0, 8).map(clip).join(', ')}${labels.length > 8 ? ', …' : ''}]`;
}

/** At most 40 characters on one line. */
function clip(label: string): string {
  return label.slice(0, 40).replaceAll(/\s/g, ' ');
}
