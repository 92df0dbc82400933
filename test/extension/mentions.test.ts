import { describe, expect, it } from 'vitest';
import type { Entity } from '../../src/core/entity.ts';
import { groupMentions } from '../../src/extension/mentions.ts';

const at = (start: number, mention: string, type: string): Entity => ({
  start,
  end: start + mention.length,
  mention,
  type,
  score: 0.9,
});

describe('the groups of the Entities view', () => {
  it('go by type in the order of our types, then by number of places, then by name', () => {
    const groups = groupMentions([
      at(50, 'zinc', 'Chemical'),
      at(0, 'TP53', 'Gene'),
      at(10, 'aspirin', 'Chemical'),
      at(30, 'lead', 'Chemical'),
      at(70, 'lead', 'Chemical'),
      at(90, 'sparrow', 'Bird'),
    ]);
    expect(groups.map(({ type, count }) => [type, count])).toEqual([
      ['Gene', 1],
      ['Chemical', 4],
      ['Bird', 1],
    ]);
    expect(groups[1]?.mentions.map(({ text, places }) => [text, places.length])).toEqual([
      ['lead', 2],
      ['aspirin', 1],
      ['zinc', 1],
    ]);
  });

  it('join a mention at the start of a sentence with the others, but not genes of different species', () => {
    const [genes, chemicals] = groupMentions([
      at(0, 'Imatinib', 'Chemical'),
      at(20, 'imatinib', 'Chemical'),
      at(40, 'imatinib', 'Chemical'),
      at(60, 'CFTR', 'Gene'),
      at(80, 'Cftr', 'Gene'),
    ]);
    expect(chemicals?.mentions.map(({ text }) => text)).toEqual(['imatinib']);
    expect(genes?.mentions.map(({ text }) => text).sort()).toEqual(['CFTR', 'Cftr']);
  });

  it('list places in the order of the text', () => {
    const [group] = groupMentions([at(40, 'p53', 'Gene'), at(0, 'p53', 'Gene')]);
    expect(group?.mentions[0]?.places.map(({ start }) => start)).toEqual([0, 40]);
  });
});
