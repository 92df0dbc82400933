import { describe, expect, it } from 'vitest';
import {
  aboutBytes,
  downloadLine,
  downloadQuestion,
  interruptedWords,
  outcomeWords,
  refusalWords,
  type Terminology,
  terminologyFacts,
  terminologyLine,
} from '../../../src/extension/concepts/terminology-words.ts';

const mesh: Terminology = {
  ...{
    name: 'mesh',
    title: 'Medical Subject Headings',
    version: '2025',
    licence: 'NLM terms',
    source: '/d/desc2025.xml',
  },
  ...{ sha256: 'abc', imported: '2025-11-20T10:11:12Z', concepts: 30_764, names: 1, types: ['Disease', 'Chemical'] },
};
const download = {
  ...{ name: 'mesh', title: 'MeSH descriptors', address: 'https://nlmpubs.nlm.nih.gov/desc2025.gz' },
  ...{ licence: 'NLM terms', size: 18e6, description: 'diseases and chemicals' },
};

describe('a terminology in a list', () => {
  it('has version, licence, counts, types and date', () => {
    expect(terminologyLine(mesh)).toEqual({
      label: '$(library) mesh',
      description: 'Medical Subject Headings · 2025',
      detail: '30,764 concepts, 1 name · NLM terms · imported 2025-11-20 · Disease, Chemical',
    });
  });

  it('is not said to be imported if it comes with the extension', () => {
    const samples = { ...mesh, name: 'samples', title: 'Concepts of the sample papers' };
    expect(terminologyLine(samples).detail).toContain('· comes with GERBERA ·');
    expect(terminologyLine({ ...mesh, name: 'samples' }).detail).toContain('imported 2025-11-20');
  });

  it('tells that its import was interrupted, and where, never as whole', () => {
    expect(terminologyLine({ ...mesh, interrupted: 0.456 }).detail).toMatch(/^interrupted at 45 %: /);
    expect(interruptedWords({ interrupted: 0.9999 })).toBe('99 %');
    expect(interruptedWords({})).toBeUndefined();
  });

  it('says that a licence is not stated, and leaves out what is not known', () => {
    const line = terminologyLine({ ...mesh, title: 'mesh', version: '', licence: '', types: [], imported: '' });
    expect(line).toMatchObject({ description: '', detail: '30,764 concepts, 1 name · licence not stated' });
  });

  it('has all that is known of it, one fact a line', () => {
    const facts = terminologyFacts({ ...mesh, title: 'Medical\nSubject Headings' });
    expect(facts).toContain('Title: Medical Subject Headings');
    expect(facts).toContain('Licence: NLM terms');
    expect(facts).toContain('Read from: /d/desc2025.xml');
    expect(facts).toContain('Imported: 2025-11-20, 10:11 UTC');
    expect(facts.join()).not.toContain('Interrupted');
    expect(terminologyFacts({ ...mesh, title: 'mesh' }).join()).not.toContain('Title');
  });
});

describe('a terminology that can be downloaded', () => {
  it('has size, licence, address and what it holds; one that is there already is marked', () => {
    expect(downloadLine(download, undefined)).toEqual({
      label: '$(cloud-download) MeSH descriptors',
      description: 'mesh · about 18 MB',
      detail: 'diseases and chemicals · NLM terms · https://nlmpubs.nlm.nih.gov/desc2025.gz',
    });
    expect(downloadLine(download, mesh)).toMatchObject({
      label: '$(check) MeSH descriptors',
      description: 'mesh · about 18 MB · you have it since 2025-11-20',
    });
    expect(downloadLine(download, { ...mesh, interrupted: 0.5 }).label).toBe('$(cloud-download) MeSH descriptors');
  });

  it('is asked for with address, licence and size before the network is called', () => {
    const { message, detail } = downloadQuestion(download, '/store/concepts.sqlite');
    expect(message).toBe('Download MeSH descriptors from nlmpubs.nlm.nih.gov?');
    for (const told of [download.address, 'about 18 MB', 'NLM terms', '/store/concepts.sqlite']) {
      expect(detail).toContain(told);
    }
  });
});

describe('what came of an import', () => {
  it('is told with counts and types', () => {
    expect(outcomeWords('import', 'mesh', { kind: 'done', terminology: mesh, problems: 0 })).toBe(
      'mesh is imported: 30,764 concepts, 1 name (Disease, Chemical).',
    );
  });

  it('names what was left out, and how one goes on with what was stopped', () => {
    expect(outcomeWords('import', 'mesh', { kind: 'done', terminology: mesh, problems: 1 })).toMatch(
      /1 thing was left out/,
    );
    expect(outcomeWords('import', 'mesh', { kind: 'done', terminology: mesh, problems: 1200 })).toMatch(
      /1,200 things were/,
    );
    expect(outcomeWords('import', 'mesh', { kind: 'cancelled' })).toMatch(
      /^mesh was stopped; .* import it again to go on/,
    );
    expect(outcomeWords('download', 'mesh', { kind: 'cancelled' })).toMatch(/download it again to go on/);
  });
});

it.each([
  [0, 'about 0 B'],
  [999, 'about 999 B'],
  [1500, 'about 1.5 KB'],
  [999_999, 'about 1 MB'],
  [17.6e6, 'about 18 MB'],
  [1.5e9, 'about 1.5 GB'],
  [2e13, 'about 20,000 GB'],
])('tells %d bytes as %s', (bytes, words) => {
  expect(aboutBytes(bytes)).toBe(words);
});

it.each([
  [
    '/a/b/x.tsv: may be of several forms; say which (--form): tsv, obo',
    '/a/b/x.tsv',
    'x.tsv: may be of several forms; say which: tsv, obo',
  ],
  [
    'C:\\a\\x: of no form; forms of terminologies are tsv (TSV); --form says which',
    'C:\\a\\x',
    'x: of no form; if you know its form, choose it',
  ],
  ['/a/b: empty', '/a/b/', '/a/b: empty'],
])('tells in few words why a file is refused: %s', (message, place, words) => {
  expect(refusalWords(message, place)).toBe(words);
});
