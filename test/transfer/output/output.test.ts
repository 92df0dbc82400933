import { describe, expect, it } from 'vitest';
import { colourOf } from '../../../src/transfer/output/colours.ts';
import { renderReport } from '../../../src/transfer/output/formats.ts';
import { chanceText, gainText, measureText } from '../../../src/transfer/output/numbers.ts';
import { measureIds } from '../../../src/transfer/report.ts';
import { madeUpReport } from '../made-up-report.ts';

describe('numbers', () => {
  it('have as many digits as tell something', () => {
    const values = [0.05234, 0, -0.0001, 1.375, -9.994, 28.81, 1204.4, -0.4678];
    expect(values.map(measureText)).toEqual(['0.052', '0.000', '0.000', '1.38', '−9.99', '28.8', '1,204', '−0.468']);
    expect([2.34, -0.44, 0.01].map(gainText)).toEqual(['+2.3', '−0.4', '0.0']);
    expect([0.001, 0.5, 0.999].map(chanceText)).toEqual(['< 1 %', '50 %', '> 99 %']);
  });
});

describe('the table', () => {
  it('has candidates in order with gains, intervals and the measures that tell most, then warnings', () => {
    const lines = renderReport(madeUpReport(), 'table').split('\n');
    expect(lines[0]).toBe('What may help target');
    expect(lines[1]).toBe('1,000 sentences, 25,000 words; 1,234 Disease, 5 Gene');
    expect(lines[2]).toContain('in 80 of 100 cases');
    expect(lines.slice(3, 5)).toEqual(['learned from a study: a, b', 'a note']);
    expect(lines[6]).toMatch(/^ +gerbera +helps +transfer +helps +sentences +shared entity words .*sentence MMD²/);
    expect(lines[7]).toMatch(/^one +\+3\.0 \(\+1\.0 to \+5\.0\) +90 % .* 2,000 /);
    expect(lines[8]).toMatch(/^two +\+1\.8 \(−0\.3 to \+3\.8\)/);
    expect(lines[10]).toBe('one: labels disagree (conflict 0.327): "patients"');
    expect(lines.join('')).not.toContain('\u001b');
    expect(renderReport(madeUpReport(), 'table', { colour: true })).toContain(
      '\u001b[1mWhat may help target\u001b[22m',
    );
  });

  it('counts one sentence as one', () => {
    const report = madeUpReport();
    const corpora = report.corpora.map((corpus) => ({ ...corpus, sentences: 1, words: 1 }));
    expect(renderReport({ ...report, corpora }, 'table')).toContain('\n1 sentence, 1 word; ');
  });

  it('says that nothing is predicted', () => {
    const text = renderReport(madeUpReport({ predicted: false }), 'table');
    expect(text).toContain('no gain can be predicted; in the order of the measure "shared entity words"');
    expect(text).not.toContain('helps');
  });

  it('shows every measure in tables that fit a terminal, or those that are wanted', () => {
    const all = renderReport(madeUpReport({ predicted: false }), 'table', { shown: measureIds });
    expect(all).toContain('H-score');
    expect(all).toContain('–\n');
    expect(Math.max(...all.split('\n').map((line) => line.length))).toBeLessThanOrEqual(140);
    expect(renderReport(madeUpReport(), 'table', { shown: ['leep'] })).not.toContain('LogME');
  });

  it('has a matrix of every measure that is shown where all pairs were compared', () => {
    const text = renderReport(madeUpReport({ matrix: true }), 'table', { shown: ['leep'] });
    expect(text).toMatch(
      /LEEP \(higher is closer; rows are targets\)\n +1 +2 +3\n1 target +\S+ +\S+\n2 one +\S+ +\S+\n/,
    );
  });

  it('shows what could steer a terminal', () => {
    const text = renderReport(madeUpReport({ names: ['a\u001b[2J', 'b\u202e'] }), 'table');
    for (const steering of ['\u001b', '\u202e']) expect(text).not.toContain(steering);
  });
});

describe('CSV', () => {
  it('has a line for each pair, with what cannot be told left empty', () => {
    const report = madeUpReport({ names: ['target', 'one, "two"', 'three'], matrix: true });
    const [head = '', first = '', ...rest] = renderReport(report, 'csv').split('\r\n');
    expect(head.split(',')).toEqual([
      ...['target', 'candidate', 'target_sentences', 'candidate_sentences'],
      ...measureIds,
      ...['rank', 'gerbera_gain', 'gerbera_low', 'gerbera_high', 'gerbera_helps'],
      ...['transfer_gain', 'transfer_low', 'transfer_high', 'transfer_helps'],
    ]);
    expect(first).toMatch(/^target,"one, ""two""",1000,2000,0\.\d+,.*,1,3,1,5,0\.9,3,1,5,0\.9$/);
    expect(rest[0]).toMatch(/^target,three,1000,3000,.*,,2,1\.75,/);
    expect(rest[1]).toMatch(/,,,,,,,,,$/);
    expect(rest.at(-1)).toBe('');
    expect(rest).toHaveLength(6);
  });
});

describe('JSON', () => {
  it('is the report', () => {
    expect(JSON.parse(renderReport(madeUpReport(), 'json'))).toEqual(madeUpReport());
  });
});

describe('the heat map', () => {
  it('has a panel for each measure with all pairs, or one of candidates and measures', () => {
    const matrix = renderReport(madeUpReport({ matrix: true }), 'svg');
    expect(matrix.match(/class="title"/g)).toHaveLength(measureIds.length);
    expect(matrix).toContain('<title>two for target, H-score: the candidate has no mention</title>');
    const one = renderReport(madeUpReport({ matrix: true }), 'svg', { shown: ['labelConflict'] });
    expect(one.match(/class="title"/g)).toHaveLength(1);
    expect(one).toContain('lower is closer');
    expect(renderReport(madeUpReport(), 'svg')).toContain('Candidates for target');
  });

  it('is darkest where corpora are closest, whichever way the measure goes', () => {
    for (const id of ['wordOverlap', 'labelConflict'] as const) {
      const report = madeUpReport({ names: ['t', 'a', 'b', 'c'] });
      const svg = renderReport(report, 'svg', { shown: [id] });
      const values = report.pairs.map((pair) => pair.values[id] ?? 0);
      const closest = id === 'labelConflict' ? Math.min(...values) : Math.max(...values);
      const dark = svg.indexOf(`fill="${colourOf(1).fill}"`);
      expect(svg.slice(dark - 250, dark)).toContain(`: ${closest}</title>`);
    }
  });

  it('has names that are no markup', () => {
    expect(renderReport(madeUpReport({ names: ['<script>', '&"'] }), 'svg')).not.toContain('<script>');
  });

  it('has a text in each cell that stands out from it', () => {
    for (let share = 0; share <= 1; share += 0.01) {
      const { fill, isDark } = colourOf(share);
      const light = luminanceOf(fill);
      expect(isDark ? 1.05 / (light + 0.05) : (light + 0.05) / 0.05).toBeGreaterThan(4.5);
    }
  });
});

function luminanceOf(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
