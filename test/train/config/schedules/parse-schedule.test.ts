import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/core/errors.ts';
import { parseSchedule } from '../../../../src/train/config/schedules/parse-schedule.ts';

const file = path.resolve('/runs/schedule.json');
const minimal = { schedule: 'transfer', base: 'default', output: 'out', target: 'NCBI', auxiliaries: ['../c/wiki'] };
const parse = (value: unknown, given = {}) => parseSchedule(JSON.stringify(value), file, given);

describe('a configuration file with a schedule', () => {
  it('may leave out what has a default; its paths are relative to it', () => {
    expect(parse(minimal)).toMatchObject({
      schedule: {
        schedule: 'transfer',
        target: { folder: path.resolve('/runs/NCBI') },
        auxiliaries: [{ folder: path.resolve('/c/wiki') }],
      },
      settings: { base: 'default', output: path.resolve('/runs/out'), seed: 1, merge: true, keepHeads: false },
    });
  });

  it('says what is used of a corpus, its heads, its weight, what is frozen, and settings of stages', () => {
    const target = {
      folder: 'NCBI',
      name: 'mine',
      type: 'Disease',
      heads: { Disease: 'Illness', Modifier: '' },
      sentences: 500,
      develSentences: 200,
      fraction: 0.5,
      onlyWithMentions: true,
      license: 'MIT',
      weight: 2,
    };
    const stages = { '*': { dropout: 0 }, target: { epochs: 3, sampling: { alpha: 0.3 } } };
    const freeze = { target: [{ layers: 2, epochs: 1 }, { layers: 'encoder' }] };
    const all = { ...minimal, schedule: 'best', best: 1, heads: 'separate', target, stages, freeze };
    expect(parse(all)?.schedule).toEqual({
      schedule: 'best',
      best: 1,
      heads: 'separate',
      target: { ...target, folder: path.resolve('/runs/NCBI') },
      auxiliaries: [{ folder: path.resolve('/c/wiki') }],
      stages,
      freeze,
    });
  });

  it('gives way to what is given beside it', () => {
    expect(parse({ ...minimal, seed: 7 }, { output: '/elsewhere', seed: 9 })?.settings).toMatchObject({
      ...{ output: '/elsewhere', seed: 9 },
    });
  });

  it('is told from one with stages', () => {
    expect(parse({ base: 'default', stages: [] })).toBeUndefined();
    expect(parse([])).toBeUndefined();
  });

  it.each<[object, RegExp]>([
    [
      { ...minimal, schedule: 'merge' },
      /^\/runs\/schedule\.json: schedule is "merge", not one of "single", "transfer",/,
    ],
    [{ ...minimal, target: undefined }, /target is missing/],
    [{ ...minimal, target: 3 }, /target is not an object/],
    [{ ...minimal, target: { name: 'a' } }, /target\.folder is missing/],
    [{ ...minimal, target: { folder: 'a', sentence: 3 } }, /target: there is no setting "sentence"; these are: /],
    [{ ...minimal, target: { folder: 'a', weight: 0 } }, /target\.weight is 0, not a number above 0/],
    [{ ...minimal, target: { folder: 'a', heads: { x: 'a/b' } } }, /target\.heads\.x is "a\/b", not a name for a head/],
    [{ ...minimal, auxiliaries: 'wiki' }, /auxiliaries is "wiki", not a list/],
    [{ ...minimal, auxiliaries: [''] }, /auxiliaries\[0\] is "", not a text/],
    [{ ...minimal, heads: 'own' }, /heads is "own", not one of "types", "separate", "general", "shared"/],
    [{ ...minimal, best: 0 }, /best is 0, not a whole number of at least 1/],
    [{ ...minimal, freeze: { target: [{ layers: 'all' }] } }, /freeze\.target\[0\]\.layers is "all"/],
    [{ ...minimal, stages: { target: { name: 'x' } } }, /stages\.target: "name" is for the schedule to say/],
    [{ ...minimal, stages: { target: { epoch: 3 } } }, /stages\.target: there is no setting "epoch"/],
    [{ ...minimal, corpora: {} }, /there is no setting "corpora"/],
    [{ ...minimal, output: undefined }, /output is missing/],
  ])('%j is refused with the key named', (value, message) => expect(() => parse(value)).toThrow(message));

  it('is read or refused with a reason, whatever it holds', () => {
    const keys = [...Object.keys(minimal), 'best', 'heads', 'freeze', 'stages', 'seed', 'folder', 'sampling', '*'];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('transfer', 'best', 'types', '', 'target', null, true),
        fc.double(),
        fc.array(tie('any'), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (more) => {
        try {
          parse({ ...minimal, ...more });
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      }),
      { seed: 7 },
    );
  });
});
