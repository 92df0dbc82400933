import { h } from 'hastscript';
import { count, plain } from '../../evaluate/report/format.ts';
import { column, number, row, section, table, text } from '../../evaluate/report/html/element.ts';
import { htmlPage } from '../../evaluate/report/html/page.ts';
import { findings } from './content/findings.ts';
import type { Block, TableBlock } from './content/section.ts';
import { sectionsOf } from './content/sections.ts';
import { plotElement, plotStyle } from './plots/plot.ts';
import type { StudyReport } from './report.ts';

/** What a report needs besides the style of all reports. */
const style = `${plotStyle}
.study-plot { max-width: 100%; height: auto; min-width: min(100%, 40rem); }
.figure-scroll { margin: 1.25rem 0; overflow-x: auto; }
.study { margin: 1rem 0; font-size: .8125rem; }
.study tr > :first-child { white-space: nowrap; padding-left: 0; }
.study td { white-space: nowrap; }
.findings { padding-left: 1.25rem; max-width: 52rem; }
.findings li { margin: .375rem 0; overflow-wrap: anywhere; }
`;

/** A report as a page that needs nothing else: no script, no font, no picture from elsewhere. */
export function renderHtml(report: StudyReport): string {
  const { name, cells, until } = report;
  const date = until === undefined ? '' : `, ${until.slice(0, 10)}`;
  const header = h('header', [
    h('p.brand', ['GERBERA', h('span', ` study${date}`)]),
    h('h1', plain(name)),
    h('p.lead', `${count(cells.finished)} of ${count(cells.planned)} cells`),
  ]);
  const sections = [
    section('findings', 'What was found', undefined, list(findings(report))),
    ...sectionsOf(report).map(({ id, title, lead, blocks }) =>
      section(id, title, plain(lead), ...blocks.flatMap(element)),
    ),
  ];
  return htmlPage(`${plain(name)}: GERBERA study`, header, sections, style);
}

function element(block: Block) {
  switch (block.kind) {
    case 'table':
      return [h('h3', plain(block.caption)), tableElement(block)];
    case 'plot':
      return h('.figure-scroll', { tabIndex: 0, role: 'region', ariaLabel: block.plot.title }, plotElement(block.plot));
    case 'list':
      return list(block.items);
  }
}

function tableElement({ caption, head, rows }: TableBlock) {
  return table(
    'study',
    plain(caption),
    head.map(({ title, number: isNumber }) => column(title, isNumber ? 'number' : 'text')),
    rows.map(([first = '', ...rest]) => [
      row(plain(first)),
      ...rest.map((cell, index) => (head[index + 1]?.number ? number(plain(cell)) : text(plain(cell)))),
    ]),
  );
}

function list(items: readonly string[]) {
  return h(
    'ul.findings',
    items.map((item) => h('li', plain(item))),
  );
}
