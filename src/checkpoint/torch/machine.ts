import { UserError } from '../../core/errors.ts';
import { decodeUtf8 } from '../file.ts';
import type { ByteCursor } from './cursor.ts';
import { opcodeName } from './opcodes.ts';
import type { PickleValue } from './values.ts';

/** A pickle describes tensors, it does not hold them: a model of 10,000 tensors takes about 1 MB and 400,000 opcodes. */
const largestPickle = 64_000_000;
const mostOpcodes = 2_000_000;
const mostStacked = 1_000_000;
const mostMarks = 10_000;
/** Module and name of a global, in bytes. */
const longestName = 1000;
/** The longest integer, in bytes; more than any that PyTorch writes. */
const longestInteger = 64;

/** Where a pickle comes from and what it may refer to. */
export interface PickleContext {
  /** The file, and the part of it for those that have parts, for messages. */
  readonly name: string;
  /** Offset in the file of the part's first byte: messages count from it. */
  readonly base: number;
  /** The value of a persistent id, or what is wrong with it. Absent where there must not be one. */
  readonly persistent?: (id: PickleValue) => PickleValue | { readonly wrong: string };
}

/** The state of reading one pickle: cursor, stack with its marks, and memo, all bounded by the constants above. */
export class PickleMachine {
  readonly cursor: ByteCursor;
  readonly context: PickleContext;
  private readonly start: number;
  private stack: PickleValue[] = [];
  /** Stacks set aside by MARK, outermost first. */
  private readonly marked: PickleValue[][] = [];
  private stacked = 0;
  private readonly memo = new Map<number, PickleValue>();
  private opcodes = 0;
  private opcode = 0;
  private opcodeOffset = 0;

  constructor(cursor: ByteCursor, context: PickleContext) {
    this.cursor = cursor;
    this.context = context;
    this.start = cursor.offset;
  }

  /** The name of the next opcode. */
  nextOpcode(): string {
    this.opcodeOffset = this.cursor.offset;
    this.opcode = this.cursor.byte();
    if (++this.opcodes > mostOpcodes) this.refuse(`comes after ${mostOpcodes} others, more than any model needs`);
    if (this.cursor.offset - this.start > largestPickle) this.refuse(`lies past ${largestPickle} bytes of pickle`);
    return opcodeName(this.opcode) ?? this.refuse('is no pickle opcode');
  }

  /** Ends the reading because of the opcode that was read last. */
  refuse(why: string): never {
    const opcode = opcodeName(this.opcode) ?? `0x${this.opcode.toString(16).padStart(2, '0')}`;
    const offset = this.opcodeOffset - this.context.base;
    throw new UserError(`${this.context.name}: the opcode ${opcode} at byte ${offset} ${why}; nothing was run`);
  }

  /** The one value that STOP leaves. */
  result(): PickleValue {
    if (this.stack.length !== 1 || this.marked.length > 0) this.refuse('leaves other than one value');
    return this.top();
  }

  push(value: PickleValue): void {
    if (++this.stacked > mostStacked) this.refuse(`stacks more than ${mostStacked} values`);
    this.stack.push(value);
  }

  top(): PickleValue {
    const value = this.stack.at(-1);
    return value === undefined ? this.refuse('finds an empty stack') : value;
  }

  pop(count: number): PickleValue[] {
    if (this.stack.length < count) this.refuse('finds too few values on the stack');
    this.stacked -= count;
    return this.stack.splice(this.stack.length - count, count);
  }

  mark(): void {
    if (this.marked.length >= mostMarks) this.refuse(`nests more than ${mostMarks} deep`);
    this.marked.push(this.stack);
    this.stack = [];
  }

  /** Everything since the last mark. */
  popMark(): PickleValue[] {
    const items = this.stack;
    this.stack = this.marked.pop() ?? this.refuse('finds no mark');
    this.stacked -= items.length;
    return items;
  }

  /** Keeps the top of the stack; without an index, under the next one. */
  remember(index = this.memo.size): void {
    if (this.memo.size >= mostStacked) this.refuse(`keeps more than ${mostStacked} values`);
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) this.refuse(`asks for value ${index}, which was never kept`);
    this.push(value);
  }

  /** The operand: an unsigned little-endian integer of 1, 2, 4 or 8 bytes. */
  unsigned(size: 1 | 2 | 4 | 8): number {
    if (size === 1) return this.cursor.byte();
    const bytes = this.cursor.bytes(size);
    return size === 8 ? Number(bytes.readBigUInt64LE()) : bytes.readUIntLE(0, size);
  }

  /** The operand: a little-endian two's complement integer of `length` bytes; a number if a double holds it exactly. */
  integer(length: number): number | bigint {
    if (length > longestInteger) return this.refuse(`holds an integer of ${length} bytes`);
    if (length === 0) return 0;
    const hex = Buffer.from(this.cursor.bytes(length)).reverse().toString('hex');
    const value = BigInt.asIntN(length * 8, BigInt(`0x${hex}`));
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  /** The operand: `length` bytes. */
  bytes(length: number): Uint8Array {
    const { remaining } = this.cursor;
    if (length > remaining) return this.refuse(`claims ${length} bytes; ${remaining} are left`);
    if (length > largestPickle) return this.refuse(`claims ${length} bytes; at most ${largestPickle} are read`);
    return Uint8Array.from(this.cursor.bytes(length));
  }

  /** The operand: `length` bytes of UTF-8. */
  text(length: number): string {
    return decodeUtf8(this.bytes(length)) ?? this.refuse('holds a string that is not UTF-8');
  }

  /** The operand: a name up to the end of the line. */
  line(): string {
    const bytes: number[] = [];
    for (let byte = this.cursor.byte(); byte !== 0x0a; byte = this.cursor.byte()) {
      if (bytes.push(byte) > longestName) return this.refuse(`has a name of more than ${longestName} bytes`);
    }
    return Buffer.from(bytes).toString('latin1');
  }
}
