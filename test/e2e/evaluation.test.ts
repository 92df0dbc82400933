import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { smallPubtator } from '../support/small-corpus.ts';
import { processesWith } from './processes.ts';
import { Workbench } from './workbench.ts';

/** What of a computed style is looked at. */
interface Look {
  readonly content: string;
  readonly outline: string;
  readonly borderBottom: string;
}

/** The browser's own; functions that are evaluated in the page call it. */
declare function getComputedStyle(element: unknown, pseudo?: string): Look;

const host = inject('host');
const paper = '# Notes\n\nPatients with leukemia received dexamethasone 😀 and β-blockers.\n';
const files = {
  'notes.md': paper,
  'corpora/mini/train.pubtator': smallPubtator(),
  'corpora/mini/test.pubtator': smallPubtator(),
  'corpora/broken/test.conll': 'Patients\tO\nwith\tO\n\nleukemia\tB-Disease\nB-Disease\n',
  'corpora/many/test.pubtator': smallPubtator(15_000),
};

const themes = [
  ['Light Modern', 'light'],
  ['Default High Contrast', 'high-contrast'],
  ['Default High Contrast Light', 'high-contrast-light'],
  ['Dark Modern', 'dark'],
] as const;

describe('evaluating in VS Code', () => {
  let workbench: Workbench;
  let report: FrameLocator;

  beforeAll(async () => {
    workbench = await Workbench.open(host, files, 'notes.md');
    mkdirSync(path.join(workbench.folder, 'corpora/packed'));
    writeFileSync(path.join(workbench.folder, 'corpora/packed/test.pubtator.gz'), gzipSync(smallPubtator()));
    report = workbench.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
    await workbench.counted();
  });

  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => workbench.picture(`failed: ${task.name}`));
  });

  afterAll(async () => {
    await workbench?.close();
  });

  it('asks for corpus, part and model, each with an answer ready, and shows the report', async () => {
    await choose('mini');
    const title = workbench.page.locator('.quick-input-title');
    await title.filter({ hasText: '(2/4)' }).waitFor();
    const test = workbench.choice('test').first();
    expect(await test.textContent()).toContain('3 documents');
    expect(await test.textContent()).toContain('Disease 9');
    await workbench.picture('evaluate-part');
    await workbench.page.keyboard.press('Enter');
    await title.filter({ hasText: '(3/4)' }).waitFor();
    expect(await workbench.choice('default').first().textContent()).toContain('Scored: Disease, Chemical');
    // Back, and on again.
    await workbench.page.locator('.quick-input-widget .codicon-quick-input-back').click();
    await title.filter({ hasText: '(2/4)' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await title.filter({ hasText: '(3/4)' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await title.filter({ hasText: '(4/4)' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await report.locator('h1', { hasText: 'default' }).waitFor();
    expect(await report.locator('#scores tbody tr', { hasText: 'Disease' }).textContent()).toContain('70.6');
    await workbench.picture('report-dark');
  });

  it('shows it in every theme', async () => {
    for (const [theme, name] of themes) {
      await workbench.set({ 'workbench.colorTheme': theme });
      await report.locator(`body[data-vscode-theme-kind=vscode-${name}]`).waitFor();
      await report.locator('.brand').scrollIntoViewIfNeeded();
      await workbench.picture(`report-${name}`);
      await report.locator('#calibration').scrollIntoViewIfNeeded();
      await workbench.picture(`report-below-${name}`);
    }
    await report.locator('#errors').scrollIntoViewIfNeeded();
  });

  it('opens an error in the corpus, with the gold and the predicted span marked', async () => {
    await errorRow('kidney injury').click();
    await workbench.page.locator('.tab.active', { hasText: 'test.pubtator' }).waitFor();
    await cursorAt(9, 7);
    expect(await legend()).toBe('▁ gold: Disease   ⬚ predicted: Disease 1.00   (wrong boundary)');
    await expect.poll(() => marked('gold')).toBe(1);
    expect(await marked('predicted')).toBe(1);
    await expect.poll(() => errorRow('kidney injury').getAttribute('aria-current')).toBe('true');
    for (const [theme, name] of themes) {
      await workbench.set({ 'workbench.colorTheme': theme });
      await report.locator(`body[data-vscode-theme-kind=vscode-${name}]`).waitFor();
      await workbench.picture(`error-${name}`);
    }
  });

  it('goes to the next error and back, and takes the marks away when one moves on', async () => {
    await workbench.command('GERBERA: Next Error');
    await cursorAt(10, 61);
    expect(await legend()).toContain('wrong boundary');
    await workbench.command('GERBERA: Next Error');
    await cursorAt(17, 7);
    expect(await legend()).toMatch(/gold: Disease .*predicted: Chemical .*wrong type/);
    await workbench.command('GERBERA: Previous Error');
    await cursorAt(10, 61);
    await workbench.page.locator('.editor-actions .codicon-arrow-down').first().click();
    await cursorAt(17, 7);
    await workbench.goTo('2:1');
    await expect.poll(() => marked('gold')).toBe(0);
    expect(await marked('predicted')).toBe(0);
  });

  it('filters errors by kind and type, and opens one with the keyboard', async () => {
    await report.locator('button[data-kind=missed]').click();
    await expect.poll(() => report.locator('#error-list button.row').count()).toBe(1);
    await report.locator('button[data-kind=missed]').click();
    await report.locator('#error-type').selectOption('Chemical');
    await report.locator('#error-order').selectOption('corpus');
    await expect.poll(() => report.locator('#error-list button.row').count()).toBe(3);
    await report.locator('#error-list button.row').first().focus();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Enter');
    await cursorAt(18, 56);
    expect(await legend()).toBe('▁ gold: Chemical   ⬚ predicted: nothing   (missed)');
    await workbench.command('GERBERA: Next Error');
    await cursorAt(18, 82);
    expect(await legend()).toContain('▁ gold: nothing   ⬚ predicted: Chemical');
  });

  it('is a suite of the Test Explorer, whose types pass or fail by the setting', async () => {
    await workbench.command('Testing: Focus on Test Explorer View');
    const suite = workbench.row('mini · test · default').first();
    await suite.waitFor();
    const type = (name: string) => workbench.row(name).filter({ hasText: 'F1' }).first();
    if ((await type('Chemical').count()) === 0) await suite.locator('.monaco-tl-twistie').click();
    await expect.poll(() => type('Chemical').textContent()).toContain('F1 76.9 (40.0–100.0)');
    await expect.poll(() => type('Disease').locator('.codicon-testing-passed-icon').count()).toBe(1);
    await workbench.set({ 'gerbera.evaluation.minimumF1': { disease: 0.9, Chemical: 0.5 } });
    await expect.poll(() => type('Disease').locator('.codicon-testing-failed-icon').count()).toBe(1);
    expect(await type('Chemical').locator('.codicon-testing-passed-icon').count()).toBe(1);
    await workbench.picture('test-explorer');
    await type('Disease').click();
    await workbench.page
      .locator('.monaco-editor', { hasText: 'F1 of Disease is 70.6 %, below 90.0 %' })
      .first()
      .waitFor();
    await workbench.picture('test-failed');
    await suite.hover();
    await suite.locator('.codicon-testing-run-icon').click();
    await expect.poll(() => evaluations().length).toBe(2);
    await expect.poll(() => type('Disease').locator('.codicon-testing-failed-icon').count()).toBe(1);
  });

  it('tells that a corpus has changed since it was evaluated', async () => {
    const file = path.join(workbench.folder, 'corpora/mini/test.pubtator');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `\n\n\n${text}`);
    await workbench.openFile('mini/test.pubtator');
    // The editor may show the older text for a moment.
    await workbench.command('File: Revert File');
    await workbench.command('GERBERA: Next Error');
    await workbench.notification('has changed since it was evaluated').waitFor();
    await workbench.page.locator('.statusbar-item', { hasText: '(the file has changed)' }).waitFor();
    await workbench.picture('corpus-changed');
    writeFileSync(file, text);
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('opens errors of a compressed corpus in a read-only document', async () => {
    await evaluate('packed');
    await report.locator('h1', { hasText: 'packed' }).waitFor();
    await errorRow('placebo').click();
    await workbench.page.locator('.tab.active', { hasText: 'test.pubtator' }).waitFor();
    await cursorAt(18, 56);
    expect(await legend()).toContain('missed');
    await workbench.picture('error-packed');
  });

  it('tells what is wrong with a corpus by its file and line, before anything runs', async () => {
    await choose('broken');
    await workbench
      .notification(/test\.conll: line \d+: /)
      .first()
      .waitFor();
    await workbench.picture('corpus-broken');
    await workbench.page.keyboard.press('Escape');
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('tells how far it is, and is cancelled', async () => {
    const before = evaluations();
    await evaluate('many');
    const progress = workbench.notification('evaluating many');
    await progress.filter({ hasText: /[\d,]+ documents, [\d,]+ words/ }).waitFor();
    await workbench.picture('evaluation-progress', true);
    // The editor answers meanwhile.
    await workbench.page.locator('.tab', { hasText: 'notes.md' }).first().click();
    await workbench.page.locator('.tab.active', { hasText: 'notes.md' }).waitFor();
    const [running] = await evaluators();
    expect(running).toBeDefined();
    await progress.hover();
    await progress.getByText('Cancel', { exact: true }).click();
    await expect.poll(async () => (await evaluators()).length).toBe(0);
    await expect.poll(() => evaluations()).toEqual(before);
    expect(await workbench.notification('unexpectedly').count()).toBe(0);
  });

  it('tells of a process that was killed in the middle, and nothing else is lost', async () => {
    await evaluate('many');
    await workbench.notification('evaluating many').filter({ hasText: 'words' }).waitFor();
    // A second one has to wait, or takes the place of the first.
    await evaluate('mini');
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'One evaluation runs at a time' });
    await dialog.waitFor();
    await workbench.picture('evaluation-second', true);
    await workbench.page.keyboard.press('Escape');
    const [running] = await evaluators();
    // Of a process that is not there nothing is killed: 0 would be the group that the tests are in.
    if (!running) throw new Error('there is no process to kill');
    process.kill(running.pid, 'SIGKILL');
    await workbench.notification(/ended unexpectedly \(SIGKILL\)/).waitFor();
    await workbench.picture('evaluation-killed');
    await workbench.command('Notifications: Clear All Notifications');
    expect(await workbench.counted()).toBeGreaterThan(0);
  });

  it('exports the entities of a paper as it stands in the editor, unsaved', async () => {
    await workbench.page.locator('.tab', { hasText: 'notes.md' }).first().click();
    await workbench.goTo('3:1');
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(' Ibuprofen causes nephrotoxicity.');
    await expect.poll(() => workbench.counted()).toBeGreaterThan(4);
    const file = path.join(workbench.folder, 'out.pubtator');
    await workbench.command('GERBERA: Export Entities');
    await workbench.page.locator('.quick-input-title', { hasText: 'Export Entities' }).waitFor();
    await workbench.choice('PubTator').first().click();
    const input = workbench.page.locator('.quick-input-widget input');
    await expect.poll(() => input.inputValue()).toContain('notes.pubtator');
    await input.fill(file);
    await workbench.page.keyboard.press('Enter');
    await workbench.notification('exported').waitFor();
    await workbench.picture('exported');
    const lines = readFileSync(file, 'utf8').split('\n');
    const annotated = lines.filter((line) => line.split('\t').length >= 5).map((line) => line.split('\t'));
    const text = lines.filter((line) => /\|[ta]\|/.test(line)).map((line) => line.replace(/^[^|]*\|[ta]\|/, ''));
    const characters = [...text.join(' ')];
    expect(annotated.map(([, , , mention]) => mention)).toContain('nephrotoxicity');
    for (const [, start, end, mention] of annotated) {
      expect(characters.slice(Number(start), Number(end)).join('')).toBe(mention);
    }
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('File: Save');
  });

  it('saves the report as a page that stands by itself', async () => {
    await workbench.command('GERBERA: Show Evaluation Report');
    await workbench.choice('packed').first().click();
    await report.locator('h1', { hasText: 'packed' }).waitFor();
    await report.locator('#save').click();
    const input = workbench.page.locator('.quick-input-widget input');
    await expect.poll(() => input.inputValue()).toContain('.html');
    const file = path.join(workbench.folder, 'saved.html');
    await input.fill(file);
    await workbench.page.keyboard.press('Enter');
    await expect.poll(() => existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/i);
  });

  it('has its report back after a reload, as it was left', async () => {
    await report.locator('#error-type').selectOption('Disease');
    await workbench.reload();
    await report.locator('h1', { hasText: 'packed' }).waitFor();
    await expect.poll(() => report.locator('#error-type').inputValue()).toBe('Disease');
  });

  it('sends nothing off this machine', () => {
    expect([...workbench.foreign]).toEqual([]);
  });

  async function choose(corpus: string): Promise<void> {
    await workbench.command('GERBERA: Evaluate Model');
    await workbench.choice(corpus).first().click();
  }

  /** Evaluates on the part and with the model that are offered. */
  async function evaluate(corpus: string): Promise<void> {
    await choose(corpus);
    for (const step of ['(2/4)', '(3/4)', '(4/4)']) {
      await workbench.page.locator('.quick-input-title', { hasText: step }).waitFor();
      await workbench.page.keyboard.press('Enter');
    }
  }

  function errorRow(text: string): Locator {
    return report.locator('#error-list button.row', { hasText: text });
  }

  /** Counts from 1. */
  async function cursorAt(line: number, column: number): Promise<void> {
    const told = workbench.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` });
    await told.waitFor();
  }

  /** What stands behind the line of the error. */
  async function legend(): Promise<string> {
    const told = workbench.page.locator('.monaco-editor .view-line span[class*=ced-]', { hasText: '' });
    const texts = await told.evaluateAll((elements: readonly unknown[]) =>
      elements.map((each) => getComputedStyle(each, '::after').content.replace(/^"|"$/g, '')),
    );
    return texts.find((text) => text.includes('gold:'))?.replaceAll('\u00a0', ' ') ?? '';
  }

  /** How many stretches are marked as gold or predicted. */
  function marked(side: 'gold' | 'predicted'): Promise<number> {
    return workbench.page
      .locator('.monaco-editor .view-overlays .cdr')
      .evaluateAll(
        (elements: readonly unknown[], predicted: boolean) =>
          elements
            .map((each) => getComputedStyle(each))
            .filter((look) => (predicted ? /dashed/.test(look.outline) : /^3px solid/.test(look.borderBottom))).length,
        side === 'predicted',
      );
  }

  /** The processes that evaluate. */
  async function evaluators(): ReturnType<typeof processesWith> {
    return (await processesWith('cli.mjs evaluate')).filter(({ command }) => command.includes(host.folder));
  }

  /** Folders of the evaluations that are kept. */
  function evaluations(): readonly string[] {
    const storage = path.join(host.folder, 'profile/user/User/globalStorage/gerbera-bio.gerbera/evaluations');
    return existsSync(storage) ? readdirSync(storage) : [];
  }
});
