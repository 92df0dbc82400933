// Takes the README's picture of the product at work, `media/screenshot.png`: `npm run screenshot`.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { root } from './paths.ts';
import { thisTarget } from './targets.ts';
import { installVscodeServer } from './vscode-install.ts';
import { installExtension, startVscode, workbenchAddress } from './vscode-run.ts';
import { packageExtension } from './vsix.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'gerbera-screenshot-'));
const papers = path.join(folder, 'papers');
await cp(path.join(root, 'samples'), papers, { recursive: true });
const entry = await installVscodeServer(console.log);
const options = { entry, folder: path.join(folder, 'profile'), settings: { 'editor.minimap.enabled': false } };
await installExtension(await packageExtension(thisTarget()), options);
const server = await startVscode(options);
const browser = await chromium.launch({ ...(await findChromium()), headless: true });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(workbenchAddress(server.url, papers, path.join(papers, 'imatinib-resistance.md')));
  await page.locator('.activitybar .action-label[aria-label="GERBERA"]').click();
  await page.locator('.sidebar [role=treeitem]', { hasText: 'Gene' }).first().waitFor();
  await page
    .locator('.view-line span:not(:has(span))', { hasText: /^ponatinib$/ })
    .first()
    .hover();
  await page.locator('.monaco-hover:not(.hidden)', { hasText: 'Chemical' }).first().waitFor();
  await page.waitForFunction('document.getAnimations().every((each) => each.playState !== "running")');
  await page.screenshot({ path: path.join(root, 'media/screenshot.png') });
} finally {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
