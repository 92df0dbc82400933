import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import {
  type AsyncBuffer,
  type ColumnMetaData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type RowGroup,
} from 'hyparquet';
import { getTreePath } from 'hyparquet/src/schema.js';
import { errorMessage, UserError } from '../../../core/errors.ts';
import { parseJson } from '../../../core/json.ts';
import type { AnnotatedDocument } from '../../document.ts';
import type { ReadOptions } from '../form.ts';
import { hfColumns } from './hf-columns.ts';
import { namesInFeatures } from './hf-label-names.ts';
import { HfRows } from './hf-rows.ts';
import { checkColumn } from './parquet-check.ts';
import { decompressors } from './parquet-codecs.ts';

/** Of the description of the columns at the end of a file, in bytes; a row group takes some hundreds. */
const largestFooter = 2 ** 26;

/**
 * Reads a Parquet file of words and labels (`HfRows`); lines are rows, from 1. Labels are texts, or numbers with the names
 * that the file's own description of its features has (the key `huggingface`, as `datasets` writes it), the options give or
 * a file beside it. One row group is in memory.
 * @throws UserError naming the file, and the row where there is one, if it is no Parquet file, damaged, or has no words
 *   and labels.
 */
export async function* readParquet(
  file: string,
  options: ReadOptions = {},
): AsyncGenerator<AnnotatedDocument, void, undefined> {
  const handle = await opened(file);
  try {
    const { size } = await handle.stat();
    const buffer: AsyncBuffer = { byteLength: size, slice: (start, end) => slice(handle, start, end ?? size, size) };
    const metadata = await attempt(file, 0, () => readFooter(buffer));
    const names = await attempt(file, 0, () => columnsOf(metadata));
    const { tokens, tags, ids, others } = hfColumns(names, file);
    if (others.length > 0) {
      const message = `columns that are not read: ${others.slice(0, 10).join(', ')}`;
      options.onProblem?.({ kind: 'other', file, line: 1, message });
    }
    const columns = [tokens, tags, ...ids];
    const rows = new HfRows(file, options, labelNames(metadata, tags, file));
    let row = 0;
    for (const group of metadata.row_groups) {
      options.signal?.throwIfAborted();
      const found = await attempt(file, row + 1, () => readGroup(buffer, metadata, group, row, columns));
      for (const each of found) yield* rows.add(each, ++row);
      options.onBytes?.(Math.round((size * row) / Math.max(1, Number(metadata.num_rows))));
    }
    yield* rows.end();
    rows.finish();
  } finally {
    await handle.close();
  }
  if (options.onHash) options.onHash(await sha256Of(file));
}

async function opened(file: string): Promise<FileHandle> {
  try {
    // Asked before opening: a pipe would wait for its writer.
    if (!(await stat(file)).isFile()) throw new UserError(`${file}: not a file`);
    return await open(file);
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    const absent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw new UserError(`${file}: ${absent ? 'no such file' : `cannot be read: ${errorMessage(thrown)}`}`);
  }
}

async function slice(handle: FileHandle, start: number, end: number, size: number): Promise<ArrayBuffer> {
  if (!(start >= 0 && start <= end && end <= size)) throw new Error('a column lies beyond the file');
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) throw new Error('the file ends too early');
    done += bytesRead;
  }
  return bytes.buffer;
}

async function readFooter(buffer: AsyncBuffer): Promise<FileMetaData> {
  const { byteLength: size } = buffer;
  if (size < 12) throw new Error('the file is too short');
  const end = new DataView(await buffer.slice(size - 8, size));
  if (end.getUint32(4, true) !== 0x31524150) throw new Error('it does not end as a Parquet file does (PAR1)');
  const length = end.getUint32(0, true);
  if (length > Math.min(largestFooter, size - 12)) throw new Error('the description of its columns is too long');
  return parquetMetadataAsync(buffer, { geoparquet: false });
}

function columnsOf(metadata: FileMetaData): readonly string[] {
  return parquetSchema(metadata).children.map(({ element }) => {
    if (typeof element.name !== 'string') throw new Error('a column has no name');
    return element.name;
  });
}

async function readGroup(
  buffer: AsyncBuffer,
  metadata: FileMetaData,
  group: RowGroup,
  rowStart: number,
  columns: string[],
): Promise<Record<string, unknown>[]> {
  const rowEnd = rowStart + Number(group.num_rows);
  const tree = parquetSchema(metadata);
  const absent = columns.find((name) => !group.columns.some((each) => each.meta_data?.path_in_schema[0] === name));
  if (absent !== undefined) throw new Error(`a row group without the column ${absent}`);
  for (const { meta_data: column } of group.columns) {
    if (!column) throw new Error('a column is not described');
    if (!columns.includes(column.path_in_schema[0] ?? '')) continue;
    if (!(group.num_rows >= 0n && group.num_rows <= column.num_values)) {
      throw new Error(`${group.num_rows} rows, but ${column.num_values} values in ${column.path_in_schema.join('.')}`);
    }
    const { start, end } = rangeOf(column);
    checkColumn(new Uint8Array(await buffer.slice(start, end)), column, getTreePath(tree, column.path_in_schema));
  }
  const rows = await parquetReadObjects({
    file: buffer,
    metadata,
    rowStart,
    rowEnd,
    columns,
    compressors: decompressors,
  });
  // A damaged group may leave rows out.
  if (rows.length !== rowEnd - rowStart || [...rows].some((row) => row === undefined)) {
    throw new Error(`not all of the ${rowEnd - rowStart} rows of a group are there`);
  }
  return rows;
}

/** Where a column's pages lie in the file. */
function rangeOf(column: ColumnMetaData): { readonly start: number; readonly end: number } {
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  return { start, end: start + Number(column.total_compressed_size) };
}

function labelNames(metadata: FileMetaData, column: string, file: string): readonly string[] | undefined {
  const own = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  return own === undefined ? undefined : namesInFeatures(parseJson(own, `${file}: its key "huggingface"`), column);
}

/** Whatever the library throws of a file's bytes is the file's fault. */
async function attempt<Result>(file: string, row: number, action: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    const where = row > 0 ? `line ${row} or after it` : 'its description';
    throw new UserError(
      `${file}: ${where}: damaged, or not of a kind of Parquet that is read: ${errorMessage(thrown)}`,
    );
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
