/** Element types as safetensors names them (https://huggingface.co/docs/safetensors). */
export type TensorType =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'F8_E4M3'
  | 'F8_E5M2'
  | 'F8_E4M3FNUZ'
  | 'F8_E5M2FNUZ'
  | 'F8_E8M0'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U64'
  | 'U32'
  | 'U16'
  | 'U8'
  | 'BOOL';

/** What is known of a tensor before it is read. */
export interface TensorInfo {
  readonly name: string;
  readonly type: TensorType;
  /** Row-major dimensions; `[]` is a scalar. */
  readonly shape: readonly number[];
}

/** Where a tensor's bytes lie in a file, as a row-major array. */
export interface TensorLocation {
  readonly file: string;
  /** In bytes from the start of the file; a multiple of the element's size. */
  readonly offset: number;
}

/**
 * Named tensors in one or more files. Opening reads only the names and shapes; a tensor's bytes are read when it is
 * asked for.
 */
export interface TensorSource {
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /**
   * The elements of a float tensor, row-major, converted to float32.
   * @throws UserError naming file and tensor if it is missing, not of a float type, or cut short.
   */
  read(name: string): Float32Array;
  /**
   * Where a float32 tensor lies ready to be mapped into memory: little-endian and in one piece. Undefined if it must be
   * converted or unpacked, or if there is no such tensor.
   */
  locate(name: string): TensorLocation | undefined;
  /** Closes the files. Idempotent. */
  close(): void;
}
