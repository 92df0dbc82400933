import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { corporaFolder } from '../support/shared.ts';
import { smallPubtator } from '../support/small-corpus.ts';

/** Why pieces of real corpora are not there; undefined where they are. */
export const noPieces = ['bioner/NCBI-disease', 'general/wikigold']
  .map((name) => path.join(corporaFolder, name))
  .filter((folder) => !existsSync(folder))
  .map((folder) => `${folder} is absent`)[0];

/** The first sentences of each part of a corpus, as files of a folder. */
export function pieceOf(corpus: string, folder: string, sentences: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(sentences).map(([part, count]) => {
      const file = path.join(corporaFolder, corpus, `${part}.tsv.gz`);
      const text = gunzipSync(readFileSync(file)).toString('utf8');
      return [
        `${folder}/${part}.tsv`,
        `${text
          .split(/\n\s*\n/)
          .slice(0, count)
          .join('\n\n')}\n`,
      ];
    }),
  );
}

/** A made-up corpus of diseases alone that is learnt in seconds, as files of a folder. */
export function diseaseCorpus(folder: string, parts: Readonly<Record<string, number>> = { train: 20, devel: 2 }) {
  const isOther = (line: string) => /\tChemical\t|\tImatinib\tDisease/.test(line);
  return Object.fromEntries(
    Object.entries(parts).map(([part, copies]) => {
      const lines = smallPubtator(copies).split('\n');
      return [`${folder}/${part}.pubtator`, lines.filter((line) => !isOther(line)).join('\n')];
    }),
  );
}
