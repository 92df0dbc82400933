import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { blockSentences } from '../../src/transfer/lexical/blocks.ts';
import { measures } from '../../src/transfer/measures.ts';
import { measureIds } from '../../src/transfer/report.ts';

describe('the measures', () => {
  it('are each in the table under their own id, in the order of reports', () => {
    expect(Object.entries(measures).map(([key, { id }]) => [key, id])).toEqual(measureIds.map((id) => [id, id]));
  });

  it('have titles that tell them apart and fit a column', () => {
    const titles = measureIds.map((id) => measures[id].title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.filter((title) => title.length > 24)).toEqual([]);
  });

  it('are described in docs/transfer.md as they are in the table', () => {
    const docs = readFileSync(path.join(root, 'docs', 'transfer.md'), 'utf8');
    const rows = docs.split('\n').filter((line) => /^\| `\w+` \|/.test(line));
    const expected = measureIds.map((id) => {
      const { title, symmetric, closer, range, unit } = measures[id];
      const [least, greatest] = range.map((bound) => (bound === null ? '' : String(bound).replace('-', '−')));
      return `| \`${id}\` | ${title} | ${least} … ${greatest} | ${unit} | ${closer} | ${symmetric ? 'yes' : 'no'} |`;
    });
    expect(rows).toEqual(expected);
    expect(docs).toContain(`counted in blocks of ${blockSentences} sentences`);
    for (const id of measureIds) {
      expect(docs, id).toContain(`\`${measures[id].formula}\``);
      expect(docs, id).toContain(measures[id].source);
    }
  });
});
