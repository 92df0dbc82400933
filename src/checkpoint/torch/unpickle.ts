import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import { describeCall, type Wrong } from './calls.ts';
import { type ByteCursor, EndOfBytes } from './cursor.ts';
import { type PickleContext, PickleMachine } from './machine.ts';
import { allowedGlobal, allowedGlobals, emptyDict, isKind, type PickleValue } from './values.ts';

/**
 * Reads one pickle (protocols 2 to 5) from its first opcode to STOP. An allow-list stands where Python's unpickler would
 * import and call: the names of {@link allowedGlobals} are known by name, calling one makes a description, and any
 * other name, and any opcode that is not in the table below, ends the reading. Work and memory are bounded.
 * @throws UserError naming the file, the opcode, its byte offset and, where there is one, the global.
 */
export function unpickle(cursor: ByteCursor, context: PickleContext): PickleValue {
  const machine = new PickleMachine(cursor, context);
  try {
    for (;;) {
      const opcode = machine.nextOpcode();
      if (opcode === 'STOP') return machine.result();
      const carryOut = opcodes[opcode] ?? machine.refuse('is not allowed in a model');
      carryOut(machine);
    }
  } catch (thrown) {
    if (!(thrown instanceof EndOfBytes)) throw thrown;
    throw new UserError(
      `${context.name}: the pickle is cut short at byte ${cursor.end - context.base}; nothing was run`,
    );
  }
}

/** What each allowed opcode does (https://docs.python.org/3/library/pickletools.html). */
const opcodes: Readonly<Record<string, (machine: PickleMachine) => void>> = {
  PROTO(machine) {
    const protocol = machine.unsigned(1);
    if (protocol < 2 || protocol > 5) machine.refuse(`asks for protocol ${protocol}; 2 to 5 are read`);
  },
  // The length of a frame is of use to those who read from a stream.
  FRAME: (machine) => void machine.unsigned(8),

  NONE: (machine) => machine.push(null),
  NEWTRUE: (machine) => machine.push(true),
  NEWFALSE: (machine) => machine.push(false),
  BININT: (machine) => machine.push(machine.integer(4)),
  BININT1: (machine) => machine.push(machine.unsigned(1)),
  BININT2: (machine) => machine.push(machine.unsigned(2)),
  LONG1: (machine) => machine.push(machine.integer(machine.unsigned(1))),
  LONG4: (machine) => machine.push(machine.integer(machine.unsigned(4))),
  BINFLOAT: (machine) => machine.push(machine.cursor.bytes(8).readDoubleBE()),
  SHORT_BINSTRING: (machine) => machine.push(machine.text(machine.unsigned(1))),
  BINSTRING: (machine) => machine.push(machine.text(machine.unsigned(4))),
  SHORT_BINUNICODE: (machine) => machine.push(machine.text(machine.unsigned(1))),
  BINUNICODE: (machine) => machine.push(machine.text(machine.unsigned(4))),
  BINUNICODE8: (machine) => machine.push(machine.text(machine.unsigned(8))),
  SHORT_BINBYTES: (machine) => machine.push(machine.bytes(machine.unsigned(1))),
  BINBYTES: (machine) => machine.push(machine.bytes(machine.unsigned(4))),
  BINBYTES8: (machine) => machine.push(machine.bytes(machine.unsigned(8))),
  BYTEARRAY8: (machine) => machine.push(machine.bytes(machine.unsigned(8))),

  EMPTY_TUPLE: (machine) => machine.push({ kind: 'tuple', items: [] }),
  TUPLE1: (machine) => machine.push({ kind: 'tuple', items: machine.pop(1) }),
  TUPLE2: (machine) => machine.push({ kind: 'tuple', items: machine.pop(2) }),
  TUPLE3: (machine) => machine.push({ kind: 'tuple', items: machine.pop(3) }),
  TUPLE: (machine) => machine.push({ kind: 'tuple', items: machine.popMark() }),
  EMPTY_LIST: (machine) => machine.push({ kind: 'list', items: [] }),
  LIST: (machine) => machine.push({ kind: 'list', items: machine.popMark() }),
  APPEND: (machine) => append(machine, machine.pop(1)),
  APPENDS: (machine) => append(machine, machine.popMark()),
  EMPTY_DICT: (machine) => machine.push(emptyDict(false)),
  DICT(machine) {
    const items = machine.popMark();
    machine.push(emptyDict(false));
    setItems(machine, items);
  },
  SETITEM: (machine) => setItems(machine, machine.pop(2)),
  SETITEMS: (machine) => setItems(machine, machine.popMark()),

  MARK: (machine) => machine.mark(),
  POP: (machine) => void machine.pop(1),
  POP_MARK: (machine) => void machine.popMark(),
  DUP: (machine) => machine.push(machine.top()),
  BINPUT: (machine) => machine.remember(machine.unsigned(1)),
  LONG_BINPUT: (machine) => machine.remember(machine.unsigned(4)),
  MEMOIZE: (machine) => machine.remember(),
  BINGET: (machine) => machine.recall(machine.unsigned(1)),
  LONG_BINGET: (machine) => machine.recall(machine.unsigned(4)),

  GLOBAL: (machine) => pushGlobal(machine, machine.line(), machine.line()),
  STACK_GLOBAL(machine) {
    const [module, name] = machine.pop(2);
    if (typeof module !== 'string' || typeof name !== 'string') machine.refuse('names no global');
    else pushGlobal(machine, module, name);
  },
  // Allowed never, but it names what it would call, as GLOBAL does.
  INST: (machine) => pushGlobal(machine, machine.line(), machine.line(), 'calls'),
  BINPERSID(machine) {
    const [id] = machine.pop(1);
    const { persistent } = machine.context;
    pushRight(
      machine,
      id === undefined || !persistent ? { wrong: 'refers to a storage out of place' } : persistent(id),
    );
  },
  REDUCE(machine) {
    const [callable, argument] = machine.pop(2);
    pushRight(machine, describeCall(callable, argument));
  },
  // Attributes of a state dict (`_metadata`, the versions of modules) say nothing of tensors; nothing else has any.
  BUILD(machine) {
    machine.pop(1);
    const target = machine.top();
    if (!isKind(target, 'dict') || !target.ordered)
      machine.refuse('sets attributes of something else than an OrderedDict');
  },
};

function append(machine: PickleMachine, items: readonly PickleValue[]): void {
  const list = machine.top();
  if (!isKind(list, 'list')) machine.refuse('has no list to add to');
  for (const item of items) list.items.push(item);
}

function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const dict = machine.top();
  if (!isKind(dict, 'dict')) machine.refuse('has no dictionary to fill');
  if (items.length % 2 === 1) machine.refuse('has a key without a value');
  for (let i = 0; i < items.length; i += 2) dict.entries.set(items[i]!, items[i + 1]!);
}

function pushGlobal(machine: PickleMachine, module: string, name: string, verb = 'asks for'): void {
  const full = `${module}.${name}`;
  const known = verb === 'asks for' ? allowedGlobal(module, name) : undefined;
  const shown = /^[\w.]{1,80}$/.test(full) ? full : quoted(full);
  machine.push(known ?? machine.refuse(`${verb} ${shown}; a model may use ${allowedGlobals} only`));
}

function pushRight(machine: PickleMachine, value: PickleValue | Wrong): void {
  if (typeof value === 'object' && value !== null && 'wrong' in value) machine.refuse(value.wrong);
  else machine.push(value);
}
