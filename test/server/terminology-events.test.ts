import { describe, expect, it } from 'vitest';
import type { Terminology } from '../../src/concepts/concept.ts';
import { areTexts } from '../../src/server/jobs/answer.ts';
import { timeLeft } from '../../src/server/jobs/progress-text.ts';
import {
  downloadArguments,
  importArguments,
  isTerminologyImport,
  removeArguments,
} from '../../src/server/jobs/terminologies.ts';
import { TerminologyEvents } from '../../src/server/jobs/terminology-events.ts';

const mesh: Terminology = {
  ...{ name: 'mesh', title: 'MeSH', version: '2025', licence: '', source: '/d', sha256: 'a', imported: '2025' },
  ...{ concepts: 3, names: 9, types: ['Disease'] },
};

function heard(...events: readonly (object | string)[]) {
  const told: (readonly [number | undefined, string])[] = [];
  const log: string[] = [];
  const keep = (message: string) => void log.push(message);
  const events_ = new TerminologyEvents(
    { progress: (share, message) => void told.push([share, message]) },
    { error: keep, warn: keep, info: keep, debug: keep },
  );
  for (const event of events) events_.line(typeof event === 'string' ? event : JSON.stringify(event));
  return { told, log, done: events_.done };
}

describe('what an import tells', () => {
  it('is how far it is: percent, concepts, time left', () => {
    const { told, done } = heard(
      { kind: 'begin', name: 'mesh', form: 'obo', resumed: 0 },
      { kind: 'progress', share: 0.25, concepts: 12_345, names: 99, left: 61_000 },
      { kind: 'progress', share: 1.1, concepts: 1, names: 99 },
    );
    expect(told).toEqual([
      [undefined, 'reading'],
      [0.25, '12,345 concepts · about 2 min left'],
      [1, '1 concept'],
    ]);
    expect(done).toBeUndefined();
  });

  it('is both halves of a download: what has come, then what of it is imported', () => {
    const { told, log } = heard(
      { kind: 'download', name: 'mesh', bytes: 4.5e6, total: 18e6, left: 9000 },
      { kind: 'download', name: 'mesh', bytes: 4.5e6 },
      { kind: 'note', message: 'trying again' },
      { kind: 'checked', file: '/m', sha256: 'ab', publisher: true },
      { kind: 'progress', share: 0.5, concepts: 2, names: 9 },
    );
    expect(told).toEqual([
      [0.125, '4.5 of 18 MB downloaded · about 9 s left'],
      [undefined, '4.5 MB downloaded'],
      [0.5, 'checked'],
      [0.75, '2 concepts'],
    ]);
    expect(log).toEqual([
      'terminology: trying again',
      "terminology: /m: SHA-256 ab, the publisher's checksum is right",
    ]);
  });

  it('is where it goes on from, and what came of it', () => {
    const { told, done } = heard(
      { kind: 'begin', name: 'mesh', form: 'obo', resumed: 1000 },
      { kind: 'done', terminology: mesh, problems: 2 },
    );
    expect(told).toEqual([[undefined, 'going on after 1,000 concepts']]);
    expect(done).toEqual({ terminology: mesh, problems: 2 });
  });

  it('goes to the log where it is wrong with the file, but not without end', () => {
    const problem = { kind: 'problem', line: 7, message: 'an id twice' };
    const { log } = heard(...Array.from({ length: 100 }, () => problem));
    expect(log).toHaveLength(51);
    expect(log[0]).toBe('terminology: line 7: an id twice');
  });

  it.each([
    '',
    'no JSON',
    '[1]',
    '{"kind":"progress","share":"x","concepts":1}',
    '{"kind":"done"}',
    '{"kind":"done","terminology":{}}',
  ])('is passed over where it is no event: %s', (line) => {
    expect(heard(line)).toMatchObject({ told: [], done: undefined });
  });
});

it.each([
  [900, 'about 1 s left'],
  [9000, 'about 9 s left'],
  [31_000, 'about 40 s left'],
  [59_900, 'about 1 min left'],
  [125_000, 'about 3 min left'],
])('tells %d ms as %s', (milliseconds, words) => {
  expect(timeLeft(milliseconds)).toBe(words);
});

describe('the command line', () => {
  it('imports what is asked', () => {
    expect(importArguments({ place: '/m.obo', name: 'm', form: 'obo', type: 'Disease' }, '/s')).toEqual(
      'concepts import /m.obo --concepts /s --name m --form obo --type Disease --events'.split(' '),
    );
    expect(importArguments({ place: '/m.obo' }, '/s')).toEqual(
      'concepts import /m.obo --concepts /s --events'.split(' '),
    );
  });

  it('downloads and removes by name', () => {
    expect(downloadArguments('mesh', '/s')).toEqual('concepts download mesh --concepts /s --yes --events'.split(' '));
    expect(removeArguments('mesh', '/s')).toEqual('concepts remove mesh --concepts /s'.split(' '));
  });
});

it('takes only messages that ask for an import', () => {
  expect(isTerminologyImport({ place: '/m' })).toBe(true);
  expect(isTerminologyImport({ place: '/m', name: 'm', workDoneToken: 't' })).toBe(true);
  for (const wrong of [null, 'm', {}, { place: 7 }, { place: '/m', type: 7 }])
    expect(isTerminologyImport(wrong)).toBe(false);
  expect(areTexts('a', undefined)).toBe(true);
  expect(areTexts('a', null)).toBe(false);
});
