import { describe, expect, it } from 'vitest';
import { deviceName } from '../../src/protocol/device-name.ts';
import { partText } from '../../webview/panel/evaluate/parts.ts';
import { epochsText, examplesText, tokensText, updatesText } from '../../webview/panel/words.ts';

describe('words of the panel', () => {
  it.each([
    [examplesText, 'example'],
    [tokensText, 'token'],
    [updatesText, 'update'],
    [epochsText, 'epoch'],
  ])('count none, one and many: %o', (text, noun) => {
    expect([0, 1, 2].map(text)).toEqual([`0 ${noun}s`, `1 ${noun}`, `2 ${noun}s`]);
  });

  it('count what is in a part, which may have more than was read', () => {
    const part = { split: 'test', place: '/c/test.tsv', form: 'CoNLL', documents: 1, mentions: { Gene: 1 } } as const;
    expect(partText({ ...part, complete: true })).toBe('Test: 1 document, 1 mention');
    expect(partText({ ...part, complete: false })).toBe('Test: 1+ documents, 1+ mentions');
    expect(partText({ ...part, documents: 2, mentions: {}, complete: true })).toBe('Test: 2 documents, 0 mentions');
  });

  it('call devices by their names, also one that is not known yet', () => {
    expect(['cpu', 'coreml', 'npu'].map(deviceName)).toEqual(['CPU', 'Core ML', 'npu']);
  });
});
