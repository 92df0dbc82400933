import { describe, expect, it } from 'vitest';
import { factsOf } from '../../src/runs/facts.ts';

const corpora = { target: { folder: '/t' }, other: { folder: '/o' } };

function targetsOf(last: object): readonly string[] {
  const facts = factsOf({ config: { corpora, stages: [{ corpora: ['other'] }, last] } });
  return facts.corpora.filter(({ target }) => target).map(({ name }) => name);
}

describe('the corpora that a run is for', () => {
  it('are those that its last stage is chosen on, or trained on where nothing chooses', () => {
    expect(targetsOf({ corpora: ['target', 'other'], select: { keep: 'best', corpora: ['target'] } })).toEqual([
      'target',
    ]);
    expect(targetsOf({ corpora: ['target'], select: { keep: 'last', corpora: [] } })).toEqual(['target']);
    expect(targetsOf({})).toEqual([]);
  });
});
