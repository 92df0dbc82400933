import type { Scheme, SchemeDetector } from '../scheme.ts';
import type { ReadOptions } from './form.ts';

const rules: Readonly<Record<Scheme, string>> = {
  IOB1: 'the file is in IOB1, where B stands only at a mention that follows another of its type; this one is not needed',
  IOB2: 'the file is in IOB2, where B begins every mention, and this I follows none of its type; it begins one',
  IOBES: 'the file is in IOBES, and this mention does not begin with B and end with E, or is not S alone',
  BILOU: 'the file is in BILOU, and this mention does not begin with B and end with L, or is not U alone',
};

/** Tells what the scheme of a file is, and each label that breaks it. */
export function tellIrregular(file: string, detector: SchemeDetector, { onScheme, onProblem }: ReadOptions): void {
  const found = detector.result();
  onScheme?.(found);
  if (!onProblem) return;
  const lines = detector.irregularLines();
  for (const line of lines) {
    const message = `${rules[found.scheme]}; mentions are read as conlleval reads them`;
    onProblem({ kind: 'irregular label', file, line, message });
  }
  const more = found.irregular - lines.length;
  if (more > 0) {
    const message = `and ${more} more labels that ${found.scheme} does not have so`;
    onProblem({ kind: 'irregular label', file, line: lines.at(-1) ?? 1, message });
  }
}
