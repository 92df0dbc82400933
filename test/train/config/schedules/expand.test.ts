import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../../../src/train/config/check-config.ts';
import { formatConfig, parseConfig } from '../../../../src/train/config/parse-config.ts';
import { expandSchedule, type ScheduleOptions } from '../../../../src/train/config/schedules/expand.ts';
import {
  type ScheduleConfig,
  type ScheduleCorpus,
  type ScheduleName,
  scheduleNames,
} from '../../../../src/train/config/schedules/schedule.ts';
import { runSettings } from '../run-settings.ts';

const options: ScheduleOptions = {
  base: '/models/base',
  hidden: 768,
  output: '/runs/out',
  run: runSettings,
};
const corpus = (folder: string, types: readonly string[], more: Partial<ScheduleCorpus> = {}): ScheduleCorpus => ({
  folder,
  types,
  devel: true,
  ...more,
});
const target = corpus('/corpora/NCBI', ['Disease']);
const bc5 = corpus('/corpora/BC5CDR.v1', ['Disease', 'Chemical']);
const genes = corpus('/corpora/BC2GM', ['GENE'], { devel: false });

function expand(schedule: ScheduleName, more: Partial<ScheduleConfig> = {}, given: Partial<ScheduleOptions> = {}) {
  const auxiliaries = schedule === 'single' ? [] : [bc5, genes];
  const best = schedule === 'best' ? { best: 1 } : {};
  return expandSchedule({ schedule, target, auxiliaries, ...best, ...more }, { ...options, ...given });
}
const headsOf = (more: Partial<ScheduleConfig>) =>
  Object.values(expand('joint', more).corpora).map(({ heads }) => heads);

describe('a schedule is written out as stages', () => {
  const all = { sampling: { alpha: 0.5, order: 'mixed' }, corpora: ['NCBI', 'BC5CDR.v1', 'BC2GM'] };
  const chosen = { select: { keep: 'best', corpora: ['NCBI'] } };
  const aux = {
    name: 'auxiliary',
    from: 'base',
    corpora: ['BC5CDR.v1', 'BC2GM'],
    select: { keep: 'best', corpora: ['BC5CDR.v1'] },
    epochs: 20,
  };
  it.each<[ScheduleName, readonly object[]]>([
    ['single', [{ name: 'target', from: 'base', corpora: ['NCBI'], epochs: 20, ...chosen }]],
    ['transfer', [aux, { name: 'target', from: 'previous-best', corpora: ['NCBI'], epochs: 20, ...chosen }]],
    ['joint', [{ name: 'multi-task', from: 'base', epochs: 20, ...all, ...chosen }]],
    [
      'gerbera',
      [
        { name: 'multi-task', from: 'base', epochs: 20, ...all, ...chosen, sampling: { alpha: 1, order: 'mixed' } },
        { name: 'target', from: 'previous-best', corpora: ['NCBI'], epochs: 10, ...chosen },
      ],
    ],
    ['transfer-joint', [aux, { name: 'multi-task', from: 'previous-best', epochs: 20, ...all, ...chosen }]],
    [
      'best',
      [
        { name: 'multi-task', from: 'base', epochs: 20, ...all, ...chosen, corpora: ['NCBI', 'BC5CDR.v1'] },
        { name: 'target', from: 'previous-best', corpora: ['NCBI'], epochs: 10, ...chosen },
      ],
    ],
  ])('%s', (name, stages) => {
    const config = expand(name);
    expect(config.method).toBe(name);
    expect(config.stages).toHaveLength(stages.length);
    expect(config.stages).toMatchObject(stages);
    expect(() => checkConfig(config, 'it')).not.toThrow();
    expect(parseConfig(formatConfig(config), '/runs/config.json')).toEqual(config);
  });

  it('of auxiliaries without a devel part, the last weights are kept', () => {
    const [first] = expand('transfer', { auxiliaries: [genes] }).stages;
    expect(first?.select).toEqual({ keep: 'last', corpora: [] });
  });

  it('of auxiliaries after a single epoch, the last weights are kept: there is nothing to choose', () => {
    const once = { stages: { auxiliary: { epochs: 1 } } };
    expect(expand('transfer', once).stages[0]?.select).toEqual({ keep: 'last', corpora: [] });
    const often = { stages: { auxiliary: { epochs: 1, evaluate: { steps: 10 } } } };
    expect(expand('transfer', often).stages[0]?.select.keep).toBe('best');
    expect(expand('joint', { stages: { 'multi-task': { epochs: 1 } } }).stages[0]?.select.keep).toBe('best');
  });

  it('has only the corpora that it trains on', () => {
    expect(Object.keys(expand('best').corpora)).toEqual(['NCBI', 'BC5CDR.v1']);
  });

  it('says of a corpus what it was told, under the name that it was given', () => {
    const few = {
      name: 'mine',
      fraction: 0.5,
      sentences: 20,
      develSentences: 9,
      onlyWithMentions: true,
      license: 'MIT',
    };
    const { corpora } = expand('single', { target: { ...target, ...few } });
    const { name, ...settings } = few;
    expect(corpora).toEqual({ [name]: { folder: target.folder, heads: { Disease: 'Disease' }, ...settings } });
  });

  it('weights corpora where several are drawn from', () => {
    const auxiliaries = [bc5, { ...genes, weight: 3 }];
    const weighted = { auxiliaries, target: { ...target, weight: 0.5 } };
    expect(expand('gerbera', weighted).stages.map(({ sampling }) => sampling.weights)).toEqual([
      { NCBI: 0.5, BC2GM: 3 },
      undefined,
    ]);
    expect(expand('transfer-joint', { auxiliaries }).stages.map(({ sampling }) => sampling.weights)).toEqual([
      { BC2GM: 3 },
      { BC2GM: 3 },
    ]);
  });

  it('takes settings for every stage, over them those of one, and what is frozen', () => {
    const { stages } = expand(
      'gerbera',
      {
        freeze: { '*': [{ layers: 0 }], target: [{ layers: 'encoder', epochs: 1 }] },
        stages: { '*': { dropout: 0, epochs: 3 }, target: { epochs: 2, sampling: { alpha: 0 } } },
      },
      { epochs: [9], learningRates: [1e-3, 1e-4], overrides: { dropout: 0.3, patience: 1 } },
    );
    expect(stages).toMatchObject([
      { epochs: 3, dropout: 0, patience: 1, learningRate: 1e-3, freeze: [{ layers: 0 }] },
      { epochs: 2, dropout: 0, sampling: { alpha: 0, order: 'mixed' }, learningRate: 1e-4 },
    ]);
    expect(stages[1]?.freeze).toEqual([{ layers: 'encoder', epochs: 1 }]);
  });
});

