import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonProblem, parseJson, parseJsonObject } from '../../src/core/json.ts';
import { quoted } from '../../src/core/quote.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('JSON read from files', () => {
  it.each([
    ['{\n  "a": 1,\n  "b" 2\n}', 'f.json: line 3, column 7: invalid JSON: expected a colon'],
    ['{"a": [1, 2}', 'f.json: line 1, column 12: invalid JSON: expected a comma or ]'],
    ['{"a": 1', 'f.json: line 1, column 8: invalid JSON: expected a comma or }'],
    ['{"a": 1,}', 'f.json: line 1, column 9: invalid JSON: expected a key in double quotes'],
    ['[1] 2', 'f.json: line 1, column 5: invalid JSON: text after the end'],
    ['["\n"]', 'f.json: line 1, column 3: invalid JSON: a string that does not end or has a bad character or escape'],
    ['', 'f.json: line 1, column 1: invalid JSON: the text ends too early'],
    ['[NaN]', 'f.json: line 1, column 2: invalid JSON: expected a value'],
  ])('%j is refused with its line and column', (text, message) => {
    expect(() => parseJson(text, 'f.json')).toThrow(message);
  });

  it('passes over a byte order mark', () => {
    expect(parseJson('\ufeff{"a":1}', 'f.json')).toEqual({ a: 1 });
  });

  it('must be an object where one is needed', () => {
    expect(() => parseJsonObject('[]', 'f.json')).toThrow('f.json: expected a JSON object, found an array');
    expect(() => parseJsonObject('null', 'f.json')).toThrow('f.json: expected a JSON object, found null');
    expect(() => parseJsonObject(`"x\\n${'y'.repeat(1000)}"`, 'f.json')).toThrow(/found "x\\ny{1,80}…"$/);
  });

  it('may nest as deep as any real file does, and no deeper', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => parseJson(nested(200), 'f.json')).not.toThrow();
    expect(() => parseJson(nested(100_000), 'f.json')).toThrow('f.json: line 1, column 201: invalid JSON: nested more');
  });

  it('has problems exactly where JSON.parse finds some', () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', ',', ':', '{', ']', '\\', '0', '-', 'e', '\t', '\u0001'))
      .map(
        ([text, at, change]) =>
          text.slice(0, at % (text.length + 1)) + change + text.slice((at % (text.length + 1)) + 1),
      );
    const soup = fc.string({ unit: fc.constantFrom(...'{}[]",:0-1.eE+\\untrfals \n'), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged, soup), (text) => {
        const problem = findJsonProblem(text);
        expect(problem === undefined, `${text} ${JSON.stringify(problem)}`).toBe(isJson(text));
        if (problem) expect(problem.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps within limits of depth, number and unique keys', () => {
    const limits = { depth: 2, values: 5, uniqueKeys: true };
    expect(findJsonProblem('[[1, 2], 3]', limits)).toBeUndefined();
    expect(findJsonProblem('[[1, []]]', limits)?.message).toBe('nested more than 2 deep');
    expect(findJsonProblem('[1, 2, 3, 4, 5]', limits)?.message).toBe('more than 5 values');
    expect(findJsonProblem('{"a": {"b": 1}, "b": 2}', limits)).toBeUndefined();
    expect(findJsonProblem('{"a": 1, "\\u0061": 2}', limits)).toEqual({
      offset: 9,
      message: 'the key "a" comes twice',
    });
  });
});

describe('a name in a message', () => {
  it('stays on one line and short', () => {
    expect(quoted('bert.encoder')).toBe('"bert.encoder"');
    expect(quoted('a\nb\u0085\u2028"')).toBe('"a\\nb\\u0085\\u2028\\""');
    expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(80)}…"`);
  });
});
