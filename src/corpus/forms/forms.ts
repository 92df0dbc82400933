import { biocJson } from './bioc-json.ts';
import { biocXml } from './bioc-xml.ts';
import { brat } from './brat.ts';
import { conll } from './conll.ts';
import { doccano } from './doccano.ts';
import type { CorpusForm } from './form.ts';
import { hfJsonl } from './hf-jsonl.ts';
import { jsonl } from './jsonl.ts';
import { parquet } from './parquet.ts';
import { pubtator } from './pubtator.ts';
import { spacy } from './spacy.ts';

/** Every form that is read and written; those that are told by stricter signs come first. */
export const forms: readonly CorpusForm[] = [
  parquet,
  biocXml,
  biocJson,
  hfJsonl,
  spacy,
  doccano,
  jsonl,
  pubtator,
  conll,
  brat,
];
