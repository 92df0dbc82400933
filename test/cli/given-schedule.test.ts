import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from '../../src/cli/arguments.ts';
import { givenSchedule, scheduleOptions } from '../../src/cli/given-schedule.ts';
import type { ScheduleName } from '../../src/train/config/schedules/schedule.ts';

const [target, a, b] = ['/c/t', '/c/a', '/d/a'].map((place) => path.resolve(place)) as [string, string, string];
const use = { map: {}, target: { fraction: 1, onlyWithMentions: false } };

function read(schedule: ScheduleName, argv: readonly string[], map: Readonly<Record<string, string>> = {}) {
  const given = parseArguments(argv, scheduleOptions);
  return givenSchedule(given, schedule, { target, auxiliaries: [a, b] }, { ...use, map });
}

describe('a schedule of the command line', () => {
  it('is the corpora alone where nothing else is said', () => {
    expect(read('joint', [])).toEqual({
      schedule: 'joint',
      target: { folder: target, fraction: 1, onlyWithMentions: false, heads: {} },
      auxiliaries: [{ folder: a }, { folder: b }],
    });
  });

  it('weights corpora by the names that they have in the configuration', () => {
    const { target: main, auxiliaries } = read('joint', ['--sampling-weights', 't=0.5,a-2=3']);
    expect([main, ...auxiliaries].map(({ weight }) => weight)).toEqual([0.5, undefined, 3]);
  });

  it('freezes, then thaws, stage by stage', () => {
    expect(read('gerbera', ['--freeze', 'target=encoder:2,target=3', '--freeze', '*=0']).freeze).toEqual({
      target: [{ layers: 'encoder', epochs: 2 }, { layers: 3 }],
      '*': [{ layers: 0 }],
    });
  });

  it.each<[ScheduleName, readonly string[], boolean]>([
    ['joint', [], true],
    ['joint', ['--heads', 'separate'], true],
    ['joint', ['--heads', 'general'], false],
    ['joint', ['--heads', 'shared'], false],
    ['gerbera', [], false],
    ['gerbera', ['--heads', 'types'], true],
  ])('%s %j names the heads of auxiliaries as those of the target: %s', (schedule, argv, named) => {
    const map = { Drug: 'Chemical' };
    const given = read(schedule, argv, map);
    expect(given.target.heads).toEqual(map);
    expect(given.auxiliaries.map(({ heads }) => heads)).toEqual([1, 2].map(() => (named ? map : undefined)));
  });

  it.each<[readonly string[], string]>([
    [['--heads', 'own'], '--heads is one of types, separate, general, shared, not "own"'],
    [['--best', '0'], '--best is a number from 1 to'],
    [['--best', '1.5'], '--best is a whole number, not "1.5"'],
    [['--freeze', 'target'], '--freeze takes pairs such as target=6, target=encoder or target=6:2, not "target"'],
    [['--freeze', 'target=all'], '--freeze takes pairs'],
    [['--freeze', 'target=2:0'], '--freeze takes pairs'],
    [['--sampling-weights', 'a'], '--sampling-weights takes pairs such as wikigold=2'],
    [['--sampling-weights', 'a=0'], '--sampling-weights takes pairs'],
    [['--sampling-weights', 'a=Infinity'], '--sampling-weights takes pairs'],
    [['--sampling-weights', 'c=2'], '--sampling-weights names "c"; the corpora are t, a, a-2'],
  ])('%j is refused', (argv, message) => {
    expect(() => read('joint', argv)).toThrow(UsageError);
    expect(() => read('joint', argv)).toThrow(message);
  });
});
