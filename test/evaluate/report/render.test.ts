import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReport } from '../../../src/evaluate/report/read-report.ts';
import { renderHtml } from '../../../src/evaluate/report/render-html.ts';
import { renderMarkdown } from '../../../src/evaluate/report/render-markdown.ts';
import { renderTable } from '../../../src/evaluate/report/render-table.ts';
import { writeReport } from '../../../src/evaluate/report/write-report.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { boundaryError, comparedReport, reportOf, scores } from './build.ts';

const scratch = scratchFolder();

/** A report whose every foreign text wants to be more than text. */
function hostileReport() {
  const evil = '<script>alert(1)</script><img src=x onerror="alert(2)">|`*_[a](javascript:alert(3))\u001b[31m\u202e';
  const { types, ...means } = scores();
  const hostile = { types: { [evil]: Object.values(types)[0] ?? means.micro }, ...means };
  const error = boundaryError(`${evil} mutations of the BRCA1 gene`, evil);
  return reportOf({
    ...hostile,
    confusion: {
      labels: [evil, 'O'],
      counts: [
        [1, 2],
        [3, 4],
      ],
    },
    errors: {
      counts: { missed: 0, invented: 0, boundary: 1, type: 0, 'boundary and type': 0 },
      frequent: [
        {
          kind: 'boundary',
          gold: { type: evil, text: evil },
          found: { type: evil, text: evil },
          count: 1,
          places: [0],
        },
      ],
      places: [error],
      cut: false,
    },
    system: { kind: 'model', name: evil, folder: `/models/${evil}` },
    corpus: {
      ...reportOf().corpus,
      name: evil,
      place: `/corpora/it's ${evil}`,
      mentions: { [evil]: 5 },
      mapping: { [evil]: evil },
      files: [{ file: evil, sha256: '' }],
      problems: { counts: { other: 1 }, examples: [{ kind: 'other', file: evil, line: 1, message: evil }] },
    },
  });
}

/** Whether a text holds characters that act on what shows it. */
function steers(text: string): boolean {
  return text.includes('\u001b') || text.includes('\u202e');
}

describe('the page of a report', () => {
  const page = renderHtml(comparedReport());

  it('needs nothing else: no script, nothing from elsewhere', () => {
    expect(page.startsWith('<!doctype html><html lang="en">')).toBe(true);
    expect(page.includes('Content-Security-Policy" content="default-src &#x27;none&#x27;')).toBe(true);
    expect(
      /<(script|link|img|iframe|object|embed|base)\b|\bsrc=|url\(|@import|https?:|\bon\w+=/i.exec(page)?.[0],
    ).toBeUndefined();
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, target]) => target?.startsWith('#'))).toBe(true);
  });

  it('links to parts that are there', () => {
    const ids = new Set([...page.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id));
    const targets = [...page.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)].flatMap(([, ids = '']) =>
      ids.split(' '),
    );
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('can be read without eyes: headings in order, tables with captions and heads, plots with a name or beside numbers', () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    const count = (pattern: RegExp) => [...page.matchAll(pattern)].length;
    expect(count(/<table/g)).toBe(count(/<caption/g));
    expect(count(/<th(?=[ >])/g)).toBe(count(/<th [^>]*scope=/g));
    for (const [svg] of page.matchAll(/<svg\b[^>]*>(?:<title)?/g)) {
      if (!svg.includes(' y=')) expect(svg).toMatch(/aria-hidden="true"|role="img"[^>]*><title/);
    }
  });

  it('shows the figures, rounded to a tenth of a per cent', () => {
    for (const figure of [
      '80.2',
      '77.2–82.2',
      '82.4',
      '78.1',
      '90.0',
      '+3.4',
      '−2.0',
      '&#x3C; 0.001',
      '14.2',
      '24,000',
    ]) {
      expect([figure, page.includes(figure)]).toEqual([figure, true]);
    }
    expect(/>\d+\.\d{4,}/.exec(page)?.[0]).toBeUndefined();
    expect(/NaN|undefined|Infinity|\[object/.exec(page)?.[0]).toBeUndefined();
  });

  it('marks what is labelled and what was found in the context of an error', () => {
    expect(
      page.includes(
        'mutations of the <mark class="gold found">BRCA1</mark><mark class="found"> gene</mark> were found',
      ),
    ).toBe(true);
  });

  it('tells what is missing by leaving it out', () => {
    const { calibration, comparison, ...bare } = reportOf();
    const { section, novelty, ...breakdown } = bare.breakdown;
    const empty = { missed: 0, invented: 0, boundary: 0, type: 0, 'boundary and type': 0 };
    const errors = { counts: empty, frequent: [], places: [], cut: false };
    const corpus = { ...bare.corpus, problems: { counts: {}, examples: [] } };
    const small = renderHtml({ ...bare, breakdown, errors, corpus });
    expect(small.includes('None: everything that is labelled was found')).toBe(true);
    expect(
      /id="(calibration|comparison|problems)"|By section|training part|NaN|undefined/.exec(small)?.[0],
    ).toBeUndefined();
  });

  it('has texts of strangers as text', () => {
    const hostile = renderHtml(hostileReport());
    expect(/<(script|img)/i.test(hostile)).toBe(false);
    expect(hostile.includes('&#x3C;script>alert(1)&#x3C;/script>')).toBe(true);
    expect(steers(hostile)).toBe(false);
  });
});

