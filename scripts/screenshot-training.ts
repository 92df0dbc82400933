import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from './paths.ts';

/** Evaluations on devel that a run has had when its picture is taken: fewer are no curve. */
const evaluations = 5;
const patience = 30 * 60_000;
/** The form is one column, and its estimate comes last. */
const formSize = { width: 960, height: 1480 };

/**
 * Takes the pictures of the panel from a real run of the method GERBERA, which is started from the form: `media/train.png`
 * is the form with the estimate, `media/training.png` the run while it learns.
 * @param names of the target and of the general corpus, which lie in the open workspace.
 */
export async function photographTraining(page: Page, names: readonly [target: string, general: string]): Promise<void> {
  await page.keyboard.press('Control+B');
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill('>GERBERA: Open Training Panel');
  await page.locator('.quick-input-list [role=option]', { hasText: 'Open Training Panel' }).first().waitFor();
  await page.keyboard.press('Enter');
  const panel = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  const form = panel.locator('.form');
  const [target, general] = names;
  await choose(form.locator('#train-target'), target);
  await choose(form.locator('#train-general'), general);
  await form.locator('[data-use=general] vscode-button', { hasText: 'Add' }).click();
  // What is in both has been read.
  await form.locator('.corpus table').nth(1).waitFor({ timeout: patience });
  // A tenth of the target is learnt from: what is to be seen are curves, within minutes.
  await form.locator('summary', { hasText: 'Hyper-parameters' }).click();
  await form.getByLabel('Share of the training sentences').fill('0.1');
  await form.locator('summary', { hasText: 'Hyper-parameters' }).click();
  await form.getByText('Estimate Time and Memory').click();
  await form.locator('.estimate h3').waitFor({ timeout: patience });
  const size = page.viewportSize();
  await page.setViewportSize(formSize);
  await form.locator('h2').scrollIntoViewIfNeeded();
  await photograph(page, 'train');
  if (size) await page.setViewportSize(size);
  await form.locator('#train-start').click();
  const run = panel.locator('.run');
  await run.locator('h2').waitFor({ timeout: patience });
  await run.getByText('Scores after each epoch').click({ timeout: patience });
  await run
    .locator('details tbody tr')
    .nth(evaluations - 1)
    .waitFor({ timeout: patience });
  await run.locator('h2').scrollIntoViewIfNeeded();
  await photograph(page, 'training');
  await run.getByRole('button', { name: 'Pause' }).click();
  await run.getByRole('button', { name: 'Resume' }).waitFor({ timeout: patience });
}

/** Takes a picture for `media/` when what slides and fades in has come to rest. */
export async function photograph(page: Page, name: string): Promise<void> {
  await page.waitForFunction('document.getAnimations().every((each) => each.playState !== "running")');
  await page.screenshot({ path: path.join(root, 'media', `${name}.png`) });
}

async function choose(dropdown: Locator, name: string): Promise<void> {
  await dropdown.click();
  await dropdown.locator('vscode-option', { hasText: name }).first().click();
}
