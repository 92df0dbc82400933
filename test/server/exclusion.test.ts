import { describe, expect, it } from 'vitest';
import { isExcluded } from '../../src/server/exclusion.ts';

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
});
