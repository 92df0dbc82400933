import type { SentenceUse, TextTable, Writing } from './sentence-table.ts';
import { examplesEach, type Leak } from './statistics.ts';

/** Sentences of fewer words (`Results:`) come twice without having been copied. */
const longSentence = 5;

/** A part under the name that it is told of by. */
export interface NamedTexts {
  readonly name: string;
  readonly texts: TextTable;
}

/** @param sameTypes whether both label the same types, so that labels can be compared. */
export function leakBetween(from: NamedTexts, to: NamedTexts, sameTypes: boolean): Leak {
  const sentences = {
    all: to.texts.sentenceCount,
    same: 0,
    sameLong: 0,
    otherLabels: 0,
    exact: 0,
    exactOtherLabels: 0,
  };
  const examples: Leak['examples'][number][] = [];
  for (const [use, other] of to.texts.shared(from.texts)) {
    const count = total(use, () => true);
    const otherLabels = total(use, ({ labels }) => other.writings.every((each) => each.labels !== labels));
    const written = ({ exact }: Writing) => other.writings.filter((each) => each.exact === exact);
    sentences.same += count;
    if (use.words >= longSentence) sentences.sameLong += count;
    sentences.otherLabels += otherLabels;
    sentences.exact += total(use, (each) => written(each).length > 0);
    sentences.exactOtherLabels += total(use, (each) => {
      const alike = written(each);
      return alike.length > 0 && alike.every(({ labels }) => labels !== each.labels);
    });
    const { file, line, words } = use;
    const differs = sameTypes && otherLabels > 0;
    examples.push({ file, line, words, other: { file: other.file, line: other.line }, otherLabels: differs });
  }
  examples.sort((a, b) => Number(b.otherLabels) - Number(a.otherLabels) || b.words - a.words || a.line - b.line);
  const ids = [...to.texts.ids].filter((id) => from.texts.ids.has(id));
  let sameText = 0;
  for (const [text, count] of to.texts.texts) if (from.texts.texts.has(text)) sameText += count;
  const { otherLabels, exactOtherLabels, ...counts } = sentences;
  return {
    from: from.name,
    to: to.name,
    documents: { all: to.texts.documents, sameId: ids.length, sameText },
    sentences: sameTypes ? { ...counts, otherLabels, exactOtherLabels } : counts,
    examples: examples.slice(0, examplesEach),
    ids: ids.slice(0, examplesEach),
  };
}

function total({ writings }: SentenceUse, holds: (writing: Writing) => boolean): number {
  return writings.filter(holds).reduce((sum, { count }) => sum + count, 0);
}
