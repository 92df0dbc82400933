import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SemanticTokensDelta } from 'vscode-languageserver-protocol/node';
import type { Entity } from '../../src/core/entity.ts';
import { openEngine } from '../../src/engine.ts';
import { tokenTypeOf, tokenTypes } from '../../src/protocol.ts';
import { Client } from './client.ts';

const sample = path.resolve(import.meta.dirname, '../../samples/imatinib-resistance.md');
const text = readFileSync(sample, 'utf8');
const uri = 'file:///papers/imatinib.md';
let client: Client;
let entities: readonly Entity[];

beforeAll(async () => {
  client = await Client.start();
  await client.open(uri, text);
  entities = (await client.settled(uri)).entities;
});
afterAll(() => client.stop());

const find = (mention: string, type: string) => {
  const found = entities.find((entity) => entity.mention === mention && entity.type === type);
  if (!found) throw new Error(`no ${type} "${mention}"`);
  return found;
};
const spanIn = (of: string, { range }: Pick<import('vscode-languageserver-protocol').Location, 'range'>) => {
  const document = client.document(of);
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
};

/** Tokens in the terms of the text. */
function decodeTokens(of: string, data: readonly number[]): { start: number; end: number; type: string }[] {
  const document = client.document(of);
  let line = 0;
  let character = 0;
  const tokens: { start: number; end: number; type: string }[] = [];
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.slice(at, at + 5);
    character = lines > 0 ? characters : character + characters;
    line += lines;
    const start = document.offsetAt({ line, character });
    tokens.push({ start, end: start + length, type: tokenTypes[type] ?? '?' });
  }
  return tokens;
}

