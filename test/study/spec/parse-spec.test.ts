import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { UserError } from '../../../src/core/errors.ts';
import { randomOf } from '../../../src/core/random.ts';
import { parseSpec } from '../../../src/study/spec/parse-spec.ts';

const whole = `
name: help
base: ./base
root: corpora
corpora:
  genes: { folder: bc2gm, heads: Gene }
targets:
  - ncbi/disease
  - { corpus: genes, onlyWithMentions: true }
auxiliaries:
  - others
  - { corpus: general/btc, name: tweets }
  - { name: all, corpora: [others, general/wikigold] }
methods:
  - single
  - { name: frozen, schedule: transfer, heads: separate, freeze: { target: [{ layers: 1, epochs: 2 }] } }
sizes: [{ sentences: 500 }, { fraction: 0.1 }]
seeds: [7, 1-3]
develSentences: 100
run: { device: cpu, threads: 2, maxLength: 64 }
stages:
  '*': { sampling: { alpha: 0.5 } }
  target: { epochs: 3, batch: { tokens: 96 } }
exclude:
  - { target: genes, method: frozen, auxiliary: [tweets, all] }
`;

const least = { base: './base', targets: ['a'], methods: ['single'] };
const parse = (text: string, file = '/studies/s.yaml') => parseSpec(text, file);

