import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/corpus/document.ts';
import { biocJson } from '../../../src/corpus/forms/bioc/bioc-json.ts';
import { biocXml } from '../../../src/corpus/forms/bioc/bioc-xml.ts';
import type { FileForm } from '../../../src/corpus/forms/form.ts';
import { LossTally } from '../../../src/corpus/problems.ts';
import { scratchFolder, write } from '../files.ts';
import { withoutPlaces } from './arbitrary.ts';
import { encodeAll, readAll, textDocument } from './reading.ts';
import { wholeDocuments } from './whole-documents.ts';

const folder = scratchFolder();
let count = 0;
const place = (content: string | Uint8Array, ending: string) => write(folder, `${count++}.${ending}`, content);
const xml = (content: string | Uint8Array) => readAll(biocXml, place(content, 'xml'));
const json = (value: unknown) =>
  readAll(biocJson, place(typeof value === 'string' ? value : JSON.stringify(value), 'json'));
const failure = (reading: Promise<unknown>) =>
  reading.then(
    () => 'no error',
    (error: Error) => error.message.replace(/^.*?: /, ''),
  );

const collection = (documents: string) => `<collection><source/><date/><key/>${documents}</collection>`;
const annotation = (type: string, offset: number, length: number, text: string, more = '') =>
  `<annotation id="${offset}"><infon key="type">${type}</infon>${more}<location offset="${offset}" length="${length}"/><text>${text}</text></annotation>`;
const passage = (offset: number, text: string, annotations = '') =>
  `<passage><infon key="type">title</infon><offset>${offset}</offset><text>${text}</text>${annotations}</passage>`;
const document = (...passages: string[]) => collection(`<document><id>1</id>${passages.join('')}</document>`);

