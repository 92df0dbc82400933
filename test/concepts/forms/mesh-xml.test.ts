import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { meshXml } from '../../../src/concepts/forms/mesh/mesh-xml.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { tarOf, zipOf } from './archives.ts';
import { fuzz, readForm } from './read-form.ts';
import { failureOf } from './read-terminology.ts';

const folder = scratchFolder();
let count = 0;
const place = (content: string | Uint8Array, ending = 'xml') => write(folder, `${count++}.${ending}`, content);

const term = (text: string, { tag = 'NON', permuted = 'N' } = {}) =>
  `<Term ConceptPreferredTermYN="N" IsPermutedTermYN="${permuted}" LexicalTag="${tag}"><TermUI>T1</TermUI><String>${text}</String></Term>`;
const referred = (identifier: string, name: string) =>
  `<DescriptorReferredTo><DescriptorUI>${identifier}</DescriptorUI><DescriptorName><String>${name}</String></DescriptorName></DescriptorReferredTo>`;

/** After the DTD of 2026, https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20260101.dtd. */
const descriptorSet = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20260101.dtd">
<DescriptorRecordSet LanguageCode = "eng">
<DescriptorRecord DescriptorClass="1">
  <DescriptorUI>D000743</DescriptorUI>
  <DescriptorName><String>Anemia, Hemolytic</String></DescriptorName>
  <AllowableQualifiersList><AllowableQualifier><QualifierReferredTo><QualifierUI>Q000097</QualifierUI>
    <QualifierName><String>blood</String></QualifierName></QualifierReferredTo></AllowableQualifier></AllowableQualifiersList>
  <SeeRelatedList><SeeRelatedDescriptor>${referred('D006461', 'Hemolysis')}</SeeRelatedDescriptor></SeeRelatedList>
  <TreeNumberList><TreeNumber>C15.378.071.141</TreeNumber></TreeNumberList>
  <ConceptList>
    <Concept PreferredConceptYN="N"><ConceptUI>M0000002</ConceptUI><ConceptName><String>Microangiopathic anemia</String></ConceptName>
      <ScopeNote>Of the narrower one.</ScopeNote>
      <TermList>${term('Anemia, Microangiopathic')}${term('MAHA', { tag: 'ACR' })}</TermList></Concept>
    <Concept PreferredConceptYN="Y"><ConceptUI>M0000001</ConceptUI><ConceptName><String>Anemia, Hemolytic</String></ConceptName>
      <ScopeNote>A condition of
         inadequate &lt;red&gt; cells. </ScopeNote>
      <ConceptRelationList><ConceptRelation RelationName="NRW"><Concept1UI>M0000001</Concept1UI><Concept2UI>M0000002</Concept2UI></ConceptRelation>
        <ConceptRelation RelationName="REL"><Concept1UI>M0000001</Concept1UI><Concept2UI>M0000003</Concept2UI></ConceptRelation></ConceptRelationList>
      <TermList>${term('Anemia, Hemolytic')}${term('Hemolytic Anemia', { permuted: 'Y' })}${term('Anemias, Hemolytic', { permuted: 'Y' })}${term('HA', { tag: 'ABB' })}</TermList></Concept>
    <Concept PreferredConceptYN="N"><ConceptUI>M0000003</ConceptUI><TermList>${term('Blood loss')}</TermList></Concept>
    <Concept PreferredConceptYN="N"><ConceptUI>M0000004</ConceptUI><TermList>${term('Haemolytic anaemia')}</TermList></Concept>
  </ConceptList>
</DescriptorRecord>
<DescriptorRecord DescriptorClass="1">
  <DescriptorUI>D000740</DescriptorUI><DescriptorName><String>Anemia</String></DescriptorName>
  <TreeNumberList><TreeNumber>C15.378.071</TreeNumber><TreeNumber>C15.100</TreeNumber></TreeNumberList>
  <ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M1</ConceptUI><TermList>${term('Anemia')}</TermList></Concept></ConceptList>
</DescriptorRecord>
<DescriptorRecord DescriptorClass="1">
  <DescriptorUI>D000001</DescriptorUI><DescriptorName><String>Calcimycin</String></DescriptorName>
  <TreeNumberList><TreeNumber>D03.633.100.221.173</TreeNumber></TreeNumberList>
  <ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M2</ConceptUI><RegistryNumbers><RegistryNumber>37H9VM9WZL</RegistryNumber></RegistryNumbers>
    <RelatedRegistryNumberList><RelatedRegistryNumber>52665-69-7 (Calcimycin)</RelatedRegistryNumber>
      <RelatedRegistryNumber>64-31-3 (sulfate (2:1)(salt), anhydrous)</RelatedRegistryNumber></RelatedRegistryNumberList>
    <TermList>${term('Calcimycin')}</TermList></Concept></ConceptList>
