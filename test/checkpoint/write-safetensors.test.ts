import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTensorFile } from '../../src/checkpoint/checkpoint.ts';
import { toHalf } from '../../src/checkpoint/half.ts';
import { writeSafetensors } from '../../src/checkpoint/write-safetensors.ts';
import { UserError } from '../../src/core/errors.ts';
import { recoverFolder, replaceFolder, writeTextDurably } from '../../src/files/durable.ts';
import { readAll, scratch } from './scratch.ts';

const file = (name: string) => path.join(scratch, name);

describe('writing safetensors', () => {
  const tensors = [
    { name: 'b', shape: [2, 2], values: Float32Array.of(1, -0.1, 3, 4) },
    { name: 'a', shape: [], values: Float32Array.of(0.1) },
    { name: 'c', shape: [0, 3], values: new Float32Array(0) },
  ];

  it('writes what is read again, value by value, ready to be mapped', async () => {
    writeSafetensors(file('written.safetensors'), tensors);
    const source = await openTensorFile(file('written.safetensors'));
    expect([...source.tensors.keys()]).toEqual(['a', 'b', 'c']);
    for (const { name, shape, values } of tensors) {
      expect(source.tensors.get(name)).toMatchObject({ type: 'F32', shape });
      expect(source.read(name)).toEqual(values);
      expect(source.locate(name)?.file).toBe(file('written.safetensors'));
    }
    source.close();
    const bytes = readFileSync(file('written.safetensors'));
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    expect(bytes.subarray(8, 8 + length).toString()).toMatch(/^\{"__metadata__":\{"format":"pt"\},"a":/);
    expect(readdirSync(scratch).filter((name) => name.startsWith('written'))).toEqual(['written.safetensors']);
  });

  it('writes float16 as the nearest values', async () => {
    writeSafetensors(file('half.safetensors'), tensors, { type: 'F16' });
    const { a, b, c } = await readAll('copy.safetensors', readFileSync(file('half.safetensors')));
    expect([a, b, c]).toEqual([[0.0999755859375], [1, -0.0999755859375, 3, 4], []]);
  });

  it('reads back whatever it wrote', async () => {
    const tensor = fc.record({
      name: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((name) => name !== '__metadata__'),
      values: fc.float32Array({ maxLength: 20, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(tensor, { maxLength: 5, selector: ({ name }) => name }), async (given) => {
        writeSafetensors(
          file('any.safetensors'),
          given.map(({ name, values }) => ({ name, shape: [values.length], values })),
        );
        const source = await openTensorFile(file('any.safetensors'));
        for (const { name, values } of given) expect(source.read(name)).toEqual(values);
        expect(source.tensors.size).toBe(given.length);
        source.close();
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a value that float16 would turn into an infinity, and leaves nothing', () => {
    const wide = [{ name: 'wide', shape: [2], values: Float32Array.of(1, 70000) }];
    expect(() => writeSafetensors(file('wide.safetensors'), wide, { type: 'F16' })).toThrow(
      /wide\.safetensors: the tensor "wide" holds 70000, which float16 cannot/,
    );
    expect(readdirSync(scratch).filter((name) => name.startsWith('wide'))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('leaves the old file as it was where the new one does not fit', async () => {
    const target = file('full.safetensors');
    writeSafetensors(target, tensors);
    const before = readFileSync(target);
    const program = `
      const { writeSafetensors } = await import(${JSON.stringify(path.resolve('src/checkpoint/write-safetensors.ts'))});
      const values = new Float32Array(1 << 16).fill(1);
      try { writeSafetensors(${JSON.stringify(target)}, [{ name: 'big', shape: [1 << 16], values }]); }
      catch (error) { console.log(error.name + ': ' + error.message); }`;
    // The shell's limit on the size of files stands for a full disk.
    const shell = `ulimit -f 64 && exec "${process.execPath}" --input-type=module -e "$PROGRAM"`;
    const { stdout } = spawnSync('bash', ['-c', shell], { env: { ...process.env, PROGRAM: program } });
    expect(stdout.toString()).toMatch(/^UserError: .*full\.safetensors: cannot be written: the file is larger than/);
    expect(readFileSync(target)).toEqual(before);
    expect(existsSync(`${target}.partial`)).toBe(false);
  });
});

describe('float16 codes', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1.5 * 2 ** -25, 0x0001],
    [1.5 * 2 ** -24, 0x0002],
    [2.5 * 2 ** -24, 0x0002],
    [2 ** -14 - 2 ** -25, 0x0400],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [1 + 2 ** -11 + 2 ** -20, 0x3c01],
  ])('rounds %d to %i', (value, code) => expect(toHalf(value)).toBe(code));

  it('keeps NaN', () => expect((toHalf(Number.NaN) & 0x7fff) > 0x7c00).toBe(true));

  it('gives every code back that the reader reads', async () => {
    const codes = Uint16Array.from({ length: 0x10000 }, (_, code) => code).filter((code) => (code & 0x7c00) !== 0x7c00);
    const header = { a: { dtype: 'F16', shape: [codes.length], data_offsets: [0, codes.byteLength] } };
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    const { a } = await readAll('codes.safetensors', Buffer.concat([length, text, Buffer.from(codes.buffer)]));
    expect(Uint16Array.from(a ?? [], toHalf)).toEqual(codes);
  });
});

describe('replacing a folder', () => {
  const fill = (text: string) => (folder: string) => writeFileSync(path.join(folder, 'text'), text);
  const read = (folder: string) => readFileSync(path.join(folder, 'text'), 'utf8');

  it('puts a new folder in the place of the old one, and nothing else beside it', () => {
    const folder = path.join(scratch, 'replaced', 'last');
    replaceFolder(folder, fill('one'));
    replaceFolder(folder, fill('two'));
    expect(read(folder)).toBe('two');
    expect(readdirSync(path.dirname(folder))).toEqual(['last']);
  });

  it('keeps the old one where the new one cannot be written', () => {
    const folder = path.join(scratch, 'kept', 'last');
    replaceFolder(folder, fill('one'));
    const failing = () =>
      replaceFolder(folder, (partial) => writeTextDurably(path.join(partial, 'absent', 'text'), 'two'));
    expect(failing).toThrow(UserError);
    expect(read(folder)).toBe('one');
    expect(readdirSync(path.dirname(folder))).toEqual(['last']);
  });

  it.each([
    ['while it was written', ['last', 'last.partial'], 'last'],
    ['before it took its place', ['last', 'last.next'], 'last.next'],
    ['between the two changes of names', ['last.former', 'last.next'], 'last.next'],
    ['before the old one was removed', ['last', 'last.former'], 'last'],
    ['while the old one had its other name', ['last.former'], 'last.former'],
  ])('finds a whole folder after a crash %s', (when, present, whole) => {
    const folder = path.join(scratch, when.replaceAll(' ', '-'));
    for (const name of present) {
      mkdirSync(path.join(folder, name), { recursive: true });
      fill(name)(path.join(folder, name));
    }
    recoverFolder(path.join(folder, 'last'));
    expect(read(path.join(folder, 'last'))).toBe(whole);
    expect(readdirSync(folder)).toEqual(['last']);
  });

  const root = process.platform === 'linux' && process.getuid?.() === 0;
  it.skipIf(!root)('says that the disk is full, with the last folder intact (needs root on Linux)', () => {
    const disk = path.join(scratch, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      return; // not allowed in this container
    }
    try {
      const folder = path.join(disk, 'last');
      const write = (values: Float32Array) =>
        replaceFolder(folder, (partial) =>
          writeSafetensors(path.join(partial, 'model.safetensors'), [{ name: 'a', shape: [values.length], values }]),
        );
      write(new Float32Array(8));
      const before = readFileSync(path.join(folder, 'model.safetensors'));
      expect(() => write(new Float32Array(1 << 17))).toThrow(/cannot be written: the disk is full/);
      expect(readFileSync(path.join(folder, 'model.safetensors'))).toEqual(before);
      expect(readdirSync(disk)).toEqual(['last']);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