describe('BioC XML', () => {
  it('gives texts with gaps where offsets leave them, mentions, concepts and notes', async () => {
    const content = `<?xml version="1.0" encoding="UTF-8"?>\r\n<!DOCTYPE collection SYSTEM "BioC.dtd">\r\n<!-- x --><collection><source>PubTator</source><date>2020</date><key>k</key><infon key="c">1</infon>
<document><id> 7 </id><infon key="license">a &lt; b</infon>
<passage><infon key="type">title</infon><infon key="journal">J</infon><offset>0</offset><text>𝒟-loop and Ménière.</text>
${annotation('DNA', 0, 6, '𝒟-loop', '<infon key="identifier">MESH:D1;MESH:D2</infon><infon key="score">0.25</infon>')}</passage>
<passage><offset>22</offset><text>IL-2 &amp; left or right ear.<![CDATA[ <b>]]></text>
<annotation id="B"><infon key="type">Part</infon><infon key="MESH">D4</infon><location offset="29" length="4"/><location offset="43" length="3"/><text>left ear</text></annotation></passage>
</document></collection>`;
    const { documents, problems } = await xml(content);
    expect(problems).toEqual([]);
    const [read] = documents;
    expect(read?.text).toBe('𝒟-loop and Ménière.   IL-2 & left or right ear. <b>');
    expect(read).toMatchObject({
      id: '7',
      line: 4,
      notes: {
        'BioC source': 'PubTator',
        'BioC date': '2020',
        'BioC key': 'k',
        'BioC collection c': '1',
        license: 'a < b',
      },
      passages: [
        {
          start: 0,
          end: 20,
          kind: 'title',
          notes: { journal: 'J' },
          line: 5,
          column: content.split('\n')[4]?.indexOf('𝒟'),
        },
        { start: 23, kind: '', line: 7 },
      ],
      mentions: [
        { id: '0', type: 'DNA', concepts: ['MESH:D1', 'MESH:D2'], score: 0.25, spans: [{ start: 0, end: 7 }], line: 6 },
        { id: 'B', type: 'Part', concepts: ['D4'], notes: { MESH: 'D4' }, line: 8 },
      ],
    });
    // A text with references does not stand in the file as it is.
    expect(read?.passages[1]).not.toHaveProperty('column');
    expect(read?.mentions.map((mention) => textOf(read, mention))).toEqual(['𝒟-loop', 'left ear']);
    const { bytes } = await encodeAll(biocXml, documents);
    expect(bytes.toString()).toContain('<offset>22</offset><text>IL-2 &#x26; left or right ear. &#x3C;b></text>');
    expect(withoutPlaces((await xml(bytes)).documents)).toEqual(withoutPlaces(documents));
  });

  it('is read from gzip, and with a byte order mark', async () => {
    const file = write(folder, 'x.xml.gz', document(passage(0, 'a')));
    expect((await readAll(biocXml, file)).documents).toHaveLength(1);
    expect((await xml(`\ufeff${document(passage(0, 'a'))}`)).documents).toHaveLength(1);
  });

  it('reads line ends as XML says, and writes them so that they come back', async () => {
    const { documents } = await xml(document(passage(0, 'a\r\nb\rc&#13;\n', annotation('X', 4, 1, 'c'))));
    expect(documents[0]?.text).toBe('a\nb\nc\r\n');
    expect(documents[0]?.mentions[0]?.spans).toEqual([{ start: 4, end: 5 }]);
    const { bytes } = await encodeAll(biocXml, documents);
    expect((await xml(bytes)).documents[0]?.text).toBe('a\nb\nc\r\n');
  });

  it.each([
    [
      '<!DOCTYPE c [<!ENTITY a "aaa">]><collection>&a;</collection>',
      'line 1: not well-formed XML: Invalid character entity',
    ],
    [
      '<!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<collection>&a;</collection>',
      'line 2: not well-formed XML: Invalid character entity',
    ],
    [document(passage(0, '\n&alpha;')), 'line 2: not well-formed XML: Invalid character entity'],
    [document(passage(0, '&constructor;')), 'line 1: not well-formed XML: Invalid character entity'],
    ['<collection>\n<document>', 'line 2: not well-formed XML: Unclosed root tag'],
    ['<collection>\n</document>', 'line 2: not well-formed XML: Unexpected close tag'],
    ['\n<html/>', 'line 2: expected <collection>, found <html>; this is not BioC'],
    [document('<passage><offset>1.5</offset></passage>'), 'line 1: the offset must be a whole number, not "1.5"'],
    [
      document('<passage><annotation><location offset="1"/></annotation></passage>'),
      'line 1: the length of a location must be a whole number, not ""',
    ],
    [
      document('<passage><text>a</text><text>b</text></passage>'),
      'line 1: <passage> has two elements <text>; one is allowed',
    ],
    [`<collection>${'<x>'.repeat(100)}`, 'line 1: elements nest more than 64 deep'],
    ['<collection></collection>', 'there is no document in it'],
    [
      Buffer.concat([Buffer.from('<collection>\n\n'), Buffer.from([0xff, 0xfe, 0x41])]),
      'line 3: not text in UTF-8; save it in UTF-8',
    ],
    [Buffer.from('\ufeff<collection/>', 'utf16le'), 'line 1: text in UTF-16; save it in UTF-8'],
    ['<collection>\n\0', 'line 2: binary data, not text'],
  ])('refuses %j', async (content, message) => {
    expect(await failure(xml(content))).toBe(message);
  });

  it('tells of elements and texts that BioC does not have', async () => {
    const { problems, documents } = await xml(
      document('<passage><x><y/>no</x>stray<text>a<b/></text><infon key="k" n="1">v</infon></passage>'),
    );
    expect(problems.map(({ message }) => message.slice(0, 40))).toEqual([
      '<x> in <passage>, which BioC does not ha',
      'text in <passage>, where BioC has none: ',
      '<b> in <text>, which BioC does not have;',
      'the attribute "n" in <infon>, which BioC',
      'a passage without an offset; it is put a',
    ]);
    expect(documents[0]?.text).toBe('a');
  });

  it('replaces characters that XML cannot hold, and counts them', async () => {
    const { bytes, losses } = await encodeAll(biocXml, [textDocument('a\u0001b\ud800c\ufffed]]>')]);
    expect(losses).toEqual({ 'characters that XML cannot hold': 3 });
    expect((await xml(bytes)).documents[0]?.text).toBe('a\ufffdb\ufffdc\ufffdd]]>');
  });
});