describe('a report in Markdown', () => {
  it('has its scores, its comparison and the command to repeat it', () => {
    const text = renderMarkdown(comparedReport());
    expect(text).toContain('| Gene | 80.0 | 76.6 | 78.3 | 75.3–80.3 | 940 |');
    expect(text).toContain('| Chemical | 83.9 | 83.9 | −2.0 | −5.0 to +1.3 | 0.210 |');
    expect(text).toContain(
      "gerbera evaluate '/corpora/two types' --model /models/default --against /models/starter --split test",
    );
    expect(text).toContain('--seed 7');
    expect(text).not.toMatch(/NaN|undefined|\[object/);
  });

  it('has tables whose rows are as long as their heads, whatever stands in them', () => {
    for (const report of [comparedReport(), hostileReport()]) {
      const tables = renderMarkdown(report).matchAll(/(?:^\|.*\|\n)+/gm);
      for (const [table] of tables) {
        const widths = table
          .trimEnd()
          .split('\n')
          .map((line) => line.replaceAll(/\\./g, '').split('|').length);
        expect(new Set(widths).size).toBe(1);
      }
    }
    const outside = renderMarkdown(hostileReport()).replaceAll(/^```[\s\S]*?^```$/gm, '');
    expect(outside).not.toMatch(/(?<!\\)<\w/);
    expect(outside).not.toMatch(/(?<!\\)\]\(/);
  });
});

describe('a report on a terminal', () => {
  it('is aligned, with colour only where it is asked for', () => {
    const text = renderTable(comparedReport());
    expect(text).not.toContain('\u001b');
    const rows = text
      .split('\n')
      .filter((line) => /^(Gene|Chemical|micro|macro) +\d+\.\d +\d+\.\d +\d+\.\d +\S+–/.test(line));
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((line) => line.indexOf('–'))).size).toBe(1);
    expect(renderTable(reportOf(), { colour: true })).toContain('\u001b[1m');
  });

  it('lets no text of a stranger steer the terminal', () => {
    expect(steers(renderTable(hostileReport()))).toBe(false);
    expect(steers(renderMarkdown(hostileReport()))).toBe(false);
  });
});

describe('the files of a report', () => {
  it('are read back as they were', async () => {
    const folder = path.join(scratch, 'new', 'folder');
    expect(writeReport(folder, comparedReport()).map((file) => path.basename(file))).toEqual([
      'report.html',
      'report.md',
      'report.json',
    ]);
    expect(await readReport(path.join(folder, 'report.json'))).toEqual(comparedReport());
  });

  it('are refused where they are not what was written', async () => {
    await expect(readReport(path.join(scratch, 'none.json'))).rejects.toThrow('none.json: no such file');
    await expect(readReport(write(scratch, 'cut.json', '{"types": '))).rejects.toThrow('cut.json: line 1');
    const { micro, ...rest } = reportOf();
    const file = write(scratch, 'other.json', JSON.stringify(rest));
    await expect(readReport(file)).rejects.toThrow('other.json: not a report that gerbera evaluate wrote');
  });
});
