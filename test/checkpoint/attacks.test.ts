import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { float32, join, type Part, pickle, tensor, torchLegacy, torchZip, unsigned, zip } from './build.ts';
import { refusal } from './scratch.ts';

const name = 'pytorch_model.bin';
const { text, short, global, tuple, dict, call, proto, stop } = pickle;
const shell = text('touch /tmp/owned');

/** An attack as the state dict of a zip file, of a legacy file, and as a bare pickle. */
const carriers: readonly (readonly [string, (attack: Part) => Buffer])[] = [
  ['zip', (attack) => torchZip(attack)],
  ['legacy', (attack) => torchLegacy(attack)],
  ['bare pickle', (attack) => join(proto(4), attack, stop)],
];

describe.each(carriers)('a pickle that is out to run code, in a %s', (_, carry) => {
  it.each<[string, Part, RegExp]>([
    ['GLOBAL', call(global('os', 'system'), shell), /opcode GLOBAL at byte \d+ asks for os\.system;/],
    [
      'STACK_GLOBAL',
      call(join(short('posix'), short('system'), 0x93), shell),
      /opcode STACK_GLOBAL at byte \d+ asks for posix\.system;/,
    ],
    [
      'memoized names',
      join(short('builtins'), 0x94, '0', short('eval'), 0x94, '0', 'h\0h\x01', 0x93),
      /STACK_GLOBAL .* builtins\.eval;/,
    ],
    ['INST', join('(', shell, 'ios\nsystem\n'), /opcode INST at byte \d+ calls os\.system;/],
    ['OBJ', join('(', global('subprocess', 'Popen'), shell, 'o'), /GLOBAL .* subprocess\.Popen;/],
    ['NEWOBJ', join(global('collections', 'OrderedDict'), ')', 0x81), /opcode NEWOBJ at byte \d+ is not allowed/],
    [
      'NEWOBJ_EX',
      join(global('collections', 'OrderedDict'), ')}', 0x92),
      /opcode NEWOBJ_EX at byte \d+ is not allowed/,
    ],
    ['EXT1', join(0x82, 1), /opcode EXT1 at byte \d+ is not allowed/],
    ['a persistent id in text', 'Pos.system\n', /opcode PERSID at byte \d+ is not allowed/],
    ['a global of dotted names', join(short('torch'), short('_utils.os.system'), 0x93), /torch\._utils\.os\.system;/],
    [
      'a storage type of another module',
      global('torch.storage', '_load_from_bytes'),
      /torch\.storage\._load_from_bytes;/,
    ],
    ['a storage type with a path', join(short('torch'), short('os.systemStorage'), 0x93), /torch\.os\.systemStorage;/],
    ['another name of an allowed module', global('collections', 'Counter'), /collections\.Counter;/],
    [
      'another function beside the allowed one',
      global('torch._utils', '_rebuild_tensor'),
      /torch\._utils\._rebuild_tensor;/,
    ],
    ['another name of torch', global('torch', 'load'), /torch\.load;/],
    ['a parameter', global('torch._utils', '_rebuild_parameter'), /torch\._utils\._rebuild_parameter;/],
    ['nested pickles', call(global('dill._dill', '_load_type'), text('CodeType')), /dill\._dill\._load_type;/],
    ['a deep import', call(global('builtins', '__import__'), text('os')), /builtins\.__import__;/],
    [
      'a call of a storage type',
      call(global('torch', 'FloatStorage')),
      /opcode REDUCE at byte \d+ calls something other/,
    ],
    ['a call of a string', join(shell, ')R'), /opcode REDUCE at byte \d+ calls something other/],
    ['attributes of a plain dictionary', join(dict(), dict(), 'b'), /opcode BUILD at byte \d+ sets attributes/],
    [
      'attributes of a global',
      join(global('collections', 'OrderedDict'), dict(), 'b'),
      /opcode BUILD at byte \d+ sets attributes/,
    ],
    ['a name with a line break', join(short('os\nx'), short('system'), 0x93), /asks for "os\\nx\.system";/],
    ['a very long name', join(text('o'.repeat(5000)), short('x'), 0x93), /asks for "o{80}…";/],
    ['an endless name', `c${'o'.repeat(5000)}\n`, /opcode GLOBAL at byte \d+ has a name of more than 1000 bytes/],
  ])('through %s is refused by name', async (_, attack, message) => {
    const refused = await refusal(name, carry(attack));
    expect(refused).toMatch(message);
    expect(refused).toMatch(/nothing was run$/);
  });

  it.each<[string, Part, RegExp]>([
    [
      'a string of absurd length',
      join(0x8d, unsigned(8, 2n ** 62n), 'x'),
      /BINUNICODE8 at byte \d+ claims \d+ bytes; \d+ are left/,
    ],
    ['bytes of absurd length', join(0x8e, unsigned(8, 2n ** 62n), 'x'), /BINBYTES8 at byte \d+ claims \d+ bytes/],
    ['a string of 4 GB', join('X', unsigned(4, 0xffffffff), 'x'), /BINUNICODE at byte \d+ claims 4294967295 bytes/],
    [
      'an integer of 2 GB',
      join(0x8b, unsigned(4, 0x7fffffff)),
      /LONG4 at byte \d+ holds an integer of (2147483647 bytes|absurd)/,
    ],
    ['an integer of negative size', join(0x8b, unsigned(4, 0x80000000)), /LONG4 at byte \d+ holds an integer of/],
    ['a memo bomb', join(']', Buffer.alloc(1_100_000, 0x94)), /MEMOIZE at byte \d+ keeps more than 1000000 values/],
    ['a stack bomb', Buffer.alloc(1_100_000, 0x7d), /EMPTY_DICT at byte \d+ stacks more than 1000000 values/],
    ['a bomb of marks', Buffer.alloc(20_000, 0x28), /MARK at byte \d+ nests more than 10000 deep/],
    ['endless work', join('N', Buffer.from('0N'.repeat(1_100_000))), /comes after 2000000 others/],
    [
      'doubling lists',
      join(']', ...Array.from({ length: 64 }, () => join('q\0h\0h\0', 0x86))),
      /cut short|no state dict|other than one|not a PyTorch/,
    ],
    ['a list in itself', join(']q\0h\0a'), /no state dict|not a PyTorch/],
    ['an empty stack', '0', /opcode POP at byte \d+ finds too few values/],
    ['a value that was never kept', 'h\x05', /opcode BINGET at byte \d+ asks for value 5, which was never kept/],
    ['a mark that was never made', 't', /opcode TUPLE at byte \d+ finds no mark/],
    ['a byte that is no opcode', '\xff', /opcode 0xff at byte \d+ is no pickle opcode/],
    ['a key without a value', join('}(', text('a'), 'u'), /opcode SETITEMS at byte \d+ has a key without a value/],
    ['a string that is not UTF-8', join('X', unsigned(4, 1), '\xff'), /holds a string that is not UTF-8/],
    ['two values', 'NN', /opcode STOP at byte \d+ leaves other than one value/],
    ['a buffer out of band', '\x97', /opcode NEXT_BUFFER at byte \d+ is not allowed/],
  ])('is kept within bounds: %s', async (_, attack, message) => {
    expect(await refusal(name, carry(attack))).toMatch(message);
  });
});

