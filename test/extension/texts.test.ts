import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bundleFile, bundleText, collectTexts, textsOf } from '../../scripts/collect-texts.ts';
import { root } from '../../scripts/paths.ts';
import { t, useTexts } from '../../src/extension/texts.ts';
import { manifest } from '../support/manifest.ts';

describe('the texts that people see', () => {
  afterEach(() => useTexts(undefined));

  it('are all in the bundle that translators begin with: npm run texts', async () => {
    expect(readFileSync(path.join(root, bundleFile), 'utf8')).toBe(bundleText(await collectTexts(root)));
    expect(path.dirname(bundleFile)).toBe(path.normalize(manifest.l10n));
  });

  it('are collected from calls, not from examples in comments', () => {
    const source = `
      // t('a comment') is none
      /** Neither is \`l10n.t('this')\`. */
      const a = [t('one'), l10n.t("it's two", 2), t(
        'three {0}',
        3,
      ), test.t('none'), at('none'), t('quote \\'four\\'')];
      function t(message: string) {}
      const address = t('https://example.org');`;
    expect(textsOf(source, 'a.ts')).toEqual(['one', "it's two", 'three {0}', "quote 'four'", 'https://example.org']);
  });

  it.each(['t(name)', 't(`a`)', "t('a' + b)", "t('a' + 'b')", "t(a ? 'b' : 'c')"])(
    'stand in the call as they are, unlike %s',
    (call) => {
      expect(() => textsOf(`\n${call};`, 'a.ts')).toThrow(/^a\.ts:2: /);
    },
  );

  it('are shown in the user’s language, with their values, and in English where there is no other', () => {
    expect(t('{0} of {1}', 2, 20)).toBe('2 of 20');
    useTexts({ '{0} of {1}': '{0} von {1}' });
    expect(t('{0} of {1}', 2, 20)).toBe('2 von 20');
    expect(t('Runs')).toBe('Runs');
  });
});
