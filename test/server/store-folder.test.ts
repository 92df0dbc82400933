import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { conceptsFolder } from '../../src/library/folders.ts';
import { storeFolder } from '../../src/server/concepts/store-folder.ts';

const workspace = [pathToFileURL(path.resolve('/papers/mine')).href, pathToFileURL(path.resolve('/papers/other')).href];

describe('the folder of terminologies', () => {
  it.each([
    ['the command line’s own where none is set', '', conceptsFolder()],
    ['the one that is set', path.resolve('/data/terms'), path.resolve('/data/terms')],
    ['in the user’s own folder', '~/terms', path.join(homedir(), 'terms')],
    ['the user’s own folder itself', '~', homedir()],
    ['in the workspace', 'terms', path.resolve('/papers/mine/terms')],
    ['of a name that only begins with a tilde', '~terms', path.resolve('/papers/mine/~terms')],
  ])('is %s', (_, setting, expected) => {
    expect(storeFolder(setting, workspace)).toBe(expected);
  });

  it('is absolute without a workspace too', () => {
    expect(storeFolder('terms', [])).toBe(path.resolve('terms'));
  });
});
