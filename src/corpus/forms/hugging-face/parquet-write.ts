import type { KeyValue, SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { AnnotatedDocument } from '../../document.ts';
import type { Scheme } from '../../scheme.ts';
import type { EncodeOptions } from '../form.ts';
import { type HfRow, hfRows } from './hf-write.ts';

/** Rows that are encoded together and held in memory. */
const rowsPerGroup = 10_000;

const schema: SchemaElement[] = [
  { name: 'schema', num_children: 4 },
  { name: 'id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 'document_id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  ...listOf('tokens', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }),
  ...listOf('ner_tags', { type: 'INT64' }),
];

function listOf(name: string, element: Omit<SchemaElement, 'name'>): SchemaElement[] {
  return [
    { name, num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { ...element, name: 'element', repetition_type: 'OPTIONAL' },
  ];
}

/** What a mention's words are labelled with in a scheme. */
const letters: Readonly<Record<Scheme, readonly string[]>> = {
  IOB1: ['B', 'I'],
  IOB2: ['B', 'I'],
  IOBES: ['B', 'I', 'E', 'S'],
  BILOU: ['B', 'I', 'L', 'U'],
};

/**
 * Writes documents as a Parquet file of the columns `id`, `document_id`, `tokens` and `ner_tags`, compressed with Snappy,
 * one row group at a time. Labels are numbers: `O` is 0, and each type has one for each letter of the scheme, first the
 * types that the options name, then others as they come. What they stand for is written as `datasets` does, in the key
 * `huggingface`, so that `load_dataset` gives a ClassLabel.
 */
export async function* encodeParquet(
  documents: AsyncIterable<AnnotatedDocument> | Iterable<AnnotatedDocument>,
  options: EncodeOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { scheme = 'IOB2', types = [] } = options;
  const numbers = new Map([['O', 0n]]);
  const addType = (type: string) => {
    for (const letter of letters[scheme]) numbers.set(`${letter}-${type}`, BigInt(numbers.size));
  };
  types.forEach(addType);
  const writer = new ByteWriter();
  // Filled in before the end of the file is written, when all labels are known.
  const kvMetadata: KeyValue[] = [];
  const parquet = new ParquetWriter({ writer, schema, kvMetadata, createdBy: 'GERBERA', statistics: false });
  let rows: HfRow[] = [];
  for await (const document of documents) {
    rows.push(...hfRows(document, options));
    if (rows.length < rowsPerGroup) continue;
    await writeGroup();
    yield taken();
  }
  if (rows.length > 0) await writeGroup();
  kvMetadata.push({ key: 'huggingface', value: JSON.stringify({ info: { features: features([...numbers.keys()]) } }) });
  await parquet.finish();
  yield taken();

  async function writeGroup(): Promise<void> {
    const columnData = [
      { name: 'id', data: rows.map(({ id }) => id) },
      { name: 'document_id', data: rows.map(({ document_id }) => document_id ?? null) },
      { name: 'tokens', data: rows.map(({ tokens }) => tokens) },
      { name: 'ner_tags', data: rows.map(({ ner_tags }) => ner_tags.map(numberOf)) },
    ];
    await parquet.write({ columnData, rowGroupSize: rows.length });
    rows = [];
  }

  function numberOf(label: string): bigint {
    if (!numbers.has(label)) addType(label.slice(2));
    return numbers.get(label) ?? 0n;
  }

  /** The bytes since the last call. */
  function taken(): Uint8Array {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  }
}

/** `datasets.Features` of the columns. */
function features(names: readonly string[]): unknown {
  const text = { dtype: 'string', _type: 'Value' };
  return {
    id: text,
    document_id: text,
    tokens: { feature: text, _type: 'Sequence' },
    ner_tags: { feature: { names, _type: 'ClassLabel' }, _type: 'Sequence' },
  };
}
