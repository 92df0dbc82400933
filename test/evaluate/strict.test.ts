import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Label, LabelledSpan, Mark } from '../../src/core/labels.ts';
import { strictSpans } from '../../src/evaluate/strict.ts';
import { labelsOf } from './support.ts';

type Step = readonly [before: string, here: string, types: 'same' | 'other' | 'any'];

/** seqeval's definition of its schemes: which pairs of neighbours begin a mention, go on with it, and end it. */
const definitions: Readonly<Record<'IOB1' | 'IOB2' | 'IOBES', { start: Step[]; inside: Step[]; end: Step[] }>> = {
  IOB1: {
    start: [
      ['O', 'I', 'any'],
      ['I', 'I', 'other'],
      ['B', 'I', 'any'],
      ['IB', 'B', 'same'],
    ],
    inside: [['BI', 'I', 'same']],
    end: [
      ['I', 'I', 'other'],
      ['I', 'OB', 'any'],
      ['B', 'O', 'any'],
      ['B', 'I', 'other'],
      ['B', 'B', 'same'],
    ],
  },
  IOB2: {
    start: [['OBI', 'B', 'any']],
    inside: [['BI', 'I', 'same']],
    end: [
      ['BI', 'OB', 'any'],
      ['BI', 'I', 'other'],
    ],
  },
  IOBES: {
    start: [['OBIES', 'BS', 'any']],
    inside: [['BI', 'IE', 'same']],
    end: [['SE', 'OBIES', 'any']],
  },
};

/** A mention goes from a start over all that goes on, if what follows ends it. */
function byDefinition(labels: readonly Label[], scheme: keyof typeof definitions): LabelledSpan[] {
  const { start, inside, end } = definitions[scheme];
  const outside: Label = { mark: 'O', type: '' };
  const at = (index: number) => labels[index] ?? outside;
  const holds = (steps: readonly Step[], index: number) =>
    steps.some(([before, here, types]) => {
      const [one, other] = [at(index - 1), at(index)];
      const fits = types === 'any' || (one.type === other.type) === (types === 'same');
      return before.includes(one.mark) && here.includes(other.mark) && fits;
    });
  const spans: LabelledSpan[] = [];
  for (let index = 0; index < labels.length; ) {
    if (!holds(start, index)) {
      index++;
      continue;
    }
    const from = index++;
    while (index < labels.length && holds(inside, index)) index++;
    if (holds(end, index)) spans.push({ start: from, end: index, type: at(from).type });
  }
  return spans;
}

function sequence(marks: string): fc.Arbitrary<Label[]> {
  const label = fc
    .tuple(fc.constantFrom(...(marks.split('') as Mark[])), fc.constantFrom('Gene', 'Disease'))
    .map(([mark, type]): Label => ({ mark, type: mark === 'O' ? '' : type }));
  return fc.array(label, { maxLength: 10 });
}

describe('strict mentions', () => {
  it.each([
    ['IOB1', 'OBI'],
    ['IOB2', 'OBI'],
    ['IOBES', 'OBIES'],
  ] as const)('of %s are those of its definition', (scheme, marks) => {
    fc.assert(
      fc.property(sequence(marks), (labels) => {
        expect(strictSpans(labels, scheme)).toEqual(byDefinition(labels, scheme));
      }),
      { numRuns: 3000 },
    );
  });

  it('of BILOU are those of IOBES', () => {
    fc.assert(
      fc.property(sequence('OBIES'), (labels) => {
        expect(strictSpans(labels, 'BILOU')).toEqual(strictSpans(labels, 'IOBES'));
      }),
    );
  });

  it('of IOB1 begin with B only where it divides two of a type', () => {
    const spans = strictSpans(labelsOf(['I-Gene', 'I-Gene', 'B-Gene', 'O', 'B-Gene', 'I-Disease']), 'IOB1');
    expect(spans).toEqual([
      { start: 0, end: 2, type: 'Gene' },
      { start: 2, end: 3, type: 'Gene' },
      { start: 5, end: 6, type: 'Disease' },
    ]);
  });
});
