import { describe, expect, it } from 'vitest';
import { placeMentions } from '../../src/core/place.ts';

describe('placing mentions in the source', () => {
  // Source: "the *T* -cell\n  leukaemia" read as the words the, T, -, cell, leukaemia.
  const sentence = {
    start: 0,
    end: 25,
    words: [
      { text: 'the', start: 0, end: 3, spaced: false },
      { text: 'T', start: 5, end: 6, spaced: true },
      { text: '-', start: 8, end: 9, spaced: false },
      { text: 'cell', start: 9, end: 13, spaced: false },
      { text: 'leukaemia', start: 16, end: 25, spaced: true },
    ],
  };

  it('spans first to last word, and reads as the prose does', () => {
    expect(placeMentions(sentence, [{ start: 1, end: 5, type: 'Disease', score: 0.5 }])).toEqual([
      { start: 5, end: 25, type: 'Disease', score: 0.5, mention: 'T-cell leukaemia' },
    ]);
  });

  it('divides a mention at what is not read', () => {
    const words = sentence.words.map((word) => (word.text === 'leukaemia' ? { ...word, cut: true as const } : word));
    expect(placeMentions({ ...sentence, words }, [{ start: 1, end: 5, type: 'Disease', score: 0.5 }])).toEqual([
      { start: 5, end: 13, type: 'Disease', score: 0.5, mention: 'T-cell' },
      { start: 16, end: 25, type: 'Disease', score: 0.5, mention: 'leukaemia' },
    ]);
    expect(placeMentions({ ...sentence, words }, [{ start: 4, end: 5, type: 'Disease', score: 0.5 }])).toHaveLength(1);
  });

  it('leaves out what holds neither a letter nor a digit', () => {
    expect(placeMentions(sentence, [{ start: 2, end: 3, type: 'DNA', score: 0.5 }])).toEqual([]);
    const words = sentence.words.map((word) => (word.text === 'cell' ? { ...word, cut: true as const } : word));
    const parts = placeMentions({ ...sentence, words }, [{ start: 2, end: 4, type: 'DNA', score: 0.5 }]);
    expect(parts.map(({ mention }) => mention)).toEqual(['cell']);
  });

  it('refuses a mention outside its sentence', () => {
    expect(() => placeMentions(sentence, [{ start: 5, end: 6, type: 'Disease', score: 0.5 }])).toThrow(RangeError);
  });
});
