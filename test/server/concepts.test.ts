import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource, type Hover } from 'vscode-languageserver-protocol/node';
import { type ConceptChoice, clientRequests, type MentionChoices } from '../../src/protocol.ts';
import { Client } from './client.ts';
import { Home, smallTerminology } from './small-store.ts';

const uri = 'file:///papers/paper.md';
const text =
  'Patients with breast cancer received tamoxifen. Mammary cancer is frequent.\n\nBreast cancer and `::tam` are code. Nolvadex is tamoxifen.\n';
const other = 'file:///papers/other.md';

const home = new Home();
let client: Client;
beforeAll(async () => {
  await home.import('small');
  client = await Client.start({ env: { GERBERA_HOME: home.folder } });
  await client.open(uri, text);
  await client.open(other, 'Tamoxifen is a drug. Nolvadex is tamoxifen.\n');
  await client.settled(uri);
  await client.linked(uri);
  await client.settled(other);
  await client.linked(other);
});
afterAll(async () => {
  await client.stop();
  home.remove();
});

const at = (what: string) => text.indexOf(what) + 1;
const textsOf = (of: string, ranges: readonly { range: Parameters<Client['tokensIn']>[1] }[]) =>
  ranges.map(({ range }) => client.document(of).getText(range));
const toldBy = (hover: Hover | null) => (hover?.contents as { value: string } | undefined)?.value ?? '';
const cardOf = async (place: number, of = uri) => {
  const hover = await client.hover(of, place);
  return toldBy(hover).replaceAll('\\', '');
};

describe('a hover', () => {
  it('tells the concept of a mention under whatever name, in all its terminologies', async () => {
    const card = await cardOf(at('Mammary cancer'));
    expect(card.split('\n')[0]).toMatch(/^\*\*.+\*\* · Disease · \[(DOID:1612|MESH:D001943)\]\(<https:\/\/[^>]+>\)/);
    expect(card).toContain('A growth of the breast. It may spread.');
    expect(card).toContain('A kind of [cancer](<https://');
    expect(card).toMatch(/See also .*(MESH:D001943|DOID:1612)/);
    expect(card).toContain('mammary carcinoma');
  });

  it('tells where else it is mentioned, and in which other documents', async () => {
    expect(await cardOf(at('breast cancer'))).toContain(
      '3 mentions in this document (as *breast cancer*, *Mammary cancer*)',
    );
    expect(await cardOf(at('tamoxifen'))).toMatch(/3 mentions in this document .*, 3 in another open document/);
  });

  it('shows what terminologies say as text: no link of theirs', async () => {
    const hover = await client.hover(uri, at('tamoxifen'));
    const value = toldBy(hover);
    expect(value).toContain('\\[cancer\\]\\(command\\:evil\\)');
    expect(value).not.toMatch(/[^\\]\]\((?!<https:)/);
  });
});

