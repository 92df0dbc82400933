import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entity } from '../../src/core/entity.ts';
import type { Language } from '../../src/core/words.ts';
import { type Engine, openEngine } from '../../src/engine.ts';
import { Client } from './client.ts';

const samples = path.resolve(import.meta.dirname, '../../samples');
const paper = readFileSync(path.join(samples, 'imatinib-resistance.md'), 'utf8');
const pieces = [
  'Patients with breast cancer received tamoxifen. ',
  'BRCA1',
  '\n\n',
  '\n',
  '\r\n',
  '`',
  '```\n',
  '$',
  '*',
  '[^1]: ',
  '# ',
  '- ',
  '> ',
  '| a | b |\n|---|---|\n',
  '<!-- ',
  ' -->',
  '---\n',
  'e.g. ',
  '. ',
  '🧬',
  'é',
  ' ',
];
let client: Client;
let engine: Engine;

beforeAll(async () => {
  // No threshold: a score that depends on its batch in the last digit may not decide.
  client = await Client.start({ settings: { minimumScore: 0 } });
  engine = await openEngine({ device: 'cpu' });
  await client.ready();
});
afterAll(async () => {
  await client.stop();
  await engine.dispose();
});

/** An edit: where in the text (as a share of its length), how much goes, and what comes. */
const anEdit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(300)),
  added: fc.oneof(fc.constant(''), fc.constantFrom(...pieces), fc.string({ maxLength: 3, unit: 'binary' })),
});

const plain = ({ start, end, type, mention, score }: Entity) => ({
  start,
  end,
  type,
  mention,
  score: score.toFixed(3),
});

describe('an edited document', () => {
  it('has, once it is read, the entities that its text has when it is read from scratch', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Language>('markdown', 'plaintext'),
        fc.array(fc.tuple(anEdit, fc.boolean()), { minLength: 1, maxLength: 12 }),
        async (language, edits) => {
          const edited = `file:///edited/${++count}`;
          await client.open(edited, paper, language);
          for (const [{ at, removed, added }, pause] of edits) {
            const { length } = client.document(edited).getText();
            const start = Math.floor(at * length);
            await client.edit(edited, start, Math.min(length, start + removed), added);
            if (pause) await client.settled(edited);
          }
          const incremental = await client.settled(edited);
          const full = await engine.annotate(client.document(edited).getText(), language);
          await client.close(edited);
          expect(incremental.entities.map(plain)).toEqual(full.map(plain));
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('keeps what an edit leaves alone, at its new place', async () => {
    const uri = 'file:///edited/shift.md';
    await client.open(uri, paper);
    const before = (await client.settled(uri)).entities;
    const added = 'Six women with asthma took aspirin.\n\n';
    const at = paper.indexOf('Chronic myeloid leukemia is caused');
    await client.edit(uri, at, at, added);
    const after = (await client.settled(uri)).entities;
    const shifted = before
      .filter(({ start }) => start >= at)
      .map((entity) => plain({ ...entity, start: entity.start + added.length, end: entity.end + added.length }));
    expect(after.filter(({ start }) => start >= at + added.length).map(plain)).toEqual(shifted);
    await client.close(uri);
  });
});
