import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formOfTerminology } from '../../../src/concepts/forms/forms.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { tarOf, zipOf } from './archives.ts';

const folder = scratchFolder();

describe('the form of a publisher’s file', () => {
  it.each([
    [
      'desc2026.gz',
      '<?xml version="1.0"?>\n<!DOCTYPE DescriptorRecordSet SYSTEM "x">\n<DescriptorRecordSet>',
      'mesh-xml',
    ],
    ['supp2026.xml', '<SupplementalRecordSet LanguageCode="eng">\n', 'mesh-xml'],
    ['d2026.bin', '*NEWRECORD\r\nRECTYPE = D\r\nMH = A\r\n', 'mesh-ascii'],
    ['gene_info.gz', '#tax_id\tGeneID\tSymbol\tLocusTag\n', 'ncbi-gene'],
    ['hgnc_complete_set.txt', 'hgnc_id\tsymbol\tname\tlocus_group\n', 'hgnc'],
    ['withdrawn.txt', 'HGNC_ID\tSTATUS\tWITHDRAWN_SYMBOL\tMERGED_INTO_REPORT(S)\n', 'hgnc'],
    ['CTD_genes.tsv.gz', '#\n# Fields:\n# GeneSymbol\tGeneName\tGeneID\tAltGeneIDs\tSynonyms\n', 'ctd'],
  ])('is told of how %s begins', async (name, content, form) => {
    expect((await formOfTerminology(write(folder, name, content))).name).toBe(form);
  });

  it.each([
    [['names.dmp', 'nodes.dmp', 'merged.dmp', 'readme.txt'], 'ncbi-taxonomy'],
    [['2026AA/META/MRCONSO.RRF', '2026AA/META/MRSTY.RRF'], 'umls'],
    [['desc2026.xml', 'supp2026.xml'], 'mesh-xml'],
    [['c2026.bin', 'd2026.bin'], 'mesh-ascii'],
    [['Homo_sapiens.gene_info', 'gene_history'], 'ncbi-gene'],
    [['hgnc_complete_set.txt', 'withdrawn.txt'], 'hgnc'],
    [['CTD_diseases.tsv'], 'ctd'],
  ])('is told of the files in an archive or a folder: %j', async (names, form) => {
    const files = Object.fromEntries(names.map((name) => [name, 'x']));
    const archives = [
      write(folder, 'a.zip', zipOf(files)),
      write(folder, 'a.tar.gz', gzipSync(await tarOf(files))),
      join(folder, form),
    ];
    mkdirSync(join(folder, form));
    for (const name of names) writeFileSync(join(folder, form, name.replace(/^.*\//, '')), 'x');
    for (const place of archives) expect((await formOfTerminology(place)).name).toBe(form);
  });
});
