import type { Label, LabelledSpan, Mark } from '../core/labels.ts';
import type { Scheme } from '../corpus/scheme.ts';

/**
 * The mentions in a sequence of labels as seqeval's strict mode reads it: only those whose every label is where the scheme
 * wants it. In IOB2 that is B and any I of its type; in IOBES and BILOU it is S, or B, any I and E of its type; of IOB1 see
 * `strictIob1`. What is not part of such a mention counts as outside.
 */
export function strictSpans(labels: readonly Label[], scheme: Scheme): LabelledSpan[] {
  return scheme === 'IOB1' ? strictIob1(labels) : strictBegun(labels, scheme !== 'IOB2');
}

function strictBegun(labels: readonly Label[], closed: boolean): LabelledSpan[] {
  const spans: LabelledSpan[] = [];
  let start = 0;
  while (start < labels.length) {
    const { mark, type } = labels[start] as Label;
    if (mark !== 'B' && mark !== 'S') {
      start++;
      continue;
    }
    let end = start + 1;
    while (mark === 'B' && labels[end]?.mark === 'I' && labels[end]?.type === type) end++;
    const closes = mark === 'B' && closed && labels[end]?.mark === 'E' && labels[end]?.type === type;
    if (closes) end++;
    if (closes || mark === 'S' || !closed) spans.push({ start, end, type });
    start = end;
  }
  return spans;
}

const outside: Label = { mark: 'O', type: '' };

/**
 * IOB1 as seqeval defines it by pairs of neighbours. A mention begins with an I that follows no I of its type, or with a B
 * right after a B or I of its type (elsewhere B is a mistake); it goes on with I of its type. One that begins with B and
 * has no I is none if a B of another type follows. E and S, which IOB1 has not, count as outside.
 */
function strictIob1(labels: readonly Label[]): LabelledSpan[] {
  const at = (index: number): Label => {
    const label = labels[index];
    return label === undefined || label.mark === 'E' || label.mark === 'S' ? outside : label;
  };
  const spans: LabelledSpan[] = [];
  let start = 0;
  while (start < labels.length) {
    const { mark, type } = at(start);
    if (!beginsIob1(at(start - 1), mark, type)) {
      start++;
      continue;
    }
    let end = start + 1;
    while (at(end).mark === 'I' && at(end).type === type) end++;
    const broken = at(end - 1).mark === 'B' && at(end).mark === 'B' && at(end).type !== type;
    if (!broken) spans.push({ start, end, type });
    start = end;
  }
  return spans;
}

function beginsIob1(before: Label, mark: Mark, type: string): boolean {
  if (mark === 'I') return before.mark !== 'I' || before.type !== type;
  return mark === 'B' && before.mark !== 'O' && before.type === type;
}
