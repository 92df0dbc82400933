// Takes the README's pictures of the product at work for `media/`: `npm run screenshot [-- --target DIR --general DIR]`.
// Those of the panel are of a real run on these two corpora, which takes minutes; without them there is the editor's alone.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { root } from './paths.ts';
import { photograph, photographTraining } from './screenshot-training.ts';
import { thisTarget } from './targets.ts';
import { installVscodeServer } from './vscode-install.ts';
import { installExtension, startVscode, workbenchAddress } from './vscode-run.ts';
import { packageExtension } from './vsix.ts';

const { values } = parseArgs({ options: { target: { type: 'string' }, general: { type: 'string' } } });
const folder = await mkdtemp(path.join(tmpdir(), 'gerbera-screenshot-'));
const papers = path.join(folder, 'papers');
await cp(path.join(root, 'samples'), papers, { recursive: true });
const corpora = [values.target, values.general].filter((each) => each !== undefined);
for (const each of corpora) await cp(each, path.join(papers, 'corpora', path.basename(each)), { recursive: true });
const entry = await installVscodeServer(console.log);
const options = {
  entry,
  folder: path.join(folder, 'profile'),
  settings: { 'editor.minimap.enabled': false, 'gerbera.training.keepRunning': false },
  env: { GERBERA_HOME: path.join(folder, 'library') },
};
await installExtension(await packageExtension(thisTarget()), options);
const server = await startVscode(options);
const browser = await chromium.launch({ ...(await findChromium()), headless: true });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(workbenchAddress(server.url, papers, path.join(papers, 'imatinib-resistance.md')));
  await photographEditor(page);
  const [target, general] = corpora.map((each) => path.basename(each));
  if (target !== undefined && general !== undefined) await photographTraining(page, [target, general]);
} finally {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function photographEditor(page: Page): Promise<void> {
  await page.locator('.activitybar .action-label[aria-label="GERBERA"]').click();
  await page.locator('.sidebar [role=treeitem]', { hasText: 'Gene' }).first().waitFor();
  const word = page.locator('.view-line span:not(:has(span))', { hasText: /^ponatinib$/ }).first();
  const card = page.locator('.monaco-hover:not(.hidden)', { hasText: 'Chemical' }).first();
  await word.hover();
  await card.waitFor();
  // Until the other papers have been read, the card says so.
  while ((await card.textContent())?.includes('being read')) {
    await page.mouse.move(0, 0);
    await card.waitFor({ state: 'hidden' });
    await word.hover();
    await card.waitFor();
  }
  await photograph(page, 'screenshot');
}
