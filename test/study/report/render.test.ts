import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../src/study/report/build-report.ts';
import { renderHtml } from '../../../src/study/report/render-html.ts';
import { renderMarkdown } from '../../../src/study/report/render-markdown.ts';
import type { StudyReport } from '../../../src/study/report/report.ts';
import { renderPlots, writeStudyReport } from '../../../src/study/report/write-study-report.ts';
import { scratchFolder } from '../../corpus/files.ts';
import { withChromium } from '../../support/chromium.ts';
import { madeUpStudy } from './made-up.ts';

const scratch = scratchFolder();
const evil = '<script>alert(1)</script><img src=x onerror="alert(2)">|`*_[a](javascript:alert(3))\u001b[31m\u202e';

function reportOf(options: Parameters<typeof madeUpStudy>[0] = {}): StudyReport {
  const { study, cells, results, measures } = madeUpStudy(options);
  const there = results.filter((_, index) => index % 11 !== 4 && !(index >= 12 && index < 15));
  return buildReport(study, cells, there, { rows: measures, notes: [`all others: ${evil}`] });
}

const report = reportOf({ targets: ['A', 'B', 'C'], auxiliaries: ['v', 'w', 'x', 'y', 'z', 'A'] });
const hostile = reportOf({
  targets: [`${evil} 1`, 'B'],
  auxiliaries: [`${evil} 2`, 'w', 'x', 'y'],
  methods: ['single', `${evil} 3`],
});

/** Tags that would be let through, and characters that act on what shows them. */
function dangers(text: string): string[] {
  return ['<script', '<img', '\u001b', '\u202e'].filter((each) => text.includes(each));
}

describe('a report in Markdown', () => {
  it('has what was found first, then tables and links to the plots', () => {
    const text = renderMarkdown(report);
    expect(text).toMatch(/^# Which corpus helps\?\n\n- \d+ of 111 cells have a result/);
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      'Gains',
      'Gains seed by seed',
      'Every comparison',
      'Measures and gains',
      'Measures and gains, target by target',
      'Scores',
      'How this was computed',
    ]);
    const linked = [...text.matchAll(/^!\[.*\]\((.*)\)$/gm)].map(([, name]) => name);
    expect(linked).toEqual(renderPlots(report).map(([name]) => name));
    expect(text).toMatch(/\| A \| v \| gerbera \| 500 sentences \| [−+]\d\.\d ± \d\.\d \|.*\| \d of 3 \|/);
    expect(text.match(/NaN|undefined|Infinity|\[object/)).toBeNull();
  });

  it('has as many cells in each row of a table as in its head', () => {
    const tables = renderMarkdown(hostile)
      .split('\n\n')
      .filter((block) => block.startsWith('| '));
    expect(tables.length).toBeGreaterThan(5);
    for (const block of tables) {
      const widths = block.split('\n').map((line) => line.replaceAll(/\\\|/g, '').split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  it('gives foreign names no meaning', () => {
    expect(dangers(renderMarkdown(hostile).replaceAll(/\\./g, ''))).toEqual([]);
    expect(renderMarkdown(hostile).includes('\\[a\\](javascript')).toBe(true);
  });
});

describe('plots', () => {
  it('are images of their own, with a title and a description, in plain colours', () => {
    const plots = renderPlots(report);
    expect(plots.map(([name]) => name)).toEqual([
      'gains-500-sentences.svg',
      'seeds-500-sentences.svg',
      'measures-1-gerbera-500-sentences.svg',
      'measures-2-transfer-500-sentences.svg',
    ]);
    for (const [, svg] of plots) {
      expect(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/.test(svg)).toBe(true);
      expect(/<title id="[^"]+">.+<\/title><desc id="[^"]+">.+<\/desc>/.test(svg)).toBe(true);
      expect(svg.match(/var\(|NaN|undefined|Infinity/)).toBeNull();
    }
  });

  it('show every gain with its number, and every pair of runs as a dot', () => {
    const [heat = '', dots = ''] = renderPlots(report).map(([, svg]) => svg);
    const there = report.gains.filter(({ gain }) => gain);
    expect(heat.match(/<rect [^>]*class="(?:up|down)"/g)).toHaveLength(there.length);
    expect(heat.match(/class="empty"/g)).toHaveLength(report.gains.length - there.length);
    const pairs = report.gains.flatMap((each) => each.pairs);
    expect(dots.match(/<circle class="run/g)).toHaveLength(pairs.length);
    expect(dots.match(/: mean [−+\d]/g)).toHaveLength(there.length);
  });

  it('give foreign names no meaning', () => {
    expect(renderPlots(hostile).flatMap(([, svg]) => dangers(svg))).toEqual([]);
  });
});

describe('the files of a report', () => {
  it('are those of the formats that are asked for', () => {
    const folder = path.join(scratch, 'new', 'report');
    expect(writeStudyReport(folder, report, ['html']).map((file) => path.basename(file))).toEqual(['report.html']);
    const files = writeStudyReport(folder, report);
    expect(files.map((file) => path.extname(file)).toSorted()).toEqual([
      '.html',
      '.json',
      '.md',
      '.svg',
      '.svg',
      '.svg',
      '.svg',
    ]);
    expect(JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(report)),
    );
  });
});

describe('the page of a report in a browser', () => {
  const browser = withChromium();

  it.each(['light', 'dark'] as const)(
    'opens in %s without an error, without the network, as wide as the window',
    async (colorScheme) => {
      const [file = ''] = writeStudyReport(scratch, hostile, ['html']);
      const page = await browser().newPage({ viewport: { width: 900, height: 700 }, colorScheme });
      const problems: string[] = [];
      const asked: string[] = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => problems.push(message.text()));
      page.on('dialog', (dialog) => problems.push(dialog.message()));
      page.on('request', (request) => asked.push(request.url()));
      const address = pathToFileURL(file).href;
      await page.goto(address);
      expect(await page.locator('section').count()).toBe(8);
      expect(await page.locator('svg[role=img] > title').count()).toBe(3);
      expect(await page.locator('script, img').count()).toBe(0);
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(wide).toBeLessThanOrEqual(0);
      const ground = await page.evaluate('getComputedStyle(document.querySelector("section")).backgroundColor');
      expect(ground).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(33, 31, 28)');
      expect([problems, asked]).toEqual([[], [address]]);
      await page.close();
    },
  );
});

describe('the page of a report', () => {
  it('gives foreign names no meaning', () => {
    // What an attribute holds is text, whatever it looks like; the browser above finds neither a script nor an image.
    expect(dangers(renderHtml(hostile).replaceAll(/="[^"]*"/g, ''))).toEqual([]);
    expect(/[\p{Cc}\u202e]/u.test(renderHtml(hostile).replaceAll('\n', ''))).toBe(false);
    expect(renderHtml(hostile).includes('&#x3C;script>alert(1)')).toBe(true);
  });
});
