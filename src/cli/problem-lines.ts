import type { ProblemKind, ProblemSummary } from '../corpus/problems.ts';
import { counted } from '../evaluate/report/format.ts';

/** Problems of each kind that are shown. */
const examplesEach = 3;

/** What is wrong with a corpus, in lines: each kind with its count and its first places. */
export function problemLines({ counts, examples }: ProblemSummary, kinds?: readonly ProblemKind[]): readonly string[] {
  const lines: string[] = [];
  for (const [kind, count = 0] of Object.entries(counts)) {
    if (kinds && !kinds.some((each) => each === kind)) continue;
    lines.push(`gerbera: ${kind}: ${counted(count, 'place')}`);
    const shown = examples.filter((problem) => problem.kind === kind).slice(0, examplesEach);
    for (const { file, line, message } of shown) lines.push(`  ${file}: line ${line}: ${message}`);
    if (count > shown.length) lines.push(`  … and ${(count - shown.length).toLocaleString('en')} more`);
  }
  return lines;
}
