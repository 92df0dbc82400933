import { biocJson } from './bioc/bioc-json.ts';
import { biocXml } from './bioc/bioc-xml.ts';
import { brat } from './brat/brat.ts';
import { conll } from './conll/conll.ts';
import type { CorpusForm } from './form.ts';
import { hfJsonl } from './hugging-face/hf-jsonl.ts';
import { parquet } from './hugging-face/parquet.ts';
import { doccano } from './json-lines/doccano.ts';
import { jsonl } from './json-lines/jsonl.ts';
import { spacy } from './json-lines/spacy.ts';
import { pubtator } from './pubtator/pubtator.ts';

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