describe('the heads of auxiliaries', () => {
  const own = { Disease: 'Disease' };
  it.each<[ScheduleConfig['heads'], readonly object[]]>([
    [undefined, [own, { Disease: 'Disease', Chemical: 'Chemical' }, { GENE: 'Gene' }]],
    ['types', [own, { Disease: 'Disease', Chemical: 'Chemical' }, { GENE: 'Gene' }]],
    ['separate', [own, { Disease: 'Disease_BC5CDR_v1', Chemical: 'Chemical_BC5CDR_v1' }, { GENE: 'Gene_BC2GM' }]],
    ['general', [own, { '*': 'General' }, { '*': 'General' }]],
    ['shared', [own, { '*': 'Disease' }, { '*': 'Disease' }]],
  ])('%s', (heads, expected) => expect(headsOf(heads ? { heads } : {})).toEqual(expected));

  it('are General in GERBERA, unless others are asked for', () => {
    expect(expand('gerbera').corpora.BC2GM?.heads).toEqual({ '*': 'General' });
    expect(expand('gerbera', { heads: 'types' }).corpora.BC2GM?.heads).toEqual({ GENE: 'Gene' });
  });

  it('are of those types alone that are not left out', () => {
    const auxiliaries = [{ ...bc5, heads: { Chemical: '' } }];
    expect(headsOf({ auxiliaries, heads: 'general' })[1]).toEqual({ Disease: 'General' });
    expect(headsOf({ auxiliaries, heads: 'shared' })[1]).toEqual({ Disease: 'Disease' });
    expect(headsOf({ auxiliaries, heads: 'types' })[1]).toEqual({ Disease: 'Disease' });
  });

  it('of a corpus of its own are like no others', () => {
    const auxiliaries = ['a.b', 'a_b', 'a b'].map((name) => corpus(`/corpora/${name}`, ['Gene', 'Protein'], { name }));
    const other = corpus('/corpora/c', ['Gene_a_b']);
    expect(headsOf({ auxiliaries: [...auxiliaries, other], heads: 'separate' }).slice(1)).toEqual([
      { Gene: 'Gene_a_b-2', Protein: 'Gene_a_b-2' },
      { Gene: 'Gene_a_b-3', Protein: 'Gene_a_b-3' },
      { Gene: 'Gene_a_b-2-2', Protein: 'Gene_a_b-2-2' },
      { Gene_a_b: 'Gene_a_b_c' },
    ]);
  });
});

