import { describe, expect, it } from 'vitest';
import { globProblem, isExcluded } from '../../src/server/exclusion.ts';

const folders = ['file:///home/me/project', 'file:///srv/more%20papers/'];

describe('excluded globs', () => {
  it.each([
    ['file:///home/me/project/drafts/a.md', 'drafts/**'],
    ['file:///home/me/project/drafts/a.md', 'drafts'],
    ['file:///home/me/project/drafts/a.md', 'drafts/'],
    ['file:///home/me/project/drafts/a.md', './drafts/*.md'],
    ['file:///home/me/project/deep/drafts/a.md', 'drafts'],
    ['file:///home/me/project/drafts/a.md', '*.md'],
    ['file:///home/me/project/drafts/a.md', '**/*.{md,txt}'],
    ['file:///home/me/project/drafts/a.md', '/home/me/**'],
    ['file:///home/me/project/.cache/a.md', '.cache/**'],
    ['file:///srv/more%20papers/2024/a%20b.txt', '2024/a b.txt'],
    ['untitled:Untitled-1', 'Untitled-*'],
  ])('%s is excluded by %s', (uri, glob) => {
    expect(isExcluded(uri, folders, ['nothing', glob])).toBe(true);
  });

  it.each([
    ['file:///home/me/project/drafts/a.md', 'a/**'],
    ['file:///home/me/project/deep/drafts/a.md', 'drafts/**'],
    ['file:///home/me/project/drafts/a.md', '*.txt'],
    ['file:///home/me/project/drafts/a.md', ''],
    ['file:///home/me/project/drafts/a.md', '!x'],
    ['file:///home/me/elsewhere/drafts/a.md', 'drafts/**'],
    ['untitled:Untitled-1', '*.md'],
  ])('%s is not excluded by %s', (uri, glob) => {
    expect(isExcluded(uri, folders, [glob])).toBe(false);
  });

  // To match one of these would take longer than any test may.
  it.each([
    ['an endless one', 'a'.repeat(70_000)],
    ['a million alternatives', '{1..1000000}'],
    ['braces that multiply', '{a,b}'.repeat(40)],
    ['asterisks that try every place', `${'*a'.repeat(30)}b`],
    ['asterisks in braces', `${'{*a*a*a*a,/}'.repeat(6)}b`],
  ])('%s is refused with a line that tells so', (_, glob) => {
    const uri = `file:///home/me/project/${'a'.repeat(200)}.md`;
    expect(isExcluded(uri, folders, [glob])).toBe(false);
    expect(globProblem(glob)).toMatch(/^The glob ".{1,61}" of gerbera\.exclude is not used/);
  });

  it('groups of shells are no part of a glob', () => {
    const uri = `file:///home/me/project/${'a'.repeat(200)}.md`;
    expect(isExcluded(uri, folders, ['+(+(+(+(a)))))b', '**/a/'.repeat(100)])).toBe(false);
    expect(globProblem('**/*.{md,txt}')).toBeUndefined();
  });
});
