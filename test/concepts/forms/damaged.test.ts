import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellosaurus } from '../../../src/concepts/forms/cellosaurus.ts';
import type { TerminologyForm } from '../../../src/concepts/forms/form.ts';
import { obo } from '../../../src/concepts/forms/obo/obo.ts';
import { oboGraph } from '../../../src/concepts/forms/obo-graph/obo-graph.ts';
import { skos } from '../../../src/concepts/forms/skos/skos.ts';
import { tsv } from '../../../src/concepts/forms/tsv/tsv.ts';
import { UserError } from '../../../src/core/errors.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { failureOf, readTerminology } from './read-terminology.ts';

const folder = scratchFolder();

/** A file of each form with two concepts, in the second of which a name is `long`. */
const files: readonly (readonly [TerminologyForm, (long: string) => string])[] = [
  [
    obo,
    (long) =>
      `format-version: 1.4\nontology: doid\n\n[Term]\nid: DOID:1\nname: a {x="y"} ! z\ndef: "b \\"c\\"" [d:1]\nsynonym: "é" EXACT ABBREVIATION []\nxref: MESH:D1 "e" {f="g"}\nis_a: DOID:2 ! h\n\n[Term]\nid: DOID:2\nname: i\nsynonym: "${long}" RELATED []\nis_obsolete: true\nreplaced_by: DOID:1\n`,
  ],
  [
    oboGraph,
    (long) =>
      `{"graphs": [{"id": "x", "meta": {"version": "1"},\n"nodes": [{"id": "DOID:1", "lbl": "é",\n"meta": {"synonyms": [{"pred": "hasExactSynonym", "val": "b"}], "xrefs": [{"val": "MESH:D1"}]}},\n{"id": "DOID:2", "lbl": "c", "meta": {"deprecated": true, "definition": {"val": "${long}"}}}],\n"edges": [{"sub": "DOID:1", "pred": "is_a", "obj": "DOID:2"}]}]}\n`,
  ],
  [
    skos,
    (long) =>
      `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix do: <http://purl.obolibrary.org/obo/> .\ndo:DOID_1 a skos:Concept ; skos:prefLabel "é"@en, "b"@fr ;\n  skos:definition """c\n""" ; skos:broader do:DOID_2 .\ndo:DOID_2 skos:prefLabel "d" ; skos:altLabel "${long}" .\ndo:DOID_1 skos:altLabel "f" .\n`,
  ],
  [
    cellosaurus,
    (long) =>
      ` Version: 1\n\nID   é\nAC   CVCL_0001\nSY   b; c\nDR   CLO; CLO_0001\nOX   NCBI_TaxID=9606; ! Homo sapiens (Human)\nCA   Hybridoma\n//\nID   d\nAC   CVCL_0002\nSY   ${long}\nHI   CVCL_0001 ! é\n//\n`,
  ],
  [
    tsv,
    (long) =>
      `id\tname\tsynonyms\txrefs\textra\nDOID:1\té\tb|c\tMESH:D1\tparents=d;def=e\nDOID:2\td\t${long}\t\twithdrawn=DOID:1\n`,
  ],
];

describe.each(files.map(([form, text]) => [form.name, form, text] as const))('a file of %s', (name, form, textWith) => {
  const text = textWith('long');
  const file = `${name}.txt`;
  const read = (content: string | Uint8Array, place = file) =>
    readTerminology(form, write(folder, place, content), { type: 'Disease' });
  const failure = (content: string | Uint8Array, place = file) => failureOf(read(content, place), folder);

  it('may have a byte order mark, lines that end in CRLF, and be compressed', async () => {
    const expected = (await read(text)).records;
    expect(expected).toHaveLength(2);
    expect((await read(`\ufeff${text}`)).records).toEqual(expected);
    expect((await read(text.replaceAll('\n', '\r\n'))).records).toEqual(expected);
    expect((await read(gzipSync(text))).records).toEqual(expected);
  });

  it('gives the same twice, and tells how much has been read', async () => {
    const { records, progress } = await read(text);
    expect(await read(text)).toMatchObject({ records });
    expect(progress.at(-1)).toBe(Buffer.byteLength(text));
  });

  it('may have a line of ten thousand characters', async () => {
    expect((await read(textWith('long '.repeat(2000)))).records).toHaveLength(2);
  });

  it('is refused in another encoding', async () => {
    expect(await failure(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe(
      `${file}: line 1: text in UTF-16; save it in UTF-8`,
    );
    expect(await failure(Buffer.from(text, 'latin1'))).toMatch(/line \d+: not text in UTF-8; save it in UTF-8$/);
    expect(await failure(`${text.slice(0, 30)}\0${text.slice(30)}`)).toMatch(/line \d+: binary data, not text$/);
  });

  it('is refused where its compressed data are cut short or damaged', async () => {
    const zipped = gzipSync(textWith(Array.from({ length: 3000 }, (_, index) => `${index}`).join(' ')));
    expect(await failure(zipped.subarray(0, -20))).toContain('the gzip data end too early');
    zipped.fill(0xff, 100, 200);
    expect(await failure(zipped)).toContain('the gzip data are damaged');
  });

  it('is refused where it is empty or absent', async () => {
    expect(await failure('')).toMatch(new RegExp(`^${file}: `));
    const absent = readTerminology(form, `${folder}/absent`, { type: 'Disease' });
    expect(await failureOf(absent, folder)).toBe('absent: no such file');
  });

  it('is left when the signal says so', async () => {
    const place = write(folder, file, text);
    await expect(readTerminology(form, place, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
  });

  it('may be damaged in any way: it is read, or the user is told', async () => {
    const bytes = Buffer.from(text);
    const place = fc.nat(bytes.length - 1);
    const piece = fc.oneof(
      fc.constantFrom('\n', '"', '\\', '{', '}', '[', ']', ':', '!', '\t', '|', ';', '<', '>', '.', '@', '//', '\r'),
      fc.uint8Array({ maxLength: 4 }).map((some) => Buffer.from(some).toString('latin1')),
    );
    const change = fc.record({ at: place, remove: fc.nat(40), insert: piece, from: place, copy: fc.nat(60) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        let damaged: Buffer = bytes;
        for (const { at, remove, insert, from, copy } of changes) {
          const copied = damaged.subarray(from, from + copy);
          damaged = Buffer.concat([
            damaged.subarray(0, at),
            Buffer.from(insert),
            copied,
            damaged.subarray(at + remove),
          ]);
        }
        try {
          await read(damaged, `fuzz-${file}`);
        } catch (thrown) {
          if (!(thrown instanceof UserError)) throw thrown;
          expect(thrown.message).toMatch(new RegExp(`^${folder}/fuzz-${file}: [^\\n]+$`));
        }
      }),
      { numRuns: 300 },
    );
  });
});
