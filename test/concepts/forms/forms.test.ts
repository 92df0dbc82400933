import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formOfTerminology, terminologyForms } from '../../../src/concepts/forms/forms.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { failureOf } from './read-terminology.ts';

const folder = scratchFolder();
const formOf = async (name: string, content: string | Uint8Array) =>
  (await formOfTerminology(write(folder, name, content))).name;

describe('the form of a terminology', () => {
  it.each([
    ['a.obo', 'format-version: 1.4\n\n[Term]\nid: X:1\n', 'obo'],
    ['b.obo', '! a comment\n\n[Term]\nid: X:1\n', 'obo'],
    ['c.json', '{\n "graphs" : [ {"nodes": []} ]\n}', 'obo-graph'],
    ['d.ttl', '# a comment\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n', 'skos'],
    ['e.ttl', 'PREFIX : <http://example.org/>\n', 'skos'],
    ['f.nt', '<http://example.org/1> <http://example.org/2> "a" .\n', 'skos'],
    ['f.ttl', '\n<http://example.org/1>\n  a <http://www.w3.org/2004/02/skos/core#Concept> .\n', 'skos'],
    ['g.txt', ' Version: 49.0\n\nID   HeLa\nAC   CVCL_0030\n//\n', 'cellosaurus'],
    ['h.tsv', 'id\tname\nX:1\ta\n', 'tsv'],
    ['i.tsv', '\ufeff# mine\r\nName\tId\r\n', 'tsv'],
    ['j.tsv.gz', 'id\tname\nX:1\ta\n', 'tsv'],
  ])('of %s is told by its content', async (name, content, form) => {
    expect(await formOf(name, content)).toBe(form);
  });

  it('is the one that the user names', async () => {
    expect((await formOfTerminology(path.join(folder, 'absent'), 'OBO')).name).toBe('obo');
  });

  it.each([
    ['nothing.txt', 'Some text.\n', 'nothing.txt: of no form; forms of terminologies are '],
    ['empty.obo', '', 'empty.obo: empty, or compressed and damaged; get it anew'],
    ['x.csv', '"id";"name"\r\n1;a\r\n', 'x.csv: a table whose columns are not divided by tabs; save it as TSV'],
    ['x.owl', '<?xml version="1.0"?>\n<rdf:RDF xmlns="x">', 'x.owl: OWL in XML, which is not read; take the same'],
    ['cr.tsv', 'id\tname\rX:1\ta\r', 'cr.tsv: lines end in CR alone; save it with lines that end in LF'],
    ['utf16.obo', Buffer.from('\ufeff[Term]\n', 'utf16le'), 'utf16.obo: text in UTF-16, or no text; save it in UTF-8'],
    [
      'x.obo.bz2',
      Buffer.from('425a68393141592653590eb2', 'hex'),
      'x.obo.bz2: compressed with bzip2, which is not read',
    ],
    ['x.obo.xz', Buffer.from('fd377a585a000004e6d6b446', 'hex'), 'x.obo.xz: compressed with xz, which is not read'],
    ['x.obo.zst', Buffer.from('28b52ffd0458e10100', 'hex'), 'x.obo.zst: compressed with Zstandard, which is not read'],
    ['x.7z', Buffer.from('377abcaf271c0004', 'hex'), 'x.7z: compressed with 7-Zip, which is not read'],
    ['x.rar', Buffer.from('526172211a070100', 'hex'), 'x.rar: compressed with RAR, which is not read'],
  ])('cannot be told of %s, and what is wrong is said', async (name, content, message) => {
    expect(await failureOf(formOf(name, content), folder)).toContain(message);
  });

  it('cannot be told of what is absent, of other files in a folder, or by a name that is none', async () => {
    expect(await failureOf(formOfTerminology(path.join(folder, 'absent')), folder)).toMatch(/^absent: no such file/);
    const inner = path.join(folder, 'inner');
    mkdirSync(path.join(inner, 'META'), { recursive: true });
    expect(await failureOf(formOfTerminology(inner), folder)).toBe(
      'inner: there are no files in this folder; give the folder that they lie in',
    );
    write(inner, 'a.txt', 'x');
    expect(await failureOf(formOfTerminology(inner), folder)).toContain('inner: its files (a.txt, …) are of no form');
    expect(await failureOf(formOfTerminology(inner, 'nonsense'), folder)).toContain(
      'there is no form "nonsense" of terminologies; forms are ',
    );
  });

  it('has a name of its own', () => {
    const names = terminologyForms.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
