import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mappedNames, mappedType } from '../../../src/corpus/types/mapping.ts';
import { decideMapping, keepMapping, mappingOf, parseMapping } from '../../../src/corpus/types/mapping-file.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-mapping-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, contents: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, contents);
  return file;
}

describe('a mapping of types', () => {
  it('is read from pairs, with blanks around them, with a star, and with types that are left out', () => {
    expect(parseMapping('GENE=Gene, Protein = Gene,')).toEqual({ GENE: 'Gene', Protein: 'Gene' });
    expect(parseMapping('*=Disease,Modifier=-,Other=')).toEqual({ '*': 'Disease', Modifier: '', Other: '' });
    expect(parseMapping('a=b=c')).toEqual({ a: 'b=c' });
    expect(parseMapping('__proto__=Gene')).toEqual(Object.fromEntries([['__proto__', 'Gene']]));
  });

  it('leaves out by name, also where a star names all others', () => {
    const mapping = parseMapping('*=Disease,Modifier=-');
    expect(['Modifier', 'SpecificDisease'].map((type) => mappedType(mapping, type))).toEqual([undefined, 'Disease']);
    expect(mappedNames(mapping)).toEqual(['Disease']);
  });

  it('is read from a file', () => {
    const file = put('names.json', '\ufeff{"GENE": "Gene", "Modifier": null, "x": "-", "y": ""}');
    expect(parseMapping(file)).toEqual({ GENE: 'Gene', Modifier: '', x: '', y: '' });
  });

  it.each([
    ['GENE', '--map: "GENE" is no pair; write TYPE=Name'],
    ['=Gene', '--map: "=Gene" is no pair'],
    ['', '--map: no pair in it'],
    [' , ', '--map: no pair in it'],
    ['A=B,A=C', '--map: the type "A" is named twice'],
    ['A=B\u0007C', '--map: "A": a name has no control characters'],
    ['absent.json', 'absent.json: no such file'],
  ])('is refused as %j', (text, message) => {
    expect(() => parseMapping(text)).toThrow(message);
  });

  it.each([
    ['{"GENE": 3}', ': "GENE": expected a name in quotes, or null'],
    ['{"GENE": ["Gene"]}', ': "GENE": expected a name in quotes'],
    ['{"GENE": "Gene",}', ': line 1, column 17: invalid JSON'],
    ['["Gene"]', ': expected a JSON object, found an array'],
    ['{}', ': no type is named in it'],
    ['{"": "Gene"}', ': there is a type without a name'],
    [Buffer.from([0x7b, 0xff]), ': not text in UTF-8'],
    [' '.repeat(2 ** 20 + 1), ': more than 1 MB'],
  ])('is refused as a file of %j, by the file and the key', (contents, message) => {
    const file = put('mapping.json', contents);
    expect(() => mappingOf(folder)).toThrow(`${file}${message}`);
  });

  it('is kept with a corpus, and read back for its folder and for a file in it', () => {
    expect(mappingOf(folder)).toBeUndefined();
    const mapping = parseMapping('GENE=Gene,Modifier=-');
    expect(keepMapping(folder, mapping)).toBe(path.join(folder, 'mapping.json'));
    expect(readFileSync(path.join(folder, 'mapping.json'), 'utf8')).toBe(
      '{\n  "GENE": "Gene",\n  "Modifier": null\n}\n',
    );
    expect(mappingOf(folder)).toEqual(mapping);
    const corpus = put('train.tsv', 'a\tO\n');
    expect(mappingOf(corpus)).toEqual(mapping);
    keepMapping(corpus, { '*': 'Gene' });
    expect(mappingOf(folder)).toEqual({ '*': 'Gene' });
    expect(readdirSync(folder).sort()).toEqual(['mapping.json', 'train.tsv']);
  });

  it('is not kept where it cannot be written', () => {
    const absent = path.join(folder, 'absent', 'train.tsv');
    expect(() => keepMapping(absent, { A: 'B' })).toThrow(path.join(folder, 'absent', 'mapping.json'));
    expect(existsSync(path.join(folder, 'absent'))).toBe(false);
  });

  it('is what the command line gives, then what is kept, then the standard names', () => {
    const types = ['protein', 'DNA', 'cell_line', 'Modifier'];
    expect(decideMapping(folder, types)).toEqual({
      protein: 'Gene',
      DNA: 'DNA',
      cell_line: 'CellLine',
      Modifier: 'Modifier',
    });
    keepMapping(folder, { protein: 'Protein', DNA: 'Gene', Modifier: '' });
    expect(decideMapping(folder, types)).toEqual({ protein: 'Protein', DNA: 'Gene', cell_line: 'CellLine' });
    expect(decideMapping(folder, types, { DNA: '', Modifier: 'Disease' })).toEqual({
      protein: 'Protein',
      cell_line: 'CellLine',
      Modifier: 'Disease',
    });
    expect(decideMapping(folder, types, { '*': '', protein: 'Gene' })).toEqual({ protein: 'Gene' });
  });
});