describe('the file of a study', () => {
  it('is read with all that it may say', () => {
    const disease = { name: 'disease', folder: '/studies/corpora/ncbi/disease' };
    const genes = { name: 'genes', folder: '/studies/corpora/bc2gm', heads: { '*': 'Gene' } };
    const folder = (place: string) => `/studies/corpora/general/${place}`;
    expect(parse(whole)).toEqual({
      name: 'help',
      file: '/studies/s.yaml',
      base: '/studies/base',
      targets: [disease, { ...genes, onlyWithMentions: true }],
      auxiliaries: [
        { name: 'disease', corpora: [disease] },
        { name: 'genes', corpora: [genes] },
        { name: 'tweets', corpora: [{ name: 'tweets', folder: folder('btc') }] },
        { name: 'all', corpora: [disease, genes, { name: 'wikigold', folder: folder('wikigold') }] },
      ],
      methods: [
        { name: 'single', schedule: 'single', stages: {} },
        {
          name: 'frozen',
          schedule: 'transfer',
          heads: 'separate',
          freeze: { target: [{ layers: 1, epochs: 2 }] },
          stages: {},
        },
      ],
      sizes: [{ sentences: 500 }, { fraction: 0.1 }],
      seeds: [7, 1, 2, 3],
      develSentences: 100,
      run: { device: 'cpu', threads: 2, maxLength: 64 },
      stages: { '*': { sampling: { alpha: 0.5 } }, target: { epochs: 3, batch: { tokens: 96 } } },
      exclude: [{ targets: ['genes'], methods: ['frozen'], auxiliaries: ['tweets', 'all'] }],
    });
  });

  it('may be JSON, and its corpora elsewhere', () => {
    const spec = parseSpec(JSON.stringify(least, undefined, '\t'), '/studies/s.json', { corpora: '/data' });
    expect([spec.name, spec.seeds, spec.sizes]).toEqual(['s', [1], [{ fraction: 1 }]]);
    expect(spec.targets).toEqual([{ name: 'a', folder: '/data/a' }]);
    expect(spec.run).toEqual({ device: 'auto', maxLength: 128 });
  });

  it.each<[string, object | string, string]>([
    ['a key that comes twice', 'base: a\nbase: b', 's.yaml: line 2: Map keys must be unique'],
    ['what is no YAML', 'base: [a', 's.yaml: line 1: '],
    ['tags of a program', 'base: !!js/function x', 's.yaml: line 1: Unresolved tag'],
    ['a list', '- a', 's.yaml: it is not an object'],
    ['nothing', '', 's.yaml: it is not an object'],
    [
      'an unknown key',
      { ...least, sedes: [1] },
      's.yaml: line 6: there is no setting "sedes"; these are: auxiliaries, ',
    ],
    ['an absent key', { base: './b', methods: ['single'] }, 's.yaml: targets is missing'],
    ['no target', { ...least, targets: [] }, 's.yaml: line 2: targets is [], not a list of at least one corpus'],
    ['two targets of a name', { ...least, targets: ['a', 'x/a'] }, 'targets: there are two called "a"'],
    [
      'an unknown schedule',
      { ...least, methods: ['double'] },
      's.yaml: line 4: methods is "double", not one of single, ',
    ],
    ['a method that needs others', { ...least, methods: ['joint'] }, 'the method "joint" needs "auxiliaries"'],
    [
      'a number out of range, deep',
      { ...least, methods: [{ schedule: 'single', stages: { target: { sampling: { alpha: 2 } } } }] },
      's.yaml: line 9: methods[0].stages.target.sampling.alpha is 2, not a number of at least 0 and at most 1',
    ],
    [
      'what the schedule says',
      { ...least, stages: { target: { from: 'base' } } },
      's.yaml: line 7: stages.target: "from" is for the schedule to say',
    ],
    ['no seed', { ...least, seeds: ['3-1'] }, 's.yaml: line 6: seeds is "3-1", not a list of whole numbers'],
    ['half a seed', { ...least, seeds: [0.5] }, 'seeds is 0.5, not'],
    ['too many seeds', { ...least, seeds: ['1-5000'] }, 'seeds is "1-5000", not'],
    ['a size twice', { ...least, sizes: [{ sentences: 5 }, { sentences: 5 }] }, 'sizes: one comes twice'],
    [
      'a size of two kinds',
      { ...least, sizes: [{ sentences: 5, fraction: 1 }] },
      'sizes[0]: there is no setting "sentences"',
    ],
    [
      'a head that is none',
      { ...least, targets: [{ corpus: 'a', heads: 'x y' }] },
      'targets[0].heads is "x y", not a name for a head',
    ],
    ['an exclusion of all', { ...least, exclude: [{}] }, 'exclude[0]: names no target, auxiliary or method'],
    [
      'an exclusion of nothing',
      { ...least, exclude: [{ target: 'b' }] },
      's.yaml: line 7: exclude[0].target is "b", not one of "a"',
    ],
  ])('is refused with %s', (_, given, message) => {
    const text = typeof given === 'string' ? given : stringify(given);
    expect(() => parse(text)).toThrow(UserError);
    expect(() => parse(text)).toThrow(message);
  });

  it('is refused with aliases that stand for gigabytes, and with brackets without end', () => {
    const names = [...'abcdefghijkl'];
    const lines = names.map((name, index) => {
      const before = names[index - 1];
      return `${name}: &${name} [${Array(10)
        .fill(before === undefined ? 'x' : `*${before}`)
        .join(', ')}]`;
    });
    expect(() => parse(lines.join('\n'))).toThrow('/studies/s.yaml: cannot be read: Excessive alias count');
    expect(() => parse('['.repeat(100_000))).toThrow('nested more than 200 deep');
    expect(() => parse('- '.repeat(100_000))).toThrow('nested more than 200 deep');
    expect(() => parseSpec('['.repeat(100_000), '/studies/s.json')).toThrow('nested more than 200 deep');
  });

  it('is refused with a second document', () => {
    const text = 'targets: [one]\nmethods: [single]\n---\ntargets: [two]\n';
    expect(() => parseSpec(text, '/s.yaml')).toThrow('/s.yaml: line 3: a study is one document');
  });

  it('is read or refused in words, whatever is in it', () => {
    const random = randomOf('study files');
    const pieces = [
      ...whole,
      '{',
      '}',
      '[',
      ']',
      ': ',
      '- ',
      '&a ',
      '*a',
      '\u0000',
      '"',
      '!!',
      '\t',
      '\n  ',
      '<<',
      'null',
    ];
    for (let round = 0; round < 100; round++) {
      let text = whole;
      for (let change = 0; change <= random.below(4); change++) {
        const at = random.below(text.length);
        text = `${text.slice(0, at)}${pieces[random.below(pieces.length)]}${text.slice(at + random.below(9))}`;
      }
      try {
        parse(text);
      } catch (thrown) {
        expect(thrown, text).toBeInstanceOf(UserError);
      }
    }
  });
});