describe('pickles of protocol 0', () => {
  it('are refused at the first name', async () => {
    expect(await refusal(name, Buffer.from("cos\nsystem\n(S'id'\ntR."))).toMatch(
      /opcode GLOBAL at byte 0 asks for os\.system; .*; nothing was run$/,
    );
  });

  it('are refused in the preamble of a legacy file, too', async () => {
    const bytes = join(torchLegacy('N').subarray(0, 15), call(global('os', 'system'), shell), stop);
    expect(await refusal(name, bytes)).toMatch(/GLOBAL at byte 15 asks for os\.system/);
  });

  it('may not refer to storages before the state dict', async () => {
    expect(await refusal(name, join(proto(2), tuple(), 'Q', stop))).toMatch(
      /BINPERSID at byte 4 refers to a storage out of place/,
    );
  });
});

describe('long names and numbers in a file', () => {
  const long = `x\ny${'z'.repeat(100_000)}`;
  const storage = (type: string) => join(text('storage'), text('torch'), text(type), 0x93, text('0'), text('cpu'));

  it.each<[string, Buffer]>([
    ['the protocol of a legacy file', join(torchLegacy('N').subarray(0, 15), text(long), stop)],
    ['a type of storage', torchZip(join('(', storage(`${'A'.repeat(100_000)}Storage`), 'K', 1, 'tQ'))],
    [
      'the dimensions of a tensor',
      torchZip(dict(text('a'), tensor({ elements: 1, shape: Array(5000).fill(1), stride: Array(5000).fill(1) })), {
        0: float32(1),
      }),
    ],
  ])('stay out of the message: %s', async (_, bytes) => {
    const message = await refusal(name, bytes);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(600);
  });
});

describe('zip bombs', () => {
  const zeros = Buffer.alloc(50_000_000);
  const bomb = deflateRawSync(zeros);

  it.each(['m/data.pkl', 'm/data/0', 'm/readme'])('are refused: %s', async (entry) => {
    expect(bomb.length).toBeLessThan(50_000);
    const bytes = zip([
      { name: 'm/data.pkl', data: Buffer.from('\x80\x02}.', 'latin1') },
      { name: entry === 'm/data.pkl' ? 'n/data.pkl' : entry, data: bomb, method: 8, claims: zeros.length },
    ]);
    const before = process.memoryUsage().rss;
    expect(await refusal(name, bytes)).toMatch(/the entry ".*" is compressed \(\d+ bytes to 50000000\), .* zip bomb/);
    expect(process.memoryUsage().rss - before).toBeLessThan(25_000_000);
  });
});