describe('the concepts of a document', () => {
  it('are told in the order of their first mentions, with their places', async () => {
    const { concepts, complete } = await client.linked(uri);
    expect(complete).toBe(true);
    expect(concepts.map(({ type }) => type)).toEqual(['Species', 'Disease', 'Chemical']);
    const disease = concepts[1]!;
    expect(disease.identifiers).toEqual(expect.arrayContaining(['DOID:1612', 'MESH:D001943']));
    expect(disease.places.map(({ start, end }) => text.slice(start, end))).toEqual([
      'breast cancer',
      'Mammary cancer',
      'Breast cancer',
    ]);
  });

  it('are in the diagnostics, with a link to their pages', async () => {
    const linked = () => client.diagnostics.get(uri)?.find(({ message }) => String(message).includes('Mammary cancer'));
    await client.until('linked diagnostics', () => linked()?.codeDescription !== undefined);
    expect(linked()?.message).toMatch(/^Disease: Mammary cancer \(\d\.\d\d\) · .+ (DOID:1612|MESH:D001943)$/);
    expect(linked()?.codeDescription?.href).toMatch(/^https:\/\//);
  });

  it('are what references and highlights go by', async () => {
    const highlights = await client.highlights(uri, at('breast cancer'));
    expect(textsOf(uri, highlights)).toEqual(['breast cancer', 'Mammary cancer', 'Breast cancer']);
    const references = await client.references(uri, at('tamoxifen'));
    expect(references.map((each) => [each.uri, client.document(each.uri).getText(each.range)])).toEqual([
      [uri, 'tamoxifen'],
      [uri, 'Nolvadex'],
      [uri, 'tamoxifen'],
      [other, 'Tamoxifen'],
      [other, 'Nolvadex'],
      [other, 'tamoxifen'],
    ]);
  });

  it.each([
    ['its preferred name', 'tamoxi', 'Tamoxifen'],
    ['a synonym that the document does not use', 'ICI-46', 'Tamoxifen (ICI-46474)'],
    ['an identifier', 'MESH:D013629', 'Tamoxifen (MESH:D013629)'],
  ])('are found among the symbols of the workspace by %s', async (_, query, name) => {
    const symbols = await client.workspaceSymbols(query);
    expect(symbols.map(({ name, location }) => [name, location.uri])).toEqual([
      [name, uri],
      [name, other],
    ]);
    expect(symbols[0]?.containerName).toBe('Chemical MESH:D013629, 3 mentions');
  });

  it('are all symbols of the workspace where nothing is searched for, and none where nothing fits', async () => {
    const symbols = await client.workspaceSymbols('');
    expect(symbols).toHaveLength(4);
    expect(symbols.map(({ name }) => name)).toContain('Tamoxifen');
    expect(await client.workspaceSymbols('no such thing')).toEqual([]);
  });
});

describe('code actions', () => {
  it('copy and open identifiers, and choose concepts', async () => {
    const actions = await client.codeActions(uri, at('tamoxifen'));
    const start = text.indexOf('tamoxifen');
    expect(actions.map(({ title, kind }) => [title, kind])).toEqual([
      ['Copy Identifier MESH:D013629', ''],
      ['Copy Identifier DrugBank:DB00675', ''],
      ['Open in MeSH (MESH:D013629)', ''],
      ['Open in DrugBank (DrugBank:DB00675)', ''],
      ['Choose another concept for “tamoxifen”…', 'quickfix'],
      ['Not this: no concept for “tamoxifen”', 'quickfix'],
    ]);
    expect(actions.map(({ command }) => [command?.command, ...(command?.arguments ?? [])])).toMatchObject([
      ['gerbera.copyIdentifier', 'MESH:D013629'],
      ['gerbera.copyIdentifier', 'DrugBank:DB00675'],
      ['gerbera.openConcept', expect.stringMatching(/^https:/)],
      ['gerbera.openConcept', expect.stringMatching(/^https:/)],
      ['gerbera.chooseConcept', { uri, start, end: start + 9 }],
      ['gerbera.server.chooseConcept', { uri, mention: 'tamoxifen', type: 'Chemical', concept: null }],
    ]);
  });

  it('tell which concept is meant where there are several', async () => {
    const several = 'file:///papers/several.md';
    const source = 'Women with cancer of the breast took tamoxifen.\n';
    await client.open(several, source);
    await client.linked(several);
    const actions = await client.codeActions(several, source.indexOf('cancer'), source.length - 2);
    const titles = actions.map(({ title }) => title);
    await client.close(several);
    expect(titles).toContain('Copy Identifier MESH:D013629 of Tamoxifen');
    expect(titles).toContain('Open in MeSH (MESH:D013629 of Tamoxifen)');
  });

  it('are of the kinds that are asked for, and none where nothing is mentioned', async () => {
    const fixes = await client.codeActions(uri, at('tamoxifen'), at('tamoxifen'), ['quickfix']);
    expect(fixes.map(({ kind }) => kind)).toEqual(['quickfix', 'quickfix']);
    expect(await client.codeActions(uri, text.indexOf('received') + 3)).toEqual([]);
  });
});

describe('completion', () => {
  const typing = 'file:///papers/typing.md';
  afterEach(() => client.close(typing));
  const complete = async (source: string) => {
    await client.open(typing, source);
    return client.completion(typing, source.trimEnd().length);
  };
  const inserted = (list: Awaited<ReturnType<Client['completion']>>) =>
    list?.items.map(({ label, detail, textEdit }) => [label, detail, textEdit?.newText]);

  it('gives names and identifiers after the trigger, also by synonyms', async () => {
    const list = await complete('It was treated with ::nolva');
    expect(list?.isIncomplete).toBe(true);
    expect(inserted(list)).toEqual([
      ['Tamoxifen', 'MESH:D013629', 'Tamoxifen'],
      ['MESH:D013629', 'Tamoxifen', 'MESH:D013629'],
    ]);
    expect(list?.items[0]).toMatchObject({
      filterText: '::nolva',
      labelDetails: { detail: ' Nolvadex' },
      textEdit: { range: { start: { line: 0, character: 20 }, end: { line: 0, character: 27 } } },
    });
    expect(list?.items[0]?.documentation).toBeUndefined();
    const resolved = await client.connection.sendRequest('completionItem/resolve', list!.items[0]!);
    expect(resolved).toMatchObject({ documentation: { kind: 'markdown', value: expect.stringContaining('A drug') } });
  });

  it('gives names of several words, and identifiers by how they begin', async () => {
    expect(inserted(await complete('Women with ::breast can'))?.[0]?.[2]).toMatch(/^breast/i);
    await client.close(typing);
    expect(inserted(await complete('This is ::MESH:D0136'))?.[0]?.[0]).toBe('Tamoxifen');
  });

  it('goes on between the words of a name, and there gives nothing that only resembles what was typed', async () => {
    const typed = async (name: string, triggerCharacter: string) => {
      const source = `Women with ::${name}`;
      await client.open(typing, source);
      const list = await client.completion(typing, source.length, triggerCharacter);
      await client.close(typing);
      return inserted(list);
    };
    expect((await typed('breast ', ' '))?.[0]?.[2]).toMatch(/^breast/i);
    expect(await typed('cancer of ', ' ')).toEqual([]);
  });

  it('gives what the document mentions before anything is typed', async () => {
    await client.open(typing, 'Patients received tamoxifen.\n');
    await client.linked(typing);
    const end = client.document(typing).getText().length;
    await client.edit(typing, end, end, '\nThey had ::');
    const list = await client.completion(typing, client.document(typing).getText().length);
    expect(list?.items.map(({ label }) => label)).toContain('Tamoxifen');
  });

  it('gives something at the trigger alone, so that the editor asks again while a name is typed', async () => {
    await client.open(typing, 'Nothing yet. ::');
    const list = await client.completion(typing, 'Nothing yet. ::'.length);
    expect(list).toMatchObject({ isIncomplete: true });
    expect(inserted(list)).toEqual([['Type the beginning of a name or of an identifier', undefined, '::']]);
  });

  it.each([
    ['in code', 'This is code: `::tam'],
    ['at the trigger alone in code', 'This is code: `std::'],
    ['without the trigger', 'It was treated with tam'],
    ['after a space', 'It was:: tam'],
    ['for what no terminology has', 'It was ::xyzzy'],
  ])('gives nothing %s', async (_, source) => {
    const closed = source.includes('`') ? `${source}\`` : source;
    await client.open(typing, closed);
    expect((await client.completion(typing, source.length))?.items ?? []).toEqual([]);
  });

  it('is asked for by the last character of the trigger that is set', async () => {
    const options = () => client.registered.get('textDocument/completion') as { triggerCharacters: string[] };
    await client.until('completion', () => options() !== undefined);
    expect(options().triggerCharacters).toEqual([':', ' ', '-']);
    await client.configure({ 'concepts.completionTrigger': '@@' });
    await client.until('another trigger', () => options().triggerCharacters[0] === '@');
    expect(inserted(await complete('With @@nolva'))?.[0]?.[0]).toBe('Tamoxifen');
    await client.configure({});
    await client.until('the first trigger', () => options().triggerCharacters[0] === ':');
  });
});

describe('inlay hints', () => {
  const all = { start: { line: 0, character: 0 }, end: { line: 2, character: 200 } };

  it('are off by default', async () => {
    expect(await client.inlayHints(uri, all)).toEqual([]);
  });

  it('show identifiers behind mentions, of the range that is asked for', async () => {
    await client.configure({ concepts: { inlayHints: true } });
    await client.until('hints', () => client.hintRefreshes > 0);
    const hints = await client.inlayHints(uri, { ...all, end: { line: 0, character: 60 } });
    expect(hints.map(({ position, label }) => [client.document(uri).offsetAt(position), label])).toEqual([
      [8, 'NCBITaxon:9606'],
      [text.indexOf(' received'), expect.stringMatching(/^(DOID:1612|MESH:D001943)$/)],
      [text.indexOf('. Mammary'), 'MESH:D013629'],
    ]);
    await client.configure({});
  });
});

describe('requests about concepts', () => {
  it('tell what a mention may mean', async () => {
    const start = text.indexOf('tamoxifen');
    const choices: MentionChoices = await client.connection.sendRequest(clientRequests.conceptChoices, {
      uri,
      start: start + 2,
      end: start + 2,
    });
    expect(choices).toMatchObject({ mention: 'tamoxifen', type: 'Chemical', chosen: false });
    expect(choices.linked).toEqual(['MESH:D013629', 'DrugBank:DB00675']);
    expect(choices.candidates[0]).toMatchObject({ concept: 'MESH:D013629', name: 'Tamoxifen' });
    expect(choices.candidates[0]?.description).toContain('Nolvadex');
    const nothing = { uri, start: text.indexOf('received') + 2, end: text.indexOf('received') + 3 };
    expect(await client.connection.sendRequest(clientRequests.conceptChoices, nothing)).toBeNull();
  });

  it('search the terminologies, each concept once', async () => {
    const search = (asked: unknown): Promise<ConceptChoice[]> =>
      client.connection.sendRequest(clientRequests.searchConcepts, asked);
    const found = await search({ text: 'breast' });
    expect(found).toHaveLength(1);
    expect(found[0]?.identifiers).toEqual(expect.arrayContaining(['DOID:1612', 'MESH:D001943']));
    expect(await search({ text: 'breast', type: 'Chemical' })).toEqual([]);
    expect(await search({ text: '' })).toEqual([]);
  });

  it.each([
    [clientRequests.conceptChoices, { uri, start: -1, end: 2 }],
    [clientRequests.searchConcepts, { text: 3 }],
    [clientRequests.chooseConcept, { uri, mention: 'x' }],
    ['workspace/executeCommand', { command: 'gerbera.server.chooseConcept', arguments: [] }],
    ['workspace/executeCommand', { command: 'rm' }],
  ])('%s is refused where its parameters are wrong', async (method, asked) => {
    await expect(client.connection.sendRequest(method, asked)).rejects.toThrow();
  });
});

describe('terminologies that change', () => {
  const changing = new Home();
  let watcher: Client;
  beforeEach(async () => {
    await changing.import('small');
    watcher = await Client.start({ env: { GERBERA_HOME: changing.folder } });
    await watcher.open(uri, text);
    await watcher.settled(uri);
  });
  afterEach(() => watcher.stop());
  afterAll(() => changing.remove());
  const namesOf = () => watcher.concepts.get(uri)?.concepts.map(({ name }) => name) ?? [];

  it('are linked to anew when another process has imported', async () => {
    await watcher.until('concepts', () => namesOf().includes('Tamoxifen'));
    await changing.import(
      'small',
      smallTerminology.map((row) => row.replace('\tTamoxifen\t', '\tTamoxifenum\ttamoxifen|')),
    );
    await watcher.until('concepts anew', () => namesOf().includes('Tamoxifenum'));
  });

  it('are left alone where they are damaged, which is told once; all else goes on', async () => {
    await watcher.until('concepts', () => namesOf().length > 0);
    writeFileSync(changing.store, 'no database'.repeat(1000));
    await watcher.until('a warning', () => watcher.messages.length > 0);
    expect(watcher.messages).toEqual([expect.stringContaining(changing.store)]);
    const hover = await watcher.hover(uri, at('tamoxifen'));
    expect(toldBy(hover)).toMatch(/^\*\*tamoxifen\*\* · Chemical/);
    await watcher.edit(uri, 0, 0, 'Mice had asthma. ');
    expect((await watcher.settled(uri)).entities.map(({ mention }) => mention)).toContain('asthma');
    expect(watcher.messages).toHaveLength(1);
  });
});

describe('a document of 5 MB', () => {
  it('is linked, hovers at once, and hinders no other request; a request that is cancelled is given up', async () => {
    const large = 'file:///papers/large.txt';
    const filler = 'There is nothing to be seen in this line of text.\n\n'.repeat(100_000);
    await client.open(large, `${text}\n${filler}\n${text}`, 'plaintext');
    const cancelled = new CancellationTokenSource();
    const references = client.connection.sendRequest(
      'textDocument/references',
      { textDocument: { uri: large }, position: { line: 0, character: 15 }, context: { includeDeclaration: true } },
      cancelled.token,
    );
    cancelled.cancel();
    await references.catch(() => undefined);
    await client.until('all entities', () => client.entities.get(large)?.complete === true, 50_000);
    expect(await cardOf(at('tamoxifen'), large)).toMatch(/^\*\*Tamoxifen\*\*/);
    await client.linked(large);
    const highlights = await client.highlights(large, at('tamoxifen'));
    expect(textsOf(large, highlights)).toEqual([
      'tamoxifen',
      'Nolvadex',
      'tamoxifen',
      'tamoxifen',
      'Nolvadex',
      'tamoxifen',
    ]);
    await client.close(large);
  });
});

describe('settings and clients', () => {
  it('link nothing where that is off', async () => {
    const quiet = await Client.start({ env: { GERBERA_HOME: home.folder }, settings: { concepts: { link: false } } });
    await quiet.open(uri, text);
    await quiet.settled(uri);
    const hover = await quiet.hover(uri, at('tamoxifen'));
    expect(toldBy(hover)).toMatch(/^\*\*tamoxifen\*\* · Chemical\n\nscore/);
    expect(await quiet.codeActions(uri, at('tamoxifen'))).toEqual([]);
    expect(quiet.concepts.size).toBe(0);
    await quiet.configure({ concepts: { link: true } });
    await quiet.linked(uri);
    await quiet.configure({ concepts: { link: false } });
    await quiet.until('no concepts', () => quiet.concepts.get(uri)?.concepts.length === 0);
    await quiet.stop();
  });

  it('serve a client that can do little: plain text, commands, a completion that was told at once', async () => {
    const simple = await Client.start({
      env: { GERBERA_HOME: home.folder },
      capabilities: {},
      initializationOptions: { settings: {} },
    });
    expect(simple.initialized?.capabilities.completionProvider?.triggerCharacters).toEqual([':', ' ', '-']);
    await simple.open(uri, text);
    await simple.settled(uri);
    const hover = await simple.hover(uri, at('tamoxifen'));
    expect(hover?.contents).toMatchObject({ kind: 'plaintext' });
    expect(toldBy(hover).split('\n')[0]).toBe('Tamoxifen · Chemical · MESH:D013629');
    const commands = await simple.codeActions(uri, at('tamoxifen'));
    expect(commands.every(({ command }) => typeof command === 'string')).toBe(true);
    expect(simple.registered.size).toBe(0);
    await simple.stop();
  });

  it('take a folder of terminologies from the settings', async () => {
    const own = await Client.start({ settings: { concepts: { folder: home.concepts } } });
    await own.open(uri, text);
    await own.settled(uri);
    expect((await own.linked(uri)).concepts.map(({ concept }) => concept)).toContain('MESH:D013629');
    await own.stop();
  });
});