</DescriptorRecord>
<DescriptorRecord DescriptorClass="3">
  <DescriptorUI>D006801</DescriptorUI><DescriptorName><String>Humans</String></DescriptorName>
  <TreeNumberList><TreeNumber>B01.050.150.900</TreeNumber></TreeNumberList>
  <ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M3</ConceptUI><RegistryNumber>txid9606</RegistryNumber><TermList>${term('Humans')}</TermList></Concept></ConceptList>
</DescriptorRecord>
</DescriptorRecordSet>
`;

const supplementarySet = `<?xml version="1.0"?>
<SupplementalRecordSet LanguageCode="eng">
<SupplementalRecord SCRClass="3"><SupplementalRecordUI>C535290</SupplementalRecordUI>
  <SupplementalRecordName><String>Rare anemia</String></SupplementalRecordName><Note>Caused by a gene.</Note>
  <HeadingMappedToList><HeadingMappedTo>${referred('*D000740', 'Anemia')}
    <QualifierReferredTo><QualifierUI>Q000235</QualifierUI></QualifierReferredTo></HeadingMappedTo></HeadingMappedToList>
  <PharmacologicalActionList><PharmacologicalAction>${referred('D000900', 'Other')}</PharmacologicalAction></PharmacologicalActionList>
  <ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M4</ConceptUI><TermList>${term('Rare anemia')}${term('Anemia 7')}</TermList></Concept></ConceptList>
</SupplementalRecord>
<SupplementalRecord SCRClass="1"><SupplementalRecordUI>C000002</SupplementalRecordUI>
  <SupplementalRecordName><String>bevonium</String></SupplementalRecordName><Note>structure given in first source</Note>
  <ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M5</ConceptUI><RegistryNumber>0</RegistryNumber><TermList>${term('bevonium')}</TermList></Concept></ConceptList>
</SupplementalRecord>
<SupplementalRecord SCRClass="2"><SupplementalRecordUI>C000003</SupplementalRecordUI>
  <SupplementalRecordName><String>AB protocol</String></SupplementalRecordName></SupplementalRecord>
<SupplementalRecord SCRClass="4"><SupplementalRecordUI>C000004</SupplementalRecordUI>
  <SupplementalRecordName><String>Virus X</String></SupplementalRecordName></SupplementalRecord>
</SupplementalRecordSet>`;

describe('MeSH XML', () => {
  it('gives descriptors with terms by kind, types, parents, definitions and registry numbers', async () => {
    const { records, facts, problems } = await readForm(meshXml, place(descriptorSet));
    expect(problems).toEqual([]);
    expect(facts).toEqual({ version: '2026' });
    expect(records[0]).toEqual({
      identifier: 'MESH:D000743',
      name: 'Anemia, Hemolytic',
      types: ['Disease'],
      names: [
        { text: 'Hemolytic Anemia', kind: 'synonym' },
        { text: 'HA', kind: 'abbreviation' },
        { text: 'Anemia, Microangiopathic', kind: 'narrow' },
        { text: 'MAHA', kind: 'narrow' },
        { text: 'Blood loss', kind: 'related' },
        { text: 'Haemolytic anaemia', kind: 'synonym' },
      ],
      definition: 'A condition of inadequate <red> cells.',
      xrefs: [],
      parents: ['MESH:D000740'],
      line: 4,
    });
    expect(records.slice(1)).toMatchObject([
      { identifier: 'MESH:D000740', parents: [] },
      { identifier: 'MESH:D000001', types: ['Chemical'], xrefs: ['UNII:37H9VM9WZL', 'CAS:52665-69-7'] },
      { identifier: 'MESH:D006801', types: ['Species'], xrefs: ['NCBITaxon:9606'] },
    ]);
  });

  it('gives supplementary concepts with types by class, and the headings above them', async () => {
    const { records } = await readForm(meshXml, place(supplementarySet));
    expect(records).toMatchObject([
      { identifier: 'MESH:C535290', types: ['Disease'], parents: ['MESH:D000740'], definition: 'Caused by a gene.' },
      { identifier: 'MESH:C000002', types: ['Chemical'], xrefs: [], parents: [] },
      { identifier: 'MESH:C000003', types: [] },
      { identifier: 'MESH:C000004', types: ['Species'] },
    ]);
    expect(records[0]?.names).toEqual([{ text: 'Anemia 7', kind: 'synonym' }]);
    expect(records[1]).not.toHaveProperty('definition');
  });

  it('is read of gzip, of archives and of a folder with both files, as one terminology', async () => {
    const both = join(folder, 'both');
    mkdirSync(both);
    writeFileSync(join(both, 'desc2025.gz'), gzipSync(descriptorSet));
    writeFileSync(join(both, 'supp2025.xml'), supplementarySet);
    const files = { 'mesh/desc2025.xml': descriptorSet, 'mesh/supp2025.xml': supplementarySet };
    const expected = (await readForm(meshXml, both)).records;
    expect(expected).toHaveLength(8);
    for (const where of [both, place(zipOf(files), 'zip'), place(gzipSync(await tarOf(files)), 'tar.gz')]) {
      const { records, facts } = await readForm(meshXml, where);
      expect(records).toEqual(expected);
      // The file itself knows best.
      expect(facts.version).toMatch(/2025|2026/);
      expect(meshXml.matches(where, '', ['mesh/supp2025.xml'])).toBe(true);
    }
    expect((await readForm(meshXml, place(gzipSync(descriptorSet), 'xml.gz'))).records).toHaveLength(4);
    expect((await readForm(meshXml, place(zipOf({ 'supp2026.xml': supplementarySet }), 'zip'))).facts.version).toBe(
      '2026',
    );
  });

  it('is read with CRLF, and parents are found however the file is cut', async () => {
    const trees = ['C01'];
    for (let index = 1; index < 3000; index++) trees.push(`${trees[(index - 1) >> 1]}.${index}`);
    const identifier = (index: number) => `D1${String(index).padStart(5, '0')}`;
    // Children before their parents.
    const written = trees.toReversed().map(
      (tree, index) => `<DescriptorRecord><DescriptorUI>${identifier(2999 - index)}</DescriptorUI>