describe('a schedule that makes no sense is refused with the reason', () => {
  const several = corpus('/corpora/JNLPBA', ['DNA', 'RNA']);
  it.each<[ScheduleName, Partial<ScheduleConfig>, RegExp]>([
    ['single', { auxiliaries: [bc5] }, /^the schedule "single" trains on the target alone; leave out the auxiliary/],
    ['single', { heads: 'types' }, /"single" has no auxiliary corpus whose heads could be "types"/],
    ['transfer', { auxiliaries: [] }, /"transfer" needs an auxiliary corpus at least; name one, or use .* "single"/],
    ['joint', { auxiliaries: [bc5, target] }, /has the target among its auxiliary corpora: \/corpora\/NCBI/],
    ['joint', { auxiliaries: [bc5, bc5] }, /has an auxiliary corpus twice: \/corpora\/BC5CDR\.v1/],
    ['joint', { target: { ...target, name: 'a' }, auxiliaries: [{ ...bc5, name: 'a' }] }, /two corpora called "a"/],
    ['best', { best: undefined as never }, /needs to be told how many of the candidates/],
    ['best', { best: 3 }, /cannot train with the best 3; there are 2 candidates/],
    ['best', { best: 2, auxiliaries: [bc5] }, /cannot train with the best 2; there is 1 candidate$/],
    ['best', { best: 0.5 }, /a whole number of candidates from 1, not 0\.5/],
    ['gerbera', { best: 1 }, /trains with every auxiliary corpus; the best 1 of them are for the schedule "best"/],
    ['gerbera', { freeze: { joint: [] } }, /no stage "joint" for "freeze"; its stages are multi-task and target/],
    ['joint', { stages: { target: {} } }, /no stage "target" for "stages"; its stage is multi-task/],
    [
      'joint',
      { stages: { '*': { corpora: ['NCBI'] } } },
      /says "corpora" of its stages itself; leave it out of the stage "\*"/,
    ],
    [
      'transfer',
      { freeze: { target: [{ layers: 0 }] }, stages: { target: { freeze: [] } } },
      /is told twice what to freeze in the stage "target"/,
    ],
    ['joint', { target: several, heads: 'shared' }, /the target has several \(DNA, RNA\); leave out types/],
    [
      'gerbera',
      { target: { ...target, heads: { Disease: 'General' } } },
      /on the head General, which the target's types have too; give these another head/,
    ],
    ['single', { target: { ...target, weight: 2 } }, /cannot weight \/corpora\/NCBI: the stage trains on it alone/],
    [
      'transfer',
      { auxiliaries: [{ ...bc5, weight: 2, name: 'b' }] },
      /cannot weight b: every stage trains on it alone/,
    ],
    ['transfer', { target: { ...target, weight: 2 } }, /cannot weight \/corpora\/NCBI: .* leave out its weight/],
    ['joint', { auxiliaries: [{ ...bc5, weight: 0 }] }, /has the weight 0 for .*; it is a number above 0/],
    ['joint', { stages: { '*': { sampling: { weights: { wiki: 2 } } } } }, /sampling\.weights names "wiki"/],
  ])('%s with %j', (name, more, message) => {
    expect(() => expand(name, more)).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringMatching(message) }),
    );
  });

  it('but every schedule goes with every way of heads', () => {
    for (const name of scheduleNames.filter((each) => each !== 'single')) {
      for (const heads of ['types', 'separate', 'general', 'shared'] as const) {
        expect(() => expand(name, { heads })).not.toThrow();
      }
    }
  });
});