describe('offsets of BioC', () => {
  const text = 'αβ 𝒟 gene β';
  const at = (start: number, length: number, offset = 0) =>
    document(
      passage(offset, text, annotation('Gene', offset + start, length, 'gene')),
      passage(offset + 40, 'é end', annotation('X', offset + 42 + (start === 10 ? 1 : 0), 3, 'end')),
    );

  it.each([
    ['code points', 5, 0],
    ['UTF-16 units', 6, 1],
    ['UTF-8 bytes', 10, 1],
  ])('in %s are found out by the texts that annotations quote', async (unit, start, told) => {
    const { documents, problems } = await xml(at(start as number, 4));
    const [read] = documents;
    expect(read?.mentions.map((mention) => textOf(read, mention))).toEqual(['gene', 'end']);
    expect(problems.map(({ message }) => message)).toEqual(
      told ? [`offsets count ${unit}, as the quoted texts show; read so from here on`] : [],
    );
  });

  it('that are wrong are told, and the mention is kept, moved or left out', async () => {
    const { documents, problems } = await xml(
      document(
        passage(
          0,
          'A gene and TNF-α.',
          annotation('A', 3, 4, 'gene') +
            annotation('B', 11, 5, 'TNF-a') +
            annotation('C', 9, 0, '') +
            annotation('D', 15, 9, 'x'),
        ),
      ),
    );
    expect(documents[0]?.mentions.map(({ spans: [{ start, end }], type }) => [type, start, end])).toEqual([
      ['A', 2, 6],
      ['B', 11, 16],
    ]);
    expect(problems.map(({ kind }) => kind)).toEqual([
      'text differs',
      'text differs',
      'empty span',
      'outside the text',
    ]);
  });

  it('that overlap, fall or are absent are mended and told', async () => {
    const { documents, problems } = await xml(
      document(
        passage(5, 'abc'),
        passage(6, 'def', annotation('X', 7, 2, 'ef')),
        '<passage><text>ghi</text></passage>',
        passage(10_000_000, 'far', annotation('Y', 10_000_000, 3, 'far')),
      ),
    );
    const [read] = documents;
    expect(read?.text).toBe('     abc def ghi far');
    expect(read?.mentions.map((mention) => textOf(read, mention))).toEqual(['ef', 'far']);
    expect(problems.map(({ message }) => message.split(';')[0])).toEqual([
      'a passage at offset 6 begins before 8, where the one before ends',
      'a passage without an offset',
      expect.stringMatching(/^a passage at offset 10000000 leaves a gap of \d+ code points$/),
    ]);
  });
});

describe('relations of BioC', () => {
  it('hold of annotations, of concepts in BC5CDR, BioRED and PubTator 3, and come back', async () => {
    const relations = [
      '<infon key="relation">CID</infon><infon key="Chemical">D2</infon><infon key="Disease">D1</infon>',
      '<infon key="entity1">D1</infon><infon key="entity2">9</infon><infon key="type">Association</infon><infon key="novel">No</infon>',
      '<infon key="type">Negative</infon><infon key="role1">Disease|D1</infon><infon key="role2">Chemical|D2</infon><node refid="0" role="0,1"/>',
      '<infon key="type">Binding</infon><node refid="0" role="Theme"/><node refid="R0" role="Cause"/><node refid="9" role=""/>',
    ].map((content, index) => `<relation id="R${index}">${content}</relation>`);
    const identifier = (id: string) => `<infon key="identifier">${id}</infon>`;
    const { documents, problems } = await xml(
      document(
        passage(
          0,
          'a b',
          annotation('Disease', 0, 1, 'a', identifier('D1')) + annotation('Chemical', 2, 1, 'b', identifier('D2')),
        ),
        ...relations,
      ),
    );
    expect(
      documents[0]?.relations.map(({ type, arguments: held }) => [
        type,
        ...held.map(({ role, kind, id }) => `${role} ${kind} ${id}`),
      ]),
    ).toEqual([
      ['CID', 'Chemical concept D2', 'Disease concept D1'],
      ['Association', 'entity1 concept D1', 'entity2 concept 9'],
      ['Negative', 'role1 concept D1', 'role2 concept D2'],
      ['Binding', 'Theme mention 0', 'Cause mention R0', ' mention 9'],
    ]);
    expect(documents[0]?.relations[1]?.notes).toEqual({ novel: 'No' });
    expect(problems.map(({ kind }) => kind)).toEqual(['dangling reference']);
    const { bytes } = await encodeAll(biocXml, documents);
    expect(bytes.toString()).toContain('<node refid="0" role="0,1"/>');
    expect(bytes.toString()).not.toContain('GERBERA');
    expect(withoutPlaces((await xml(bytes)).documents)).toEqual(withoutPlaces(documents));
  });
});

describe('ids of BioC that are unique in a passage', () => {
  it('become unique in the document, for relations too', async () => {
    const relation = '<relation id=""><infon key="type">R</infon><node refid="0" role="a"/></relation>';
    const { documents, problems } = await xml(
      document(
        `<passage><offset>0</offset><text>a</text>${annotation('X', 0, 1, 'a')}${relation}</passage>`,
        `<passage><offset>2</offset><text>b</text><annotation id="0"><location offset="2" length="1"/></annotation>${relation}</passage>`,
        relation,
      ),
    );
    expect(documents[0]?.mentions.map(({ id }) => id)).toEqual(['0', '0#2']);
    expect(documents[0]?.relations.map(({ arguments: [held] }) => held?.id)).toEqual(['0', '0#2', '0']);
    expect(problems.map(({ kind }) => kind)).toEqual(['duplicate id']);
  });
});

