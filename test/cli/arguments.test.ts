import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from '../../src/cli/arguments.ts';

const specs = {
  model: { kind: 'value', placeholder: 'M', help: '' },
  types: { kind: 'list', placeholder: 'T,…', help: '' },
  json: { kind: 'flag', help: '' },
  words: { kind: 'rest', placeholder: 'W…', help: '' },
  text: { kind: 'paths', placeholder: 'PATH…', help: '' },
} as const;

const parse = (...argv: string[]) => parseArguments(argv, specs);

describe('arguments of a command line', () => {
  it('mixes options and positionals, with = or without', () => {
    const given = parse('a', '--model', 'm', 'b', '--json', '-', '--model=n=1');
    expect(given.positionals).toEqual(['a', 'b', '-']);
    expect(given.value('model')).toBe('n=1');
    expect(given.flag('json')).toBe(true);
    expect(given.value('types')).toBeUndefined();
  });

  it('takes a value that begins with a dash, or is empty', () => {
    expect(parse('--model', '--json').value('model')).toBe('--json');
    expect(parse('--model', '').value('model')).toBe('');
    expect(parse('--model=').value('model')).toBe('');
  });

  it('splits lists, given once or more', () => {
    expect(parse('--types', 'Gene, DNA', '--types=RNA').list('types')).toEqual(['Gene', 'DNA', 'RNA']);
  });

  it('ends the options at --', () => {
    expect(parse('--', '--model', '-x').positionals).toEqual(['--model', '-x']);
  });

  it('reads words up to the next option, whatever they look like', () => {
    const given = parse('m', '--words', 'IL-2', '-', '--', '--json', '-5');
    expect(given.list('words')).toEqual(['IL-2', '-', '--json', '-5']);
    expect(given.positionals).toEqual(['m']);
    expect(parse('--words', '-5', '--not-an-option', '--json').list('words')).toEqual(['-5', '--not-an-option']);
    expect(parse('--words').list('words')).toEqual([]);
  });

  it('reads paths up to the next option, and takes a misspelt option for none of them', () => {
    const given = parse('--text', 'a', '-', 'b', '--json', '--text=c', '--', '--text');
    expect(given.list('text')).toEqual(['a', '-', 'b', 'c', '--text']);
    expect(given.flag('json')).toBe(true);
    expect(() => parse('--text', 'a', '--jsn', 'b')).toThrow(new UsageError('unknown option --jsn'));
    expect(() => parse('--text', 'a', '-j')).toThrow(new UsageError('unknown option -j'));
  });

  it.each([
    [['--nothing=1'], 'unknown option --nothing'],
    [['-x'], 'unknown option -x'],
    [['--constructor'], 'unknown option --constructor'],
    [['--model'], '--model needs a value (M)'],
    [['--json=yes'], '--json takes no value'],
  ])('refuses %j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(new UsageError(message));
  });

  it('checks numbers and choices', () => {
    expect(parse('--model', '0.5').number('model', 0, 1)).toBe(0.5);
    for (const wrong of ['', ' ', 'x', 'NaN', '2', '-1', '0.5x']) {
      expect(() => parse('--model', wrong).number('model', 0, 1)).toThrow(UsageError);
    }
    expect(parse('--model', 'a').choice('model', ['a', 'b'])).toBe('a');
    expect(() => parse('--model', 'c').choice('model', ['a', 'b'])).toThrow('--model is one of a, b, not "c"');
  });

  it('never fails but with a usage error, whatever is typed', () => {
    const argument = fc.oneof(
      fc.string(),
      fc.constantFrom('--', '-', '--model', '--words', '--text', '--json', '--types=a,b'),
    );
    fc.assert(
      fc.property(fc.array(argument), (argv) => {
        try {
          parse(...argv);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
