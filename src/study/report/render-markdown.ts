import { escaped, table } from '../../evaluate/report/markdown.ts';
import { findings } from './content/findings.ts';
import type { Block } from './content/section.ts';
import { sectionsOf } from './content/sections.ts';
import type { StudyReport } from './report.ts';

/** A report as a page of GitHub-flavoured Markdown; its plots are files beside it (see `renderPlots`). */
export function renderMarkdown(report: StudyReport): string {
  const blocks = [
    `# ${escaped(report.name)}`,
    list(findings(report)),
    ...sectionsOf(report).flatMap(({ title, lead, blocks }) => [
      `## ${escaped(title)}`,
      escaped(lead),
      ...blocks.map(renderBlock),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'table':
      return `### ${escaped(block.caption)}\n\n${table(
        block.head.map(({ title }) => escaped(title)),
        block.rows.map((row) => row.map(escaped)),
      )}`;
    case 'plot':
      return `![${escaped(block.plot.title)}](${block.plot.name}.svg)`;
    case 'list':
      return list(block.items);
  }
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escaped(item)}`).join('\n');
}
