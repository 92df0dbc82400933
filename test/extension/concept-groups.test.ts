import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity } from '../../src/core/entity.ts';
import { groupConcepts } from '../../src/extension/concept-groups.ts';
import { groupMentions } from '../../src/extension/mentions.ts';
import type { MentionedConcept } from '../../src/protocol.ts';

const entity = (mention: string, start: number, type = 'Disease'): Entity => ({
  ...{ start, end: start + mention.length, type, mention },
  score: 0.9,
});
const concept = (
  identifier: string,
  name: string,
  entities: readonly Entity[],
  type = 'Disease',
): MentionedConcept => ({
  ...{ concept: identifier, identifiers: [identifier], name, type },
  places: entities.map(({ start, end }) => ({ start, end })),
});

describe('the entities of a document by concept', () => {
  const entities = [
    entity('AD', 0),
    entity("Alzheimer's disease", 10),
    entity('AD', 40),
    entity('stroke', 50),
    entity('fever', 60),
    entity('APP', 70, 'Gene'),
  ];
  const [ad, alzheimer, again, stroke] = entities as [Entity, Entity, Entity, Entity];
  const concepts = [
    concept('MESH:D020521', 'Stroke', [stroke]),
    concept('MESH:D000544', 'Alzheimer Disease', [ad, alzheimer, again]),
  ];

  it('are concepts, those with most mentions first, each with the names that are used for it', () => {
    const [gene, disease] = groupConcepts(entities, concepts);
    expect(gene).toMatchObject({ type: 'Gene', count: 1, concepts: [] });
    expect(disease?.count).toBe(5);
    expect(disease?.concepts.map((group) => [group.concept.name, group.count])).toEqual([
      ['Alzheimer Disease', 3],
      ['Stroke', 1],
    ]);
    expect(disease?.concepts[0]?.names.map(({ text, places }) => [text, places.length])).toEqual([
      ['AD', 2],
      ["Alzheimer's disease", 1],
    ]);
    expect(disease?.concepts[0]?.names[0]?.places).toEqual([ad, again]);
  });

  it('leave those that are not linked apart', () => {
    const [gene, disease] = groupConcepts(entities, concepts);
    expect(gene?.unlinked.map(({ text }) => text)).toEqual(['APP']);
    expect(disease?.unlinked.map(({ text }) => text)).toEqual(['fever']);
  });

  it('have a composite mention with each of its concepts, and count it once', () => {
    const both = entity('breast and ovarian cancer', 0);
    const [disease] = groupConcepts(
      [both],
      [concept('MESH:D001943', 'Breast Neoplasms', [both]), concept('MESH:D010051', 'Ovarian Neoplasms', [both])],
    );
    expect(disease).toMatchObject({ count: 1, unlinked: [] });
    expect(disease?.concepts.map((group) => group.concept.name)).toEqual(['Breast Neoplasms', 'Ovarian Neoplasms']);
  });

  it('tell entities of two types at one place apart', () => {
    const groups = groupConcepts(
      [entity('CML', 0), entity('CML', 0, 'CellLine')],
      [concept('MESH:D015464', 'Leukemia', [entity('CML', 0)])],
    );
    expect(groups.map(({ type, concepts: found, unlinked }) => [type, found.length, unlinked.length])).toEqual([
      ['Disease', 1, 0],
      ['CellLine', 0, 1],
    ]);
  });

  it('are all by mention where there is no concept', () => {
    expect(groupConcepts(entities, []).map(({ type, unlinked }) => ({ type, unlinked }))).toEqual(
      groupMentions(entities).map(({ type, mentions }) => ({ type, unlinked: mentions })),
    );
  });

  it('are each somewhere, whatever is linked', () => {
    const places = fc.uniqueArray(fc.nat(200), { maxLength: 30 });
    fc.assert(
      fc.property(places, fc.array(fc.tuple(fc.nat(200), fc.nat(5))), (starts, links) => {
        const all = starts.map((start) => entity('x', start, start % 2 === 0 ? 'Gene' : 'Disease'));
        const linked = links.map(([start, number]) =>
          concept(`MESH:D${number}`, `${number}`, [entity('x', start)], start % 2 === 0 ? 'gene' : 'Disease'),
        );
        const shown = groupConcepts(all, linked).flatMap(({ concepts: found, unlinked }) => [
          ...found.flatMap(({ names }) => names.flatMap((name) => name.places)),
          ...unlinked.flatMap((name) => name.places),
        ]);
        expect(new Set(shown)).toEqual(new Set(all));
      }),
    );
  });
});
