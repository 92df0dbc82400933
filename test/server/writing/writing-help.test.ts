import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Paper } from '../../../src/server/papers.ts';
import { writingCodes } from '../../../src/server/writing/problem.ts';
import { WritingHelp } from '../../../src/server/writing/writing-help.ts';
import { readSettings } from '../../../src/settings.ts';
import { readSentences } from '../../../src/text/reader.ts';
import { applied, concept, mentionsIn, problemsOf } from './support.ts';

const source =
  'Here PCR is used.\nThe polymerase chain reaction (PCR) is old.\nA polymerase chain reaction (PCR) and computed tomography (CT).\nSome prk. Many prk. The fnk. More fnk. The SEPT1.';
const names = (kind: 'synonym' | 'previous', ...texts: string[]) => texts.map((text) => ({ text, kind }));
const kinase = concept('G:1', 'PLK3', { names: names('synonym', 'prk', 'fnk') });
const septin = concept('G:2', 'SEPTIN1', { names: names('previous', 'SEPT1') });
const { entities, links } = mentionsIn(source, 'Gene', { prk: kinase, fnk: kinase, SEPT1: septin });

let revision = 0;

function paperOf(settings: Readonly<Record<string, unknown>> = {}, text = source): Paper {
  const sentences = readSentences(text, 'markdown');
  const { values } = readSettings(settings);
  const document = TextDocument.create('file:///paper.md', 'markdown', 1, text);
  return { document, sentences, entities, complete: true, revision: ++revision, model: 'm', settings: values };
}

describe('writing help', () => {
  it('gives diagnostics of severity information, by place', () => {
    const diagnostics = new WritingHelp(true).diagnostics(paperOf(), links);
    expect(diagnostics.map(({ range, severity, source: by, code }) => [range.start.line, severity, by, code])).toEqual([
      [0, 3, 'gerbera', 'undefinedAbbreviation'],
      [2, 3, 'gerbera', 'redefinedAbbreviation'],
      [2, 3, 'gerbera', 'unusedAbbreviation'],
      [3, 3, 'gerbera', 'severalNames'],
      [3, 3, 'gerbera', 'previousSymbol'],
    ]);
    expect(diagnostics[0]?.relatedInformation?.[0]).toEqual({
      location: {
        uri: 'file:///paper.md',
        range: { start: { line: 1, character: 4 }, end: { line: 1, character: 35 } },
      },
      message: 'It is defined here.',
    });
  });

  it('says nothing of related places to clients that cannot show them', () => {
    for (const diagnostic of new WritingHelp(false).diagnostics(paperOf(), links)) {
      expect(diagnostic).not.toHaveProperty('relatedInformation');
    }
  });

  it.each(writingCodes)('leaves %s out where its setting is off', (code) => {
    const found = new WritingHelp(true).diagnostics(paperOf({ writing: { [code]: false } }), links);
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(writingCodes.filter((other) => other !== code));
  });

  it('says nothing of a text of more than a million characters', () => {
    const filler = (characters: number) => `${source}\n${' '.repeat(characters - source.length - 1)}`;
    expect(new WritingHelp(true).diagnostics(paperOf({}, filler(1_000_000)), links).length).toBeGreaterThan(0);
    expect(new WritingHelp(true).diagnostics(paperOf({}, filler(1_000_001)), links)).toEqual([]);
  });

  it('needs no links for abbreviations, and says nothing of concepts without', () => {
    const codes = new WritingHelp(true).diagnostics(paperOf(), undefined).map(({ code }) => code);
    expect(codes).toEqual(writingCodes.slice(0, 3));
  });

  it('follows the paper from version to version, and its links', () => {
    const help = new WritingHelp(true);
    const paper = paperOf();
    expect(help.diagnostics(paper, undefined)).toHaveLength(3);
    expect(help.diagnostics(paper, links)).toHaveLength(5);
    expect(help.diagnostics({ ...paperOf({}, 'Nothing.'), entities: [] }, undefined)).toEqual([]);
  });

  it('offers quick fixes of what is touched, the best of each preferred', () => {
    const help = new WritingHelp(true);
    const paper = paperOf();
    const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });
    const [fix, ...others] = help.codeActions(paper, links, at(0, 5));
    expect(others).toEqual([]);
    expect(fix).toMatchObject({
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'undefinedAbbreviation' }],
    });
    expect(TextDocument.applyEdits(paper.document, fix!.edit!.changes!['file:///paper.md']!)).toMatch(
      /^Here polymerase chain reaction \(PCR\) is used\.\nThe PCR is old\.\n/,
    );
    expect(help.codeActions(paper, links, at(0, 8))).toHaveLength(1);
    expect(help.codeActions(paper, links, at(0, 0))).toEqual([]);
    const all = help.codeActions(paper, links, { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } });
    expect(new Set(all.map(({ diagnostics }) => diagnostics?.[0]?.code)).size).toBe(5);
  });

  it('takes any text: problems lie in it, and fixes change it without overlap', () => {
    const piece = fc.constantFrom(
      ...[
        'PCR',
        'PCRs',
        ' (PCR)',
        ' (PCR; b)',
        '[PCR]',
        'polymerase chain reaction',
        'Polymerase chain reaction',
        ' (TNF-α)',
      ],
      ...[
        'tumour necrosis factor alpha',
        '*',
        '**',
        '_',
        '`',
        '$',
        '\n',
        '\n\n',
        '# ',
        '## Abstract\n',
        '## Methods\n',
        '| ',
      ],
      ...[' ', '. ', ', ', '<b>', '\\', '---\n', '[@a]', 'é', '😀', 'prk', 'fnk', 'a', 'Figure 1. ', '> ', '- '],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, plain) => {
        const text = pieces.join(' ');
        const mentions = mentionsIn(text, 'Gene', { prk: kinase, fnk: kinase });
        for (const { span, fixes, related } of problemsOf(text, {
          language: plain ? 'plaintext' : 'markdown',
          ...mentions,
        })) {
          for (const { start, end } of [span, ...related.map((place) => place.span)]) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(text.length);
          }
          for (const fix of fixes) {
            expect(applied(text, fix)).not.toBe(text);
            let last = 0;
            for (const { start, end } of fix.edits) {
              expect(start).toBeGreaterThanOrEqual(last);
              expect(end).toBeLessThanOrEqual(text.length);
              last = end;
            }
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
