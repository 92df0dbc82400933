import type { ColumnMetaData, CompressionCodec, PageHeader, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { decompressors } from './parquet-codecs.ts';

/** Of a column in one row group, in values and in bytes after decompression. Writers make groups of far less. */
const mostValues = 2 ** 25;
const mostBytes = 2 ** 29;

/** Values that a run of levels or indices may have beyond those of its page: writers fill up the last run. */
const padding = 512;

/** Encodings whose values cannot take more memory than their page and their number say. */
const boundedEncodings: ReadonlySet<string | undefined> = new Set([
  'PLAIN',
  'PLAIN_DICTIONARY',
  'RLE_DICTIONARY',
  'RLE',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
]);

/** How wide the levels of a column are, in bits. */
interface Levels {
  readonly repetition: number;
  readonly definition: number;
}

/**
 * Checks what the decoder of a column trusts: the numbers and sizes in the headers of its pages and the lengths of their
 * runs. Damaged ones would make it fill all memory, as a run of a thousand million values takes five bytes.
 * @param bytes the column's pages in a row group.
 * @param path of schema elements, from the root to the column.
 * @throws Error that says what is wrong.
 */
export function checkColumn(bytes: Uint8Array, column: ColumnMetaData, path: SchemaTree[]): void {
  const expected = Number(column.num_values);
  const most = Number(column.total_uncompressed_size);
  if (!(expected >= 0 && expected <= mostValues))
    throw new Error(`${expected} values in a row group; write smaller ones`);
  if (!(most >= 0 && most <= mostBytes)) throw new Error(`${most} bytes in a row group; write smaller ones`);
  const levels = {
    repetition: bitWidth(getMaxRepetitionLevel(path)),
    definition: bitWidth(getMaxDefinitionLevel(path)),
  };
  const reader = { view: viewOf(bytes), offset: 0 };
  let values = 0;
  while (values < expected) {
    const header = parquetHeader(reader);
    const end = reader.offset + header.compressed_page_size;
    if (!(header.compressed_page_size >= 0 && end <= bytes.length)) throw new Error('a page goes beyond its column');
    if (!(header.uncompressed_page_size >= 0 && header.uncompressed_page_size <= most)) {
      throw new Error('a page is larger than its column');
    }
    values += checkPage(bytes.subarray(reader.offset, end), header, column.codec, levels);
    reader.offset = end;
  }
  if (values !== expected) throw new Error(`${values} values in a column of ${expected}`);
}

/** @returns how many values the page has, nulls included. */
function checkPage(bytes: Uint8Array, header: PageHeader, codec: CompressionCodec, levels: Levels): number {
  const { uncompressed_page_size: size, dictionary_page_header: dictionary } = header;
  if (header.type === 'DICTIONARY_PAGE') {
    const values = dictionary?.num_values ?? -1;
    if (!(values >= 0 && values <= size)) throw new Error(`a dictionary of ${values} values in ${size} bytes`);
    return 0;
  }
  const v1 = header.data_page_header;
  const v2 = header.data_page_header_v2;
  const values = v1?.num_values ?? v2?.num_values ?? -1;
  const encoding = v1?.encoding ?? v2?.encoding;
  if (!(values >= 0 && values <= mostValues)) throw new Error(`a page of ${values} values`);
  if (!boundedEncodings.has(encoding)) throw new Error(`values encoded as ${encoding ?? 'unknown'}, which is not read`);
  if (header.type === 'DATA_PAGE' && v1) {
    const page = codec === 'UNCOMPRESSED' ? bytes : decompress(bytes, size, codec);
    let at = 0;
    for (const width of [levels.repetition, levels.definition]) {
      if (width === 0) continue;
      const length = viewOf(page).getUint32(at, true);
      checkRuns(page.subarray(at + 4, at + 4 + length), width, values);
      at += 4 + length;
    }
    checkIndices(page.subarray(at), encoding, values);
  } else if (header.type === 'DATA_PAGE_V2' && v2) {
    const repetition = v2.repetition_levels_byte_length;
    const definition = v2.definition_levels_byte_length;
    if (!(repetition >= 0 && definition >= 0 && repetition + definition <= Math.min(bytes.length, size))) {
      throw new Error('levels go beyond their page');
    }
    if (!(v2.num_nulls >= 0 && v2.num_nulls <= values)) throw new Error(`${v2.num_nulls} nulls in ${values} values`);
    if (levels.repetition > 0) checkRuns(bytes.subarray(0, repetition), levels.repetition, values);
    if (levels.definition > 0)
      checkRuns(bytes.subarray(repetition, repetition + definition), levels.definition, values);
    const rest = bytes.subarray(repetition + definition);
    const plain = codec === 'UNCOMPRESSED' || v2.is_compressed === false;
    checkIndices(plain ? rest : decompress(rest, size - repetition - definition, codec), encoding, values);
  } else throw new Error(`a page of the type ${header.type}, which is not read`);
  return values;
}

function decompress(bytes: Uint8Array, size: number, codec: CompressionCodec): Uint8Array {
  const page = decompressors[codec]?.(bytes, size);
  if (page?.length !== size) throw new Error(`a page of ${codec} is not as long as its header says`);
  return page;
}

/** Indices of a dictionary: their width in bits, then runs. */
function checkIndices(bytes: Uint8Array, encoding: string | undefined, values: number): void {
  if (encoding === 'RLE') throw new Error('values encoded as RLE, which is not read');
  if (encoding !== 'RLE_DICTIONARY' && encoding !== 'PLAIN_DICTIONARY') return;
  const width = bytes[0] ?? 0;
  if (width > 32) throw new Error(`indices of ${width} bits`);
  // Of no bits, or where all values are null, nothing is read.
  if (width > 0) checkRuns(bytes.subarray(1), width, values, true);
}

/**
 * Checks a hybrid of run lengths and packed bits (parquet-format, Encodings: RLE).
 * @param mayEnd whether there may be fewer values: nulls have no index.
 */
function checkRuns(bytes: Uint8Array, width: number, values: number, mayEnd = false): void {
  let seen = 0;
  let at = 0;
  while (seen < values) {
    if (at >= bytes.length) {
      if (mayEnd) return;
      throw new Error('levels end too early');
    }
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
      if (shift > 28) throw new Error('the length of a run is too long');
    }
    const packed = header % 2 === 1;
    const half = Math.floor(header / 2);
    const count = packed ? half * 8 : half;
    if (count > values - seen + padding) throw new Error(`a run of ${count} values, where ${values - seen} are left`);
    seen += count;
    at += packed ? half * width : Math.ceil(width / 8);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bitWidth(level: number): number {
  return 32 - Math.clz32(level);
}
