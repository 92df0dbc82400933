import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReadingCache } from '../../../src/server/closed/reading-cache.ts';
import { readSentences } from '../../../src/text/reader.ts';

const sentences = readSentences('Women took tamoxifen. Nothing happened.', 'plaintext');
const found = [[{ start: 2, end: 3, type: 'Chemical', score: 0.9876543 }], []];
let folder: string;
let cache: ReadingCache;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-readings-'));
  cache = new ReadingCache(folder, '1.0.0');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what was read of a text', () => {
  it('is kept, and leaves no other files behind', async () => {
    await cache.put('kept', found);
    expect(await cache.get('kept', sentences)).toEqual([[{ ...found[0]![0], score: 0.987654 }], []]);
    expect(readdirSync(folder)).toEqual(['kept.json']);
    expect(await cache.get('other', sentences)).toBeUndefined();
  });

  it('is of one text, language, model and version', () => {
    const keys = [
      cache.keyOf('model', 'markdown', 'text'),
      cache.keyOf('model', 'markdown', 'text.'),
      cache.keyOf('model', 'plaintext', 'text'),
      cache.keyOf('other', 'markdown', 'text'),
      new ReadingCache(folder, '1.0.1').keyOf('model', 'markdown', 'text'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is not used where the file is of something else, or damaged in any way', async () => {
    const part = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.double(), fc.constant('Chemical'), fc.constant(null));
    const content = fc.oneof(
      fc.record({
        sentences: fc.constantFrom(1, 2),
        types: fc.array(part, { maxLength: 2 }),
        mentions: fc.array(part),
      }),
      fc.json().map((text): unknown => JSON.parse(text)),
    );
    await fc.assert(
      fc.asyncProperty(content, async (value) => {
        writeFileSync(path.join(folder, 'damaged.json'), JSON.stringify(value) ?? '');
        const read = await cache.get('damaged', sentences);
        read?.forEach((mentions, index) => {
          for (const { start, end, type, score } of mentions) {
            expect(start >= 0 && start < end && end <= sentences[index]!.words.length).toBe(true);
            expect([typeof type, typeof score]).toEqual(['string', 'number']);
          }
        });
      }),
    );
    writeFileSync(path.join(folder, 'cut.json'), '{"sentences":2,"types":["Chem');
    expect(await cache.get('cut', sentences)).toBeUndefined();
  });

  it('is read anew where nothing can be written', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const nowhere = new ReadingCache(path.join(folder, 'file', 'below'), '1.0.0');
    await nowhere.put('kept', found);
    expect(await nowhere.get('kept', sentences)).toBeUndefined();
  });
});
