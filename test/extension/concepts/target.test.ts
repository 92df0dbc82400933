import { describe, expect, it } from 'vitest';
import { targetOf } from '../../../src/extension/concepts/target.ts';

const place = { uri: 'file:///a.md', start: 1, end: 3 };

describe('what a command is asked about', () => {
  it.each([
    ['an identifier', 'MESH:D000544', { text: 'MESH:D000544' }],
    ['a place', place, { place }],
    ['a concept of the view', { kind: 'concept', identifiers: ['a'], place }, { identifiers: ['a'], place }],
    ['a mention of the view', { kind: 'mention', place }, { place }],
    ['nothing: the cursor', undefined, {}],
    ['a concept without identifiers', { identifiers: [] }, {}],
    ['something else', { identifiers: [7], place: { uri: 3 } }, {}],
    ['a place before the document', { place: { ...place, start: -1 } }, {}],
  ])('is %s', (_, argument, expected) => {
    expect(targetOf(argument)).toEqual(expected);
  });
});