describe('sentences of BioC', () => {
  const sentence = (offset: number, text: string, more = '') =>
    `<sentence>${more}<offset>${offset}</offset><text>${text}</text></sentence>`;

  it('are kept, with words as running text has them', async () => {
    const { documents } = await xml(
      document(
        `<passage><offset>0</offset>${sentence(0, 'IL-2 binds. ', '<infon key="n">1</infon>')}${sentence(13, 'It ends.')}</passage>`,
      ),
    );
    const [read] = documents;
    expect(read?.text).toBe('IL-2 binds.  It ends.');
    expect(read?.sentences?.map(({ start, end, words }) => [start, end, words.length])).toEqual([
      [0, 11, 5],
      [13, 21, 3],
    ]);
    const { bytes, losses } = await encodeAll(biocXml, documents);
    expect(losses).toEqual({});
    expect(bytes.toString()).toContain('<sentence><infon key="n">1</infon><offset>0</offset>');
    expect(withoutPlaces((await xml(bytes)).documents)).toEqual(withoutPlaces(documents));
  });

  it('lose their own words, columns and irregular labels, which are counted, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(wholeDocuments(true), fc.constantFrom(biocXml, biocJson), async (documents, form) => {
        const { bytes, losses } = await encodeAll(form, documents);
        const { documents: read } = await readAll(form, place(bytes, 'x'));
        const held = documents.map(({ sentences: _, ...others }) => others);
        expect(withoutPlaces(read.map(({ sentences: _, ...others }) => others))).toEqual(withoutPlaces(held));
        const columns = documents.flatMap(({ sentences = [] }) => sentences.flatMap(({ words }) => words)).length;
        expect(losses['columns of words'] ?? 0).toBe(columns);
        const others = ['words of sentences', 'columns of words', 'irregular labels of sentences'];
        expect(Object.keys(losses).filter((what) => !others.includes(what))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('BioC JSON', () => {
  const one = (id: string) => ({
    id,
    passages: [
      {
        offset: 0,
        text: `Text ${id}.`,
        annotations: [{ id: 'A', text: 'Text', locations: [{ offset: 0, length: 4 }] }],
      },
    ],
  });

  it.each<readonly [string, unknown, readonly string[]]>([
    ['a collection', { source: 's', documents: [one('1'), one('2')] }, ['1', '2']],
    ['collections', [{ documents: [one('1')] }, { documents: [] }, { documents: [one('2')] }], ['1', '2']],
    ['an array of documents', [one('1'), one('2')], ['1', '2']],
    ['PubTator 3', { PubTator3: [one('1'), one('2')] }, ['1', '2']],
    ['a document', one('1'), ['1']],
    ['a document on each line', `${JSON.stringify(one('1'))}\n\n${JSON.stringify(one('2'))}\n`, ['1', '2']],
    [
      'collections on lines',
      `${JSON.stringify({ documents: [one('1')] })}\n${JSON.stringify({ documents: [one('2')] })}`,
      ['1', '2'],
    ],
    ['text with line ends', JSON.stringify({ documents: [one('1')] }, null, 2), ['1']],
  ])('is read from %s', async (_, value, ids) => {
    const { documents, problems } = await json(value);
    expect(problems).toEqual([]);
    expect(documents.map(({ id }) => id)).toEqual(ids);
    expect(documents[0]?.mentions).toMatchObject([{ type: 'Entity', spans: [{ start: 0, end: 4 }] }]);
  });

  it('keeps what PubTator 3 says besides, and gives it back', async () => {
    const value = {
      PubTator3: [
        {
          _id: '1|None',
          ...one('1'),
          infons: {},
          relations: [
            {
              id: 'R1',
              infons: {
                role1: { identifier: 'D1', type: 'Gene' },
                role2: { identifier: 'D2' },
                type: 'Association',
                valid: [1],
              },
              nodes: [{ refid: '0', role: '0,1' }],
            },
          ],
          pmid: 1,
          authors: ['A B'],
        },
      ],
    };
    const { documents } = await json(value);
    expect(documents[0]?.relations[0]?.arguments.map(({ id }) => id)).toEqual(['D1', 'D2']);
    const { bytes } = await encodeAll(biocJson, documents);
    expect(JSON.parse(bytes.toString()).documents[0]).toMatchObject({
      _id: '1|None',
      pmid: 1,
      authors: ['A B'],
      relations: value.PubTator3[0]?.relations,
    });
    const throughXml = await xml((await encodeAll(biocXml, documents)).bytes);
    expect((await encodeAll(biocJson, throughXml.documents)).bytes).toEqual(bytes);
  });

  it.each([
    [
      '{"documents":[{"id":"1"},\n{"id":"2"\n,"passages":[{"offset":"x"}]}]}',
      'line 3: "offset" must be a whole number, not "x"',
    ],
    ['{"documents":[{"id":"1"},\n\n7]}', 'line 3: invalid JSON: expected an object, found "7"'],
    ['{"documents":[\n{"id":tru}]}', 'line 2, column 7: invalid JSON: expected a value'],
    ['{"documents":[\n{"id":"1"}\n],\n"x":}', 'line 4, column 5: invalid JSON: expected a value'],
    ['{"documents":[{"id":"1"}]', 'line 1: invalid JSON: the file ends too early'],
    ['{"documents":[{"id":"1"}]}}', 'line 1: invalid JSON: expected an object, found "}"'],
    ['{"id":"1","id":"2","passages":[]}', 'line 1, column 11: invalid JSON: the key "id" comes twice'],
    ['[{"id":"1"} {"id":"2"}]', 'line 1: invalid JSON: expected a comma or the end, found "{"'],
    [`{"id":${'['.repeat(500)}`, 'line 1: invalid JSON: the file ends too early'],
    ['', 'there is no document in it'],
    [
      '[{"text":"TP53","entities":[[0,4,"Gene"]]}]',
      'line 1: a document without "passages", so this is not BioC; other documents are read as JSON Lines (.jsonl), one on each line',
    ],
  ])('refuses %s', async (content, message) => {
    expect(await failure(json(content))).toBe(message);
  });

  it('tells of members of locations and nodes that BioC does not have', async () => {
    const annotations = [{ id: 'A', locations: [{ offset: 0, length: 4, colour: 'red' }] }];
    const relations = [{ nodes: [{ refid: 'A', role: 'x', weight: 2 }] }];
    const value = { passages: [{ offset: 0, text: 'Text', annotations, relations }] };
    const { documents, problems } = await json(JSON.stringify(value, null, 1));
    expect(documents[0]?.mentions).toMatchObject([{ spans: [{ start: 0, end: 4 }] }]);
    expect(problems).toMatchObject([
      { kind: 'other', line: 10, message: '"colour" of a location, which BioC does not have; left out' },
      { kind: 'other', line: 21, message: '"weight" of a node, which BioC does not have; left out' },
    ]);
  });

  it('tells of annotations without a place, and of ids that come twice', async () => {
    const annotations = [
      { id: 'A', infons: {}, locations: [] },
      ...[1, 2].map(() => ({ id: 'B', locations: [{ offset: 0, length: 1 }] })),
    ];
    const { documents, problems } = await json({ id: '1', passages: [{ offset: 0, text: 'ab', annotations }] });
    expect(documents[0]?.mentions.map(({ id }) => id)).toEqual(['B', 'B#2']);
    expect(problems.map(({ kind }) => kind)).toEqual(['other', 'duplicate id']);
  });
});

describe('a large file of BioC', () => {
  it.each<FileForm>([biocXml, biocJson])('is written and read in bounded memory as $title', async (form) => {
    const text = `${'A gene of some length, and a disease. '.repeat(500)}end`;
    const one = textDocument(text, {
      mentions: [{ id: '', spans: [{ start: 2, end: 6 }], type: 'Gene', concepts: ['1'], notes: {}, line: 1 }],
    });
    const total = 1500;
    function* many() {
      for (let id = 0; id < total; id++) yield { ...one, id: String(id) };
    }
    const chunks: Uint8Array[] = [];
    let most = 0;
    for await (const chunk of form.encode(many(), { losses: new LossTally() })) {
      most = Math.max(most, chunk.length);
      chunks.push(Buffer.from(chunk));
    }
    // A document at a time is written, however many there are.
    expect(most).toBeLessThan(2 * text.length);
    const file = place(Buffer.concat(chunks.splice(0)), 'large');
    let read = 0;
    let before = 0;
    let bytes = 0;
    for await (const document of form.read(file, { onBytes: (so) => (bytes = so) })) {
      read++;
      expect(document.mentions).toHaveLength(1);
      if (read === 1) before = bytes;
    }
    expect(read).toBe(total);
    // The first document came before most of the file had been read.
    expect(before).toBeLessThan(bytes / 10);
  });
});
