import fc from 'fast-check';
import { CodePoints } from '../../../src/corpus/code-points.ts';
import type { AnnotatedDocument, AnnotatedMention } from '../../../src/corpus/document.ts';

/** Text with letters of all planes, combining marks, tabs and punctuation, on one line. */
export const line = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      'gene',
      ' ',
      'é',
      'e\u0301',
      '𝒟',
      '🧬',
      '中',
      '-',
      '.',
      '|',
      '"',
      '\u00a0',
      'ﬁ',
      '7',
      '\u2028',
      '\u0085',
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** Mentions in a text, between code points, in order of start, then end; some in pieces. */
export function mentionsIn(text: string, pieces: number): fc.Arbitrary<AnnotatedMention[]> {
  const points = new CodePoints(text);
  const piece = fc.tuple(fc.nat(points.length), fc.nat(points.length)).map(([a, b]) => ({
    start: points.toUnit(Math.min(a, b)),
    end: points.toUnit(Math.max(a, b)),
  }));
  const mention = fc
    .record({
      pieces: fc.array(piece, { minLength: 1, maxLength: pieces }),
      type: fc.constantFrom('Gene', 'Disease', 'CompositeMention'),
      concepts: fc.array(fc.constantFrom('D003000', 'MESH:D1', '9606', 'OMIM:215600'), { maxLength: 3 }),
    })
    .map(({ pieces: spans, type, concepts }) => ({ spans: disjoint(spans), type, concepts }))
    .filter(({ spans }) => spans.length > 0);
  return fc.array(mention, { maxLength: 8 }).map((all) =>
    all
      .map(({ spans, type, concepts }) => ({
        ...{ id: '', type, concepts, notes: {}, line: 0 },
        spans: spans as unknown as AnnotatedMention['spans'],
      }))
      .sort((a, b) => a.spans[0].start - b.spans[0].start || a.spans[0].end - b.spans[0].end),
  );
}

function disjoint(spans: readonly { readonly start: number; readonly end: number }[]) {
  const kept: { readonly start: number; readonly end: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    if (span.start < span.end && span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  }
  return kept;
}

/** Documents without what differs from file to file: lines and names of files. */
export function withoutPlaces(documents: readonly AnnotatedDocument[]): unknown {
  return JSON.parse(
    JSON.stringify(documents, (key, value) =>
      ['line', 'column', 'file', 'annotationFile'].includes(key) ? undefined : value,
    ),
  );
}

/** Changes to a file's bytes, as a slip of an editor or a damaged disk makes them. */
export const edits = fc.array(
  fc.record({
    at: fc.nat(4000),
    remove: fc.nat(30),
    insert: fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc.constantFrom('\t', '\n', ' ', '\r', '|', '-1', '0', '9', ';', 'T1', '𝒟', '\0').map(Buffer.from),
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

export function mutated(
  bytes: Uint8Array,
  changes: typeof edits extends fc.Arbitrary<infer T> ? T : never,
): Uint8Array {
  let result = bytes;
  for (const { at, remove, insert } of changes) {
    const place = at % (result.length + 1);
    result = Buffer.concat([result.subarray(0, place), insert, result.subarray(place + remove)]);
  }
  return result;
}
