import { withOwnIds } from '../assemble.ts';
import type { FileForm } from '../form.ts';
import { readParquet } from './parquet-read.ts';
import { encodeParquet } from './parquet-write.ts';

/** Parquet with words and labels, as Hugging Face's `datasets` has them. */
export const parquet: FileForm = {
  kind: 'file',
  name: 'parquet',
  title: "Hugging Face's Parquet",
  endings: ['parquet'],
  matches: (head) => head.startsWith('PAR1'),
  read: (file, options = {}) => withOwnIds(file, readParquet(file, options), options.onProblem),
  encode: encodeParquet,
};
