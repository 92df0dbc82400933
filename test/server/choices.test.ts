import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientRequests, type MentionChoices } from '../../src/protocol.ts';
import { ChoiceFile } from '../../src/server/concepts/choice-file.ts';
import { Client } from './client.ts';
import { Home } from './small-store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-choices-'));
  file = path.join(folder, '.gerbera', 'concepts.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text: string) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};
const opened = () => {
  const choices = new ChoiceFile(file);
  choices.refresh();
  return choices;
};

describe('a file of choices', () => {
  it('has one choice a line, sorted, whatever their order', () => {
    const choices = opened();
    choices.choose({ type: 'Gene', mention: 'Cat', concept: null });
    choices.choose({ type: 'Disease', mention: 'PD', concept: 'MESH:D010300' });
    choices.choose({ type: 'Disease', mention: 'AD', concept: 'MESH:D000544' });
    expect(readFileSync(file, 'utf8')).toBe(
      [
        '{',
        '  "version": 1,',
        '  "choices": [',
        '    {"type":"Disease","mention":"AD","concept":"MESH:D000544"},',
        '    {"type":"Disease","mention":"PD","concept":"MESH:D010300"},',
        '    {"type":"Gene","mention":"Cat","concept":null}',
        '  ]',
        '}',
        '',
      ].join('\n'),
    );
    expect(existsSync(`${file}.partial`)).toBe(false);
  });

  it('finds a mention whatever its case, but not of another type', () => {
    const choices = opened();
    choices.choose({ type: 'Disease', mention: 'Breast Cancer', concept: 'MESH:D001943' });
    expect(choices.find('Disease', 'breast cancer')?.concept).toBe('MESH:D001943');
    expect(choices.find('Gene', 'breast cancer')).toBeUndefined();
    choices.choose({ type: 'Disease', mention: 'breast cancer', concept: null });
    expect(choices.find('Disease', 'Breast Cancer')?.concept).toBeNull();
    choices.choose({ type: 'Disease', mention: 'BREAST CANCER' });
    expect(choices.find('Disease', 'Breast Cancer')).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe('{\n  "version": 1,\n  "choices": []\n}\n');
  });

  it('is read again when another program has written it, and adds to what that wrote', () => {
    const choices = opened();
    choices.choose({ type: 'Disease', mention: 'AD', concept: 'MESH:D000544' });
    write(
      '{"version": 1, "note": "ours", "choices": [{"type": "Gene", "mention": "p53", "concept": "NCBIGene:7157", "by": "me"}]}',
    );
    expect(choices.refresh()).toBe(true);
    expect(choices.refresh()).toBe(false);
    expect(choices.find('Disease', 'AD')).toBeUndefined();
    expect(choices.find('Gene', 'P53')?.concept).toBe('NCBIGene:7157');
    choices.choose({ type: 'Disease', mention: 'AD', concept: null });
    const written = JSON.parse(readFileSync(file, 'utf8'));
    expect(written.note).toBe('ours');
    expect(written.choices).toEqual([
      { type: 'Disease', mention: 'AD', concept: null },
      { type: 'Gene', mention: 'p53', concept: 'NCBIGene:7157', by: 'me' },
    ]);
    rmSync(file);
    choices.refresh();
    expect(choices.find('Gene', 'p53')).toBeUndefined();
  });

  it.each([
    [
      'a conflict of git',
      '{\n"version": 1,\n<<<<<<< HEAD\n"choices": []}',
      /concepts\.json: line 3: git could not merge/,
    ],
    ['another version', '{"version": 2, "choices": []}', /"version" is to be 1, not "2"/],
    ['no list', '{"version": 1, "choices": {}}', /"choices" is to be a list/],
    ['no object', '[]', /expected a JSON object/],
    [
      'a choice without a mention',
      '{ "x": [1, "choices"], "version": 1,\n "choices": [\n{"type": "Gene", "mention": "a, ]", "concept": null},\n\n{"type": "Gene", "concept": [[1]]}]}',
      /concepts\.json: line 5: a choice is to have/,
    ],
    [
      'a choice that is made twice',
      '{"version": 1, "choices": [\n{"type": "Gene", "mention": "p53", "concept": null},\n{"type": "Gene", "mention": "P53", "concept": "NCBIGene:7157"}\n]}',
      /line 3: "P53" as "Gene" is chosen twice/,
    ],
  ])('that has %s is told with its line and never written to', (_, text, problem) => {
    write(text);
    const choices = opened();
    expect(choices.problem).toMatch(problem);
    expect(() => choices.choose({ type: 'Gene', mention: 'Cat', concept: null })).toThrow(problem);
    expect(readFileSync(file, 'utf8')).toBe(text);
    write('{"version": 1, "choices": []}');
    choices.choose({ type: 'Gene', mention: 'Cat', concept: null });
    expect(choices.problem).toBeUndefined();
  });

  it('keeps what was chosen while it cannot be read', () => {
    const choices = opened();
    choices.choose({ type: 'Disease', mention: 'AD', concept: 'MESH:D000544' });
    write('{');
    choices.refresh();
    expect(choices.find('Disease', 'AD')?.concept).toBe('MESH:D000544');
  });

  it('is no folder: that is told, and left alone', () => {
    mkdirSync(file, { recursive: true });
    expect(opened().problem).toMatch(/concepts\.json: not a file/);
    expect(() => opened().choose({ type: 'Gene', mention: 'Cat', concept: null })).toThrow(/not a file/);
  });

  it('cannot be written where a folder of its name cannot be made', () => {
    writeFileSync(path.join(folder, '.gerbera'), 'a file');
    expect(() => opened().choose({ type: 'Gene', mention: 'Cat', concept: null })).toThrow(
      /concepts\.json: cannot be written/,
    );
  });
});

describe('choosing a concept', () => {
  const home = new Home();
  const text = 'Patients with breast cancer received tamoxifen. Tamoxifen helped.\n';
  let client: Client;
  let uri: string;
  beforeAll(() => home.import('small'));
  afterAll(() => home.remove());
  beforeEach(async () => {
    client = await Client.start({ env: { GERBERA_HOME: home.folder }, folders: [pathToFileURL(folder).href] });
    uri = pathToFileURL(path.join(folder, 'paper.md')).href;
    await client.open(uri, text);
    await client.settled(uri);
    await client.linked(uri);
  });
  afterEach(() => client.stop());

  const place = () => ({ uri, start: text.indexOf('tamoxifen'), end: text.indexOf('tamoxifen') + 2 });
  const choices = (): Promise<MentionChoices> => client.connection.sendRequest(clientRequests.conceptChoices, place());
  const choose = (concept?: string | null, of = uri) =>
    client.connection.sendRequest(clientRequests.chooseConcept, {
      ...{ uri: of, mention: 'tamoxifen', type: 'Chemical' },
      ...(concept === undefined ? {} : { concept }),
    });
  const hover = async () => JSON.stringify((await client.hover(uri, place().start))?.contents);
  const told = () => client.concepts.get(uri)?.concepts.map(({ concept }) => concept) ?? [];

  it('holds for all mentions of that name, in the file of the workspace folder', async () => {
    await choose('NCBITaxon:9606');
    expect(JSON.parse(readFileSync(file, 'utf8')).choices).toEqual([
      { type: 'Chemical', mention: 'tamoxifen', concept: 'NCBITaxon:9606' },
    ]);
    expect(await hover()).toMatch(/\*\*Homo sapiens\*\*.*chosen in this workspace/);
    expect(await choices()).toMatchObject({ linked: ['NCBITaxon:9606'], chosen: true });
    expect(client.concepts.get(uri)?.concepts.find(({ type }) => type === 'Chemical')?.places).toHaveLength(2);
    await choose();
    expect(await choices()).toMatchObject({ linked: ['MESH:D013629', 'DrugBank:DB00675'], chosen: false });
  });

  it('of none leaves mentions without a concept, until the choice is forgotten', async () => {
    const actions = await client.codeActions(uri, place().start);
    const none = actions.find(({ title }) => title.startsWith('Not this'))?.command;
    await client.connection.sendRequest('workspace/executeCommand', none!);
    await client.until('no tamoxifen', () => !told().includes('MESH:D013629'));
    expect(await hover()).toContain('No concept, as was chosen');
    const forget = (await client.codeActions(uri, place().start)).find(({ title }) => title.startsWith('Forget'));
    await client.connection.sendRequest('workspace/executeCommand', forget?.command ?? {});
    await client.until('tamoxifen', () => told().includes('MESH:D013629'));
  });

  it('takes an identifier that no terminology has', async () => {
    await choose('mesh:C999999');
    expect(await choices()).toMatchObject({ linked: ['MESH:C999999'], chosen: true });
    expect(await hover()).toContain('C999999');
  });

  it('is followed when the file changes on disk, and told where it is malformed', async () => {
    write('{"version": 1, "choices": [{"type": "Chemical", "mention": "tamoxifen", "concept": null}]}');
    await client.until('no tamoxifen', () => told().length > 0 && !told().includes('MESH:D013629'));
    write('{"version": 1, "choices": [\n}');
    await client.until('a warning', () => client.messages.length > 0);
    expect(client.messages).toEqual([expect.stringMatching(/concepts\.json: line 2/)]);
    await expect(choose('MESH:D013629')).rejects.toThrow(/line 2.*until it is put right/);
    expect(readFileSync(file, 'utf8')).toBe('{"version": 1, "choices": [\n}');
  });

  it('is kept beside the store for documents that are in no folder of the workspace', async () => {
    await choose(null, 'untitled:Untitled-1');
    await choose(null, 'file:///elsewhere/paper.md');
    expect(existsSync(file)).toBe(false);
    expect(JSON.parse(readFileSync(path.join(home.concepts, 'choices.json'), 'utf8')).choices).toHaveLength(1);
  });
});
