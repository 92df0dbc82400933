import type { Label, LabelledSpan } from '../core/labels.ts';

/**
 * The mentions in a sequence of labels as seqeval's strict mode reads it: only those whose every label is where the scheme
 * wants it. In IOB2 that is B and any I of its type; in IOBES it is S, or B, any I and E of its type. What is not part of
 * such a mention counts as outside.
 */
export function strictSpans(labels: readonly Label[], scheme: 'IOB2' | 'IOBES'): LabelledSpan[] {
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
    const closes = mark === 'B' && scheme === 'IOBES' && labels[end]?.mark === 'E' && labels[end]?.type === type;
    if (closes) end++;
    if (closes || mark === 'S' || scheme === 'IOB2') spans.push({ start, end, type });
    start = end;
  }
  return spans;
}
