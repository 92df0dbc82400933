import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResults, writeResults } from '../../src/study/results.ts';
import { scratchFolder } from '../model/tiny.ts';
import { resultOf } from './report/made-up.ts';

const result = resultOf(
  { target: 'A', auxiliary: null, method: 'single', size: { sentences: 20 }, seed: 1, key: 'k' },
  0.5,
);

describe('the results of a study', () => {
  it('are read as they were written', () => {
    const file = path.join(scratchFolder(), 'results.jsonl');
    writeResults(file, [result, { ...result, size: { fraction: 0.1 } }]);
    expect(readResults(file)).toHaveLength(2);
  });

  it.each([
    ['that is cut short', '{"target":', 'line 2: not JSON'],
    [
      'with a score that is no share',
      JSON.stringify(result).replace('"f1":0.5', '"f1":1e999'),
      'line 2: not the result',
    ],
    ['with a score below zero', JSON.stringify(result).replace('"f1":0.5', '"f1":-7'), 'line 2: not the result'],
    ['without a size', JSON.stringify({ ...result, size: {} }), 'line 2: not the result'],
  ])('are refused with a line %s', (_, line, message) => {
    const file = path.join(scratchFolder(), 'results.jsonl');
    writeFileSync(file, `${JSON.stringify(result)}\n${line}\n`);
    expect(() => readResults(file)).toThrow(message);
    expect(() => readResults(file)).toThrow('remove the line');
  });
});