describe('what the server finds in a paper', () => {
  it('is what the engine finds', async () => {
    const engine = await openEngine({ device: 'cpu' });
    const all = await engine.annotate(text, 'markdown', { minScore: 0.5 });
    await engine.dispose();
    const plain = ({ start, end, type, mention }: Entity) => ({ start, end, type, mention });
    expect(entities.map(plain)).toEqual(all.map(plain));
    expect(entities.length).toBeGreaterThan(50);
    entities.forEach(({ score }, index) => {
      expect(score).toBeCloseTo(all[index]?.score ?? 0, 4);
    });
  });

  it('is published as hints with the type as code', async () => {
    const hints = () => (client.diagnostics.get(uri) ?? []).filter(({ severity }) => severity === 4);
    await client.until('diagnostics', () => hints().length === entities.length);
    const diagnostics = hints();
    const disease = find('chronic myeloid leukemia', 'Disease');
    const index = entities.indexOf(disease);
    expect(diagnostics[index]).toMatchObject({
      severity: 4,
      source: 'gerbera',
      code: 'Disease',
    });
    expect(String(diagnostics[index]?.message).split(' · ')[0]).toBe(
      `Disease: chronic myeloid leukemia (${disease.score.toFixed(2)})`,
    );
    expect(diagnostics.map((each) => spanIn(uri, each))).toEqual(entities.map(({ start, end }) => ({ start, end })));
  });

  it('is told by a hover: mention, type, score and model', async () => {
    const { start, end, score } = find('dasatinib', 'Chemical');
    const hover = await client.hover(uri, start + 3);
    expect(hover?.contents).toMatchObject({ kind: 'markdown' });
    const told = JSON.stringify(hover?.contents);
    expect(told).toMatch(/"\*\*dasatinib\*\* · Chemical/i);
    expect(told).toContain(`*dasatinib* · score ${score.toFixed(2)} · model default`);
    expect(hover?.range && spanIn(uri, { range: hover.range })).toEqual({ start, end });
    expect(await client.hover(uri, text.indexOf('This paper was'))).toBeNull();
  });

  it('is coloured by tokens that do not overlap, one type per entity type', async () => {
    const tokens = decodeTokens(uri, (await client.tokens(uri)).data);
    expect(client.initialized?.capabilities.semanticTokensProvider?.legend.tokenTypes).toEqual([...tokenTypes]);
    tokens.slice(1).forEach(({ start }, index) => {
      expect(start).toBeGreaterThanOrEqual(tokens[index]?.end ?? 0);
    });
    for (const token of tokens) {
      expect(
        entities.some(
          ({ start, end, type }) => start <= token.start && token.end <= end && tokenTypeOf(type) === token.type,
        ),
      ).toBe(true);
      expect(text.slice(token.start, token.end)).not.toMatch(/[\r\n]/);
    }
    const covered = (offset: number) => tokens.some(({ start, end }) => start <= offset && offset < end);
    expect(entities.filter(({ start }) => !covered(start))).toEqual([]);
  });

  it('is coloured in a range alone', async () => {
    const all = decodeTokens(uri, (await client.tokens(uri)).data);
    const range = { start: { line: 15, character: 0 }, end: { line: 19, character: 0 } };
    const [from, to] = [client.document(uri).offsetAt(range.start), client.document(uri).offsetAt(range.end)];
    const tokens = decodeTokens(uri, (await client.tokensIn(uri, range)).data);
    expect(tokens.length).toBeGreaterThan(0);
    for (const token of tokens) expect(all).toContainEqual(token);
    expect(tokens).toEqual(expect.arrayContaining(all.filter(({ start, end }) => start >= from && end <= to)));
  });

  it('is listed as symbols, mentions below their types', async () => {
    const symbols = await client.symbols(uri);
    expect(symbols.map(({ name }) => name).sort()).toEqual([...new Set(entities.map(({ type }) => type))].sort());
    for (const { name, detail, children, range } of symbols) {
      const mentions = entities.filter(({ type }) => type === name);
      expect(children?.map((child) => child.name)).toEqual(mentions.map(({ mention }) => mention));
      expect(detail).toBe(String(mentions.length));
      const outer = spanIn(uri, { range });
      for (const child of children ?? []) {
        expect(spanIn(uri, child).start).toBeGreaterThanOrEqual(outer.start);
        expect(spanIn(uri, child).end).toBeLessThanOrEqual(outer.end);
      }
    }
  });

  it('is highlighted where it is called the same, whatever the case', async () => {
    const { start } = find('imatinib', 'Chemical');
    const highlights = await client.highlights(uri, start);
    const same = entities.filter(({ mention, type }) => mention.toLowerCase() === 'imatinib' && type === 'Chemical');
    expect(same.length).toBeGreaterThan(2);
    expect(new Set(same.map(({ mention }) => mention)).size).toBeGreaterThan(1);
    expect(highlights.map((each) => spanIn(uri, each))).toEqual(
      same.map((each) => ({ start: each.start, end: each.end })),
    );
    expect(await client.highlights(uri, text.indexOf('This paper was'))).toEqual([]);
  });

  it('is referred to across open documents', async () => {
    const other = 'file:///papers/other.txt';
    await client.open(other, 'Imatinib was given to mice.\n\nPatients received imatinib.', 'plaintext');
    const locations = await client.references(uri, find('imatinib', 'Chemical').start + 2);
    const elsewhere = locations.filter((location) => location.uri === other);
    expect(elsewhere.map((each) => spanIn(other, each).start)).toEqual([0, 47]);
    expect(locations.filter((location) => location.uri === uri).length).toBeGreaterThan(2);
    await client.close(other);
  });

  it('changes by a delta of the tokens after an edit', async () => {
    const edited = 'file:///papers/edited.md';
    await client.open(edited, text);
    const before = await client.tokens(edited);
    const at = text.indexOf('K562 cells and HL-60');
    await client.edit(edited, at, at, 'Patients with asthma received aspirin. ');
    const delta = await client.delta(edited, before.resultId ?? '');
    const [change, ...others] = (delta as SemanticTokensDelta).edits;
    expect(others).toEqual([]);
    const patched = [...before.data];
    patched.splice(change?.start ?? 0, change?.deleteCount ?? 0, ...(change?.data ?? []));
    expect(change?.data?.length).toBeLessThan(before.data.length / 2);
    expect(patched).toEqual((await client.tokens(edited)).data);
    const tokens = decodeTokens(edited, patched).map(({ start, end, type }) => [
      client.document(edited).getText().slice(start, end),
      type,
    ]);
    expect(tokens).toContainEqual(['Patients', 'species']);
    expect(tokens).toContainEqual(['aspirin', 'chemical']);
    const unknown = await client.delta(edited, 'no such result');
    expect(unknown).toHaveProperty('data');
    await client.close(edited);
  });

  it('is cleared when the document is closed', async () => {
    const closed = 'file:///papers/closed.txt';
    await client.open(closed, 'Patients with breast cancer received tamoxifen.', 'plaintext');
    await client.settled(closed);
    await client.until('diagnostics', () => client.diagnostics.get(closed)?.length === 3);
    await client.close(closed);
    await client.until('no diagnostics', () => client.diagnostics.get(closed)?.length === 0);
  });

  it('is nothing for languages that are not prose', async () => {
    const code = 'file:///papers/code.py';
    await client.open(code, 'aspirin = "asthma"', 'python');
    expect(await client.symbols(code)).toEqual([]);
    expect((await client.tokens(code)).data).toEqual([]);
    expect(await client.hover(code, 2)).toBeNull();
    expect(client.entities.has(code)).toBe(false);
  });
});

describe('positions', () => {
  it.each([
    ['CRLF', 'A line.\r\n\r\nPatients 💊 with breast cancer\r\nreceived tamoxifen.\r\n'],
    ['lone CR', 'A line.\r\rPatients 💊 with breast cancer\rreceived tamoxifen.\r'],
    ['emoji and combining marks', '🧬🧬 e\u0301 Patients 👩‍🔬 with breast cancer\nreceived tamoxifen.\n'],
    ['a byte order mark', '\ufeffPatients with breast cancer received tamoxifen.\n'],
  ])('are right with %s', async (name, source) => {
    const place = `file:///papers/${encodeURIComponent(name)}.txt`;
    await client.open(place, source, 'plaintext');
    const mentions = ['Patients', 'breast cancer', 'tamoxifen'];
    const found = await client.settled(place);
    expect(found.entities.map(({ start, end }) => source.slice(start, end))).toEqual(mentions);
    await client.until('diagnostics', () => client.diagnostics.get(place)?.length === 3);
    const spans = (client.diagnostics.get(place) ?? []).map((each) => spanIn(place, each));
    expect(spans).toEqual(found.entities.map(({ start, end }) => ({ start, end })));
    const tokens = decodeTokens(place, (await client.tokens(place)).data);
    expect(tokens.map(({ start, end }) => source.slice(start, end))).toEqual(mentions);
    await client.close(place);
  });
});
