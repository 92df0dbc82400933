import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type LabelledSentence, type Split, splits } from '../../src/corpus/corpus.ts';
import { readCorpus } from '../../src/corpus/read.ts';
import { withTypes } from '../../src/corpus/select.ts';
import type { Target } from './cells.ts';

/** A target's data, ready to be read. */
export interface PreparedTarget {
  readonly folder: string;
  readonly trainSentences: number;
}

/**
 * The folder of a target's data: its own, or a copy below `workspace` with only the sentences that have a mention, as the
 * published single-type sets of JNLPBA are.
 */
export async function prepareTarget(target: Target, corpora: string, workspace: string): Promise<PreparedTarget> {
  const source = path.join(corpora, target.folder);
  const corpus = await readCorpus(source);
  const kept = (split: Split) => {
    const sentences = corpus.parts[split]?.sentences ?? [];
    return target.onlyWithMentions ? withTypes(sentences, [target.type]) : sentences;
  };
  const trainSentences = kept('train').length;
  if (!target.onlyWithMentions) return { folder: source, trainSentences };
  const folder = path.join(workspace, path.basename(target.folder));
  mkdirSync(folder, { recursive: true });
  for (const split of splits) {
    writeFileSync(path.join(folder, `${split}.tsv`), kept(split).map(conll).join('\n'));
  }
  return { folder, trainSentences };
}

/** A sentence in CoNLL form with IOB2 labels. */
function conll({ words, mentions }: LabelledSentence): string {
  const labels = words.map(() => 'O');
  for (const { start, end, type } of mentions) {
    for (let word = start; word < end; word++) labels[word] = `${word === start ? 'B' : 'I'}-${type}`;
  }
  return words.map((word, index) => `${word}\t${labels[index]}\n`).join('');
}