<DescriptorName><String>n</String></DescriptorName><TreeNumberList><TreeNumber>${tree}</TreeNumber></TreeNumberList></DescriptorRecord>`,
    );
    const content = `<DescriptorRecordSet>${written.join('\n')}</DescriptorRecordSet>`;
    const { records } = await readForm(meshXml, place(content.replaceAll('\n', '\r\n')));
    expect(records.toReversed().map(({ parents }) => parents)).toEqual(
      trees.map((_, index) => (index === 0 ? [] : [`MESH:${identifier((index - 1) >> 1)}`])),
    );
    expect(records[1]?.line).toBe(3);
  });

  it('tells progress up to the size of the file, and obeys the signal', async () => {
    const file = place(descriptorSet);
    const { progress } = await readForm(meshXml, file);
    expect(progress.at(-1)).toBe(Buffer.byteLength(descriptorSet));
    const controller = new AbortController();
    controller.abort(new Error('stopped'));
    await expect(readForm(meshXml, file, controller.signal)).rejects.toThrow('stopped');
  });

  it('refuses what is not well-formed, not MeSH or nothing, naming the line', async () => {
    const error = async (content: string | Uint8Array) =>
      (await failureOf(readForm(meshXml, place(content)))).replace(folder, '');
    expect(await error(descriptorSet.replace('</ConceptList>', ''))).toMatch(
      /line 24: not well-formed XML: Unexpected close tag/,
    );
    expect(await error(descriptorSet.replace('&lt;', '&evil;'))).toMatch(
      /line 17: not well-formed XML: Invalid character entity/,
    );
    expect(
      await error('<!DOCTYPE DescriptorRecordSet [<!ENTITY a "aaa">]>\n<DescriptorRecordSet>&a;</DescriptorRecordSet>'),
    ).toMatch(/line 2: not well-formed XML: Invalid character entity/);
    expect(await error('<QualifierRecordSet/>')).toMatch(/expected <DescriptorRecordSet>/);
    expect(await error('<DescriptorRecordSet></DescriptorRecordSet>')).toMatch(/there is no concept in it/);
    expect(await error('')).toMatch(/not well-formed|no concept/);
    expect(await error(Buffer.from(`\ufeff${descriptorSet}`, 'utf16le'))).toMatch(/line 1: text in UTF-16/);
    expect(await error(Buffer.from(descriptorSet.replace('cells', 'c\xe9lls'), 'latin1'))).toMatch(
      /line 17: not text in UTF-8/,
    );
    expect(await error(gzipSync(descriptorSet).subarray(0, -20))).toMatch(/the gzip data end too early/);
    expect(await error('<DescriptorRecordSet>'.repeat(100))).toMatch(/nest more than 64 deep/);
    expect(await failureOf(readForm(meshXml, place(zipOf({ 'readme.txt': 'x' }), 'zip')))).toMatch(
      /there is no concept in it/,
    );
  });

  it('tells of records that cannot be kept, and goes on', async () => {
    const { records, problems } = await readForm(meshXml, place(descriptorSet.replace('D000740<', 'none<')));
    expect(records).toHaveLength(3);
    expect(problems).toEqual(['25: a record without a name, or with the identifier "none"; left out']);
  });

  it('gives concepts or an error for users, whatever is changed in a file', () =>
    fuzz(meshXml, folder, 'fuzzed.xml', descriptorSet));
});
