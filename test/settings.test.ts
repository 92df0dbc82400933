import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumF1Of, readSettings, settings } from '../src/settings.ts';

const defaults = Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.default]));

describe('reading settings', () => {
  it('gives the defaults for what is absent', () => {
    for (const section of [undefined, null, {}, { model: null }, 'nonsense', 3]) {
      expect(readSettings(section)).toEqual({ values: defaults, problems: [] });
    }
  });

  it('takes what fits', () => {
    const given = {
      enabledTypes: ['Gene'],
      minimumScore: 0.25,
      model: '/models/mine',
      device: 'webgpu',
      severity: 'none',
      maximumProblems: 0,
      exclude: ['**/drafts'],
      'evaluation.minimumF1': { Gene: 0.8 },
      'concepts.link': false,
      'concepts.readWorkspace': false,
      'concepts.folder': '/data/concepts',
      'concepts.inlayHints': true,
      'concepts.completionTrigger': ';;',
      'writing.undefinedAbbreviation': false,
      'writing.redefinedAbbreviation': false,
      'writing.unusedAbbreviation': false,
      'writing.severalNames': false,
      'writing.previousSymbol': false,
      'training.keepRunning': false,
    };
    expect(readSettings(given)).toEqual({ values: given, problems: [] });
  });

  it('takes a setting with a dot in its name as VS Code gives it, an object in an object', () => {
    const { values, problems } = readSettings({ evaluation: { minimumF1: 0.75 } });
    expect(problems).toEqual([]);
    expect(values['evaluation.minimumF1']).toBe(0.75);
  });

  it('tells the lowest F1 of a type, whatever its case', () => {
    expect(minimumF1Of(null, 'Gene')).toBeUndefined();
    expect(minimumF1Of(0.5, 'Gene')).toBe(0.5);
    expect(minimumF1Of({ gene: 0.8 }, 'Gene')).toBe(0.8);
    expect(minimumF1Of({ gene: 0.8 }, 'Disease')).toBeUndefined();
  });

  it.each([
    ['enabledTypes', 'Gene'],
    ['enabledTypes', [1]],
    ['minimumScore', 1.5],
    ['minimumScore', '0.5'],
    ['minimumScore', Number.NaN],
    ['model', 7],
    ['device', 'tpu'],
    ['severity', 'loud'],
    ['maximumProblems', -1],
    ['maximumProblems', 2.5],
    ['exclude', { '**/x': true }],
    ['evaluation.minimumF1', 80],
    ['evaluation.minimumF1', { Gene: '80 %' }],
    ['evaluation.minimumF1', [0.8]],
  ])('replaces %s: %j by its default and says so', (name, value) => {
    const { values, problems } = readSettings({ [name]: value });
    expect(values).toEqual(defaults);
    expect(problems).toEqual([expect.stringContaining(`gerbera.${name}`)]);
  });

  it('survives anything', () => {
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(Object.keys(settings).map((name) => [name, fc.anything()]))),
        (given) => {
          const { values, problems } = readSettings(given);
          expect(Object.keys(values)).toEqual(Object.keys(defaults));
          for (const problem of problems) expect(problem).toMatch(/^The setting gerbera\.[\w.]+ must be /);
        },
      ),
    );
  });
});
