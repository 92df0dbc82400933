import { describe, expect, it } from 'vitest';
import { byteWords } from '../../../src/extension/bytes.ts';
import { parseHubName } from '../../../src/extension/models/hub-name.ts';
import { freeName, modelNameProblem } from '../../../src/extension/models/model-names.ts';
import {
  deletionQuestion,
  downloadQuestion,
  formLines,
  lookUpQuestion,
  modelLine,
} from '../../../src/extension/models/model-words.ts';

describe('a repository of the Hub', () => {
  it.each([
    ['dmis-lab/biobert-v1.1', { repository: 'dmis-lab/biobert-v1.1' }],
    [' owner/name@v2.0 ', { repository: 'owner/name', revision: 'v2.0' }],
    ['owner/name@refs/pr/1', { repository: 'owner/name', revision: 'refs/pr/1' }],
    ['https://huggingface.co/owner/name', { repository: 'owner/name' }],
    ['huggingface.co/owner/name/tree/main', { repository: 'owner/name', revision: 'main' }],
  ])('is read from %s', (typed, name) => {
    expect(parseHubName(typed)).toEqual(name);
  });

  it.each([
    '',
    'name',
    'a/b/c',
    'owner/',
    '/name',
    '../name',
    'a/..',
    'owner/na me',
    'owner/name@',
    'a/b@../x',
    'a/b@c@d',
  ])('is not %j', (typed) => {
    expect(parseHubName(typed)).toBeUndefined();
  });
});

describe('the name of a model', () => {
  it.each([
    ['', 'A name is needed.'],
    ['a b', 'Choose another name, of letters, digits, ".", "_" and "-".'],
    ['con', 'Choose another name, of letters, digits, ".", "_" and "-".'],
    ['DEFAULT', 'There is a model of this name.'],
    ['Mine', 'There is a model of this name.'],
    ['mine-2', undefined],
  ])('%j: %s', (name, problem) => {
    expect(modelNameProblem(name, ['mine'])).toBe(problem);
  });

  it.each([
    ['NCBI disease', [], 'NCBI-disease'],
    ['mine', ['mine', 'mine-2'], 'mine-3'],
    ['default', [], 'default-2'],
    ['…', [], 'model'],
    ['.hidden.', [], 'hidden'],
    ['x'.repeat(80), [], 'x'.repeat(56)],
  ])('is made of %j', (wanted, taken, name) => {
    expect(freeName(wanted, taken)).toBe(name);
    expect(modelNameProblem(freeName(wanted, taken), taken)).toBeUndefined();
  });
});

describe('what is told of a model', () => {
  const model = {
    ...{ name: 'mine', folder: '/library/mine', embedded: false, description: 'bert: Disease', types: ['Disease'] },
    ...{ broken: false, bytes: 57_400_000 },
  };

  it('is its place, what it finds, how well and its size', () => {
    expect(modelLine(model, '/library/mine')).toEqual({
      ...{ label: '$(check) mine', description: '/library/mine', detail: 'bert: Disease · 57 MB' },
    });
    const micro = { precision: 0.8, recall: 0.8, f1: 0.8, support: 10 };
    const scored = { ...model, scores: [{ corpus: 'c', micro, types: {} }], scoredOn: 'test' as const };
    expect(modelLine(scored, undefined)).toMatchObject({
      ...{ label: '$(circle-outline) mine', detail: 'bert: Disease · F1 80.0 on test · 57 MB' },
    });
    expect(modelLine({ ...model, broken: true }, undefined).label).toBe('$(error) mine');
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 KB'],
    [999_600, '1 MB'],
    [4.35e9, '4.4 GB'],
  ])('tells %d bytes as %s', (bytes, words) => {
    expect(byteWords(bytes)).toBe(words);
  });

  it('before it is deleted is what goes, and what takes its place', () => {
    expect(deletionQuestion(model, false).detail).toBe(
      '/library/mine with all that is in it (57 MB) is removed for good.',
    );
    expect(deletionQuestion(model, true).detail).toMatch(/reads your documents now.*takes its place/);
  });

  it('before the network is called is who is asked, then size, licence and commit', () => {
    expect(lookUpQuestion('o/n').message).toBe('Ask huggingface.co about o/n?');
    const { detail } = downloadQuestion({
      ...{ repository: 'o/n', commit: 'a'.repeat(40), licence: null, gated: false, bytes: 1.2e8 },
      files: [{ name: 'config.json', bytes: 600, digest: { kind: 'git', value: 'b'.repeat(40) } }],
    });
    expect(detail).toContain('Size: 120 MB\nLicence: not stated\n');
    expect(detail).toContain(`Commit: ${'a'.repeat(40)}\nFiles: config.json (600 B)`);
  });

  it('of its forms is whether a head alone is a plain token classifier', () => {
    const head = (plain: boolean) => formLines({ heads: [{ name: 'Disease', plain }] })[1]?.detail;
    expect(head(true)).toMatch(/plain token classifier/);
    expect(head(false)).toMatch(/trust_remote_code/);
  });
});
