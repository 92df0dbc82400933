/** A form that entities can be exported in. */
export interface ExportForm {
  /** As `gerbera annotate --format` calls it. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Of the file's name; '' for a folder. */
  readonly ending: string;
}

/** The forms, those that people ask for first; a test keeps them in step with those that there are. */
export const exportForms: readonly ExportForm[] = [
  { name: 'jsonl', label: 'JSON Lines', description: 'text, passages and mentions, nothing left out', ending: 'jsonl' },
  { name: 'pubtator', label: 'PubTator', description: 'title, abstract, one mention a line', ending: 'pubtator' },
  { name: 'bioc-xml', label: 'BioC XML', description: 'collection, passages, annotations', ending: 'bioc.xml' },
  { name: 'bioc-json', label: 'BioC JSON', description: 'the same as JSON', ending: 'bioc.json' },
  { name: 'brat', label: 'brat standoff', description: 'a folder with .txt and .ann', ending: '' },
  { name: 'conll', label: 'CoNLL', description: 'a word and its label a line, IOB2', ending: 'conll' },
  { name: 'html', label: 'HTML', description: 'the text with its entities coloured, to be read', ending: 'html' },
  { name: 'spacy', label: 'spaCy, Prodigy', description: 'JSON Lines with spans', ending: 'spacy.jsonl' },
  { name: 'doccano', label: 'doccano', description: 'JSON Lines with labels', ending: 'doccano.jsonl' },
  { name: 'hf-jsonl', label: 'Hugging Face JSON Lines', description: 'tokens and ner_tags', ending: 'hf.jsonl' },
  { name: 'parquet', label: 'Hugging Face Parquet', description: 'tokens and ner_tags', ending: 'parquet' },
];
