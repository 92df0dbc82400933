import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTensorFile } from '../../src/checkpoint/checkpoint.ts';
import { UserError } from '../../src/core/errors.ts';
import { float32, pickle, safetensors, tensor, torchLegacy, torchZip } from './build.ts';
import { write } from './scratch.ts';

const data = float32(0, 1, 2, 3, 4, 5);
const state = pickle.orderedDict(
  ...[pickle.text('a'), tensor({ elements: 6, shape: [3, 2], stride: [1, 3] })],
  ...[pickle.text('b'), tensor({ key: '1', storage: 'HalfStorage', elements: 2, shape: [2], stride: [1] })],
);
const forms = {
  'model.safetensors': safetensors(
    {
      __metadata__: { format: 'pt' },
      a: { dtype: 'F32', shape: [3, 2], data_offsets: [0, 24] },
      b: { dtype: 'F16', shape: [2], data_offsets: [24, 28] },
    },
    Buffer.concat([data, Buffer.alloc(4)]),
  ),
  'zip.bin': torchZip(state, { 0: data, 1: Buffer.alloc(4) }),
  'zip64.bin': torchZip(state, { 0: data, 1: Buffer.alloc(4) }, true),
  'legacy.bin': torchLegacy(state, { 0: [6, data], 1: [2, Buffer.alloc(4)] }),
};

/** Opens a file and reads all that can be read; returns how many elements there were, or the message of refusal. */
async function openAndRead(name: string, bytes: Uint8Array): Promise<number | string> {
  try {
    // A name of its own for each content: asynchronous reading must not see the next file.
    const source = await openTensorFile(write(`${createHash('sha1').update(bytes).digest('hex')}.${name}`, bytes));
    try {
      let elements = 0;
      for (const { name, type } of source.tensors.values()) if (/F/.test(type)) elements += source.read(name).length;
      return elements;
    } finally {
      source.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return thrown.message;
  }
}

/** No mutation of so small a file may take more elements than it has bytes, or fail in any other way than in one line. */
function expectBounded(outcome: number | string, size: number): void {
  if (typeof outcome === 'number') expect(outcome).toBeLessThanOrEqual(size + (1 << 21));
  else expect(outcome).toMatch(/^[^\n\r]{1,600}$/);
}

describe.each(Object.entries(forms))('damaged files: %s', (name, whole) => {
  it('is read whole', async () => {
    expect(await openAndRead(name, whole)).toBe(8);
  });

  it('is refused at any length that is too short', async () => {
    for (let length = 0; length < whole.length; length += 1 + (length >> 6)) {
      const outcome = await openAndRead(name, whole.subarray(0, length));
      expect(outcome, `first ${length} bytes`).toMatch(/^[^\n\r]{1,600}$/);
    }
  });

  it('is read or refused with any of its bytes changed', async () => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        expectBounded(await openAndRead(name, bytes), whole.length);
      }),
      { numRuns: Number(process.env.GERBERA_FUZZ_RUNS ?? 300) },
    );
  });

  it('is read or refused with stretches of it moved, doubled or removed', async () => {
    const range = fc.tuple(fc.nat(whole.length), fc.nat(40));
    await fc.assert(
      fc.asyncProperty(range, range, async ([from, length], [to, removed]) => {
        const stretch = whole.subarray(from, from + length);
        const bytes = Buffer.concat([whole.subarray(0, to), stretch, whole.subarray(to + removed)]);
        expectBounded(await openAndRead(name, bytes), bytes.length);
      }),
      { numRuns: Number(process.env.GERBERA_FUZZ_RUNS ?? 300) },
    );
  });
});

describe('arbitrary bytes', () => {
  it.each(['model.safetensors', 'pytorch_model.bin'])('are refused as %s', async (name) => {
    const opcodes = fc.uint8Array({ maxLength: 200 });
    const prefix = fc.constantFrom('', '\x80\x02', 'PK\x03\x04', '\x10\0\0\0\0\0\0\0{"a":');
    await fc.assert(
      fc.asyncProperty(prefix, opcodes, async (start, rest) => {
        const bytes = Buffer.concat([Buffer.from(start, 'latin1'), rest]);
        expect(await openAndRead(name, bytes)).toMatch(/^[^\n\r]{1,600}$/);
      }),
      { numRuns: Number(process.env.GERBERA_FUZZ_RUNS ?? 300) },
    );
  });
});
