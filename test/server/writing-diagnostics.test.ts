import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Client } from './client.ts';
import { Home } from './small-store.ts';

const uri = 'file:///papers/writing.md';
const home = new Home();
let client: Client;
beforeAll(async () => {
  await home.import('small');
  client = await Client.start({ env: { GERBERA_HOME: home.folder } });
});
afterAll(async () => {
  await client.stop();
  home.remove();
});
afterEach(async () => {
  await client.close(uri);
  client.diagnostics.delete(uri);
});

const help = (): readonly Diagnostic[] => (client.diagnostics.get(uri) ?? []).filter(({ severity }) => severity === 3);
const codes = () => help().map(({ code }) => code);
const textOf = ({ range }: Diagnostic) => client.document(uri).getText(range);

describe('writing help', () => {
  it('is published with the entities, and put right by a quick fix', async () => {
    await client.open(uri, 'Patients with chronic kidney disease (CKD) received tamoxifen. They were well.\n');
    await client.until('help', () => codes().includes('unusedAbbreviation'));
    const [diagnostic] = help();
    expect(diagnostic).toMatchObject({ source: 'gerbera', severity: 3 });
    const at = client.document(uri).getText().indexOf('CKD') + 1;
    const fixes: CodeAction[] = (await client.codeActions(uri, at)).filter(({ edit }) => edit);
    expect(fixes[0]).toMatchObject({ kind: 'quickfix', diagnostics: [{ code: 'unusedAbbreviation' }] });
    const fixed = TextDocument.applyEdits(client.document(uri), fixes[0]?.edit?.changes?.[uri] ?? []);
    expect(fixed).toBe('Patients with chronic kidney disease received tamoxifen. They were well.\n');
  });

  it('moves with the text while it is edited, and goes when the reason goes', async () => {
    await client.open(uri, 'Patients with chronic kidney disease (CKD) received tamoxifen. They were well.\n');
    await client.until('help', () => codes().includes('unusedAbbreviation'));
    const before = textOf(help()[0]!);
    await client.edit(uri, 0, 0, 'Here. ');
    await client.settled(uri);
    await client.until('entities', () =>
      (client.diagnostics.get(uri) ?? []).some((each) => textOf(each) === 'tamoxifen'),
    );
    expect(help().map(textOf)).toEqual([before]);
    const end = client.document(uri).getText().length;
    await client.edit(uri, end - 1, end, ' CKD is frequent. CKD is grave.\n');
    await client.until('no help', () => !codes().includes('unusedAbbreviation'));
  });

  it('knows the concepts of mentions: two names for one', async () => {
    await client.open(uri, 'Patients received tamoxifen. More tamoxifen helped. The patients received Nolvadex.\n');
    await client.until('help', () => codes().includes('severalNames'));
    expect(help().map(textOf)).toEqual(['Nolvadex']);
  });

  it('is turned off by the settings', async () => {
    await client.configure({ writing: { unusedAbbreviation: false } });
    await client.open(uri, 'Patients with chronic kidney disease (CKD) received tamoxifen. They were well.\n');
    await client.settled(uri);
    await client.linked(uri);
    expect(codes()).toEqual([]);
    await client.configure({});
    await client.until('help', () => codes().includes('unusedAbbreviation'));
  });
});
