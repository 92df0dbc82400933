import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import { plain } from './format.ts';
import { aboutSections } from './html/about.ts';
import { breakdownSection } from './html/breakdown.ts';
import { calibrationSection } from './html/calibration.ts';
import { confusionSection } from './html/confusion.ts';
import { errorsSection } from './html/errors.ts';
import { comparisonSection, modesSection, scoresSection } from './html/scores.ts';
import { style } from './html/style.ts';
import { corpusName, summaryHeader } from './html/summary.ts';
import type { EvaluationReport } from './report.ts';

/** What the page may do: be seen. It loads nothing and runs nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A report as a page that needs nothing else: no script, no font, no picture from elsewhere. Every plot stands in a table
 * with its numbers or beside one.
 */
export function renderHtml(report: EvaluationReport): string {
  const sections = [
    scoresSection(report),
    ...comparisonSection(report),
    confusionSection(report),
    breakdownSection(report),
    errorsSection(report),
    ...calibrationSection(report),
    modesSection(report),
    ...aboutSections(report),
  ];
  const page = h('html', { lang: 'en' }, [
    h('head', [
      h('meta', { charSet: 'utf-8' }),
      h('meta', { httpEquiv: 'Content-Security-Policy', content: policy }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('title', `${plain(report.system.name)} on ${plain(corpusName(report))}: GERBERA evaluation`),
      h('style', style),
    ]),
    h('body', [summaryHeader(report), contents(sections), h('main', sections)]),
  ]);
  return `${toHtml({ type: 'root', children: [{ type: 'doctype' }, page] })}\n`;
}

/** Links to the parts of the page. */
function contents(sections: readonly ReturnType<typeof scoresSection>[]) {
  return h('nav', { ariaLabel: 'Contents' }, [
    h(
      'ul',
      sections.map(({ properties, children }) => {
        const [heading] = children;
        const title = heading?.type === 'element' ? heading.children : [];
        return h('li', h('a', { href: `#${properties.id}` }, structuredClone(title)));
      }),
    ),
  ]);
}
