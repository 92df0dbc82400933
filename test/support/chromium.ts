import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { findChromium } from '../../scripts/chromium.ts';
import { errorMessage } from '../../src/core/errors.ts';

/**
 * Starts one Chromium for the tests of the suite that it is called in; they are skipped, with the reason, where none starts.
 * @returns gives the browser, in a test.
 */
export function withChromium(): () => Browser {
  let browser: Browser | undefined;
  let reason = '';
  beforeAll(async () => {
    try {
      browser = await chromium.launch({ ...(await findChromium()), headless: true });
    } catch (error) {
      reason = `no Chromium starts here: ${errorMessage(error)}`;
      console.warn(reason);
    }
  }, 120_000);
  beforeEach((context) => {
    if (!browser) context.skip(reason);
  });
  afterAll(() => browser?.close());
  return () => {
    if (!browser) throw new Error(reason);
    return browser;
  };
}
