import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Hover, Location } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { clientNotifications, clientRequests } from '../../src/protocol.ts';
import { Client, type ClientOptions } from './client.ts';
import { Home } from './small-store.ts';

const text = 'Patients with breast cancer received tamoxifen.\n';
/** Where nothing is to be read, it would have been by now (ms). */
const enough = 1500;
const home = new Home();
let folder: string;
let client: Client;

beforeAll(() => home.import('small'));
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-workspace-'));
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => home.remove());

const placeOf = (name: string) => path.join(folder, name);
const uriOf = (name: string) => pathToFileURL(placeOf(name)).href;
function write(name: string, content: string | Uint8Array = 'It was treated with Nolvadex.\n'): void {
  mkdirSync(path.dirname(placeOf(name)), { recursive: true });
  writeFileSync(placeOf(name), content);
}

/** A client with the folder as its workspace and the paper open. */
async function start(options: ClientOptions = {}): Promise<void> {
  write('paper.md', text);
  client = await Client.start({
    env: { GERBERA_HOME: home.folder },
    folders: [pathToFileURL(folder).href],
    ...options,
  });
  await client.open(uriOf('paper.md'), text);
  await client.linked(uriOf('paper.md'));
}

const references = () => client.references(uriOf('paper.md'), text.indexOf('tamoxifen'));
const namesOf = (locations: readonly Location[]) =>
  locations.map(({ uri }) => path.relative(folder, fileURLToPath(uri))).sort();
const card = async () => {
  const { contents } = (await client.hover(uriOf('paper.md'), text.indexOf('tamoxifen'))) as Hover;
  const { value } = contents as { value: string };
  return value.replaceAll('\\', '');
};

/** Waits until the references are in these files, and nothing more is to be read. */
async function found(...names: string[]): Promise<readonly Location[]> {
  let locations: readonly Location[] = [];
  const look = async () => {
    expect(await card()).not.toContain('are being read');
    locations = await references();
    expect(namesOf(locations)).toEqual(['paper.md', ...names].sort());
  };
  await vi.waitFor(look, { timeout: 45_000, interval: 100 });
  return locations;
}

describe('a paper of the workspace that is not open', () => {
  it('is found by concept, under whatever name, where it stands in the file', async () => {
    write(
      'drafts/2024 (old)/other paper.md',
      '\ufeff# Drugs\r\n\r\nIt is *Nolvadex*.\r\nTamoxifen was given to mice.\r\n',
    );
    write('notes.txt', 'Nolvadex is a drug. Women took Tamoxifen.\n');
    await start();
    const locations = await found(
      'drafts/2024 (old)/other paper.md',
      'drafts/2024 (old)/other paper.md',
      'notes.txt',
      'notes.txt',
    );
    const words = locations.map(({ uri, range }) => {
      const content = readFileSync(fileURLToPath(uri), 'utf8').replace('\ufeff', '');
      return TextDocument.create(uri, 'markdown', 1, content).getText(range);
    });
    expect(words.sort()).toEqual(['Nolvadex', 'Nolvadex', 'Tamoxifen', 'Tamoxifen', 'tamoxifen']);
    expect(await card()).toContain(
      '1 mention in this document, 4 in 2 other files of the workspace (also as *Nolvadex*)',
    );
    const symbols = await client.workspaceSymbols('nolvadex');
    expect(symbols.map(({ name, containerName }) => [name, containerName])).toEqual([
      ['Tamoxifen (Nolvadex)', 'Chemical MESH:D013629, 1 mention'],
      ['Tamoxifen (Nolvadex)', 'Chemical MESH:D013629, 2 mentions'],
      ['Tamoxifen (Nolvadex)', 'Chemical MESH:D013629, 2 mentions'],
    ]);
    expect(symbols[1]?.location.uri).toBe(uriOf('notes.txt'));
  });

  it('is followed when it changes, comes or goes, alone or with its folder', async () => {
    write('a.md', 'Nothing yet.\n');
    await start();
    await found();
    write('a.md');
    await client.filesChanged(uriOf('a.md'));
    await found('a.md');
    write('deep/b.md');
    write('deep/deeper/c.md');
    await client.filesChanged(uriOf('deep/b.md'), uriOf('deep/deeper/c.md'));
    await found('a.md', 'deep/b.md', 'deep/deeper/c.md');
    rmSync(placeOf('a.md'));
    await client.filesChanged(uriOf('a.md'));
    await found('deep/b.md', 'deep/deeper/c.md');
    rmSync(placeOf('deep'), { recursive: true });
    await client.filesChanged(uriOf('deep'));
    await found();
    expect(client.registered.get('workspace/didChangeWatchedFiles')).toBeDefined();
  });

  it('is passed over where it is excluded, hidden, a link, too large, or no text in UTF-8', async () => {
    write('good.md');
    write('drafts/excluded.md');
    write('.hidden/a.md');
    write('node_modules/a/README.md');
    write('program.ts');
    write('empty.md', '');
    write('large.md', `Nolvadex is a drug.\n\n${'Nothing is said here.\n'.repeat(30_000)}`);
    write('binary.txt', Buffer.from('Nolvadex is a drug.\0\u0001'));
    write('latin.txt', Buffer.from('Nolvadex is a drug, 5 µg.', 'latin1'));
    write('utf16.txt', Buffer.from('\ufeffNolvadex is a drug.', 'utf16le'));
    symlinkSync(placeOf('good.md'), placeOf('link.md'));
    symlinkSync(folder, placeOf('loop'));
    await start({ settings: { exclude: ['drafts'] } });
    await found('good.md');
    for (const name of ['binary.txt', 'latin.txt', 'utf16.txt']) {
      expect(client.log.join('\n')).toMatch(new RegExp(`${name} is not read: .*(UTF-8|binary)`));
    }
    await client.configure({ exclude: ['good.md'] });
    await found('drafts/excluded.md');
  });

  it('counts as an open document while it is open, and again as a file afterwards', async () => {
    write('a.md');
    await start();
    await found('a.md');
    await client.open(uriOf('a.md'), 'No drug was given.\n');
    await client.linked(uriOf('a.md'));
    await found();
    await client.edit(uriOf('a.md'), 0, 0, 'Nolvadex is a drug. ');
    await client.linked(uriOf('a.md'));
    expect(await card()).toMatch(/, 1 in another open document \(also as/);
    write('a.md', 'Nolvadex is a drug. Nolvadex is taken.\n');
    await client.close(uriOf('a.md'));
    await found('a.md', 'a.md');
    expect(await card()).toContain(', 2 in another file of the workspace');
  });

  it('means what people chose', async () => {
    write('a.md');
    await start();
    await found('a.md');
    const choice = { uri: uriOf('paper.md'), mention: 'nolvadex', type: 'Chemical' };
    await client.connection.sendRequest(clientRequests.chooseConcept, { ...choice, concept: null });
    await found();
    await client.connection.sendRequest(clientRequests.chooseConcept, { ...choice, concept: 'DrugBank:DB00675' });
    await found();
    await client.connection.sendRequest(clientRequests.chooseConcept, choice);
    await found('a.md');
  });

  it('is linked to terminologies that come later', async () => {
    const late = new Home();
    write('a.md', 'Nolvadex is a drug. Tamoxifen is one.\n');
    await start({ env: { GERBERA_HOME: late.folder } });
    await found('a.md');
    await late.import('small');
    await found('a.md', 'a.md');
    late.remove();
  });
});

describe('papers that are not open', () => {
  it('are not read where that, or linking, is turned off', async () => {
    write('a.md');
    await start({ settings: { concepts: { readWorkspace: false } } });
    await sleep(enough);
    await found();
    await client.configure({});
    await found('a.md');
    await client.configure({ concepts: { readWorkspace: false } });
    await found();
    expect(await card()).toMatch(/1 mention in this document$/m);
  });

  it('are not read in a workspace that is not trusted, until it is', async () => {
    write('a.md');
    await start({ initializationOptions: { trusted: false } });
    await sleep(enough);
    await found();
    await client.connection.sendNotification(clientNotifications.trusted, {});
    await found('a.md');
  });

  it('are read when nothing else is to be read: an edit is answered meanwhile', async () => {
    for (let index = 0; index < 40; index++) {
      const sentences = Array.from({ length: 40 }, (_, at) => `Mice ${at} of group ${index} received Nolvadex daily.`);
      write(`many/${index}.md`, `${sentences.join('\n\n')}\n`);
    }
    await start();
    await vi.waitFor(
      async () => expect(await card()).toMatch(/other files? of the workspace.* · more files are being read/),
      {
        timeout: 45_000,
        interval: 50,
      },
    );
    await client.edit(uriOf('paper.md'), text.length, text.length, 'Women with asthma took aspirin.');
    const { entities } = await client.settled(uriOf('paper.md'));
    expect(entities.map(({ mention }) => mention)).toEqual(expect.arrayContaining(['tamoxifen', 'asthma', 'aspirin']));
    expect(await card()).toContain('more files are being read');
    expect(client.statuses.at(-1)?.state).toBe('ready');
  });

  it('at which the model host ends are left out, and the others are read', async () => {
    const modelHost = placeOf('host.ts');
    const real = path.resolve(import.meta.dirname, '../../src/host/host.ts');
    write(
      'host.ts',
      `import { serveModel } from ${JSON.stringify(real)};
       process.once('disconnect', () => process.exit(0));
       const handled = (handle) => (request) => JSON.stringify(request).includes('poison') ? process.exit(9) : handle(request);
       serveModel({ send: (reply) => process.send(reply), listen: (handle) => process.on('message', handled(handle)) });`,
    );
    write('a.md', 'Nolvadex is poison.\n');
    write('b.md');
    await start({ initializationOptions: { modelHost } });
    await found('b.md');
    expect(client.log.join('\n')).toMatch(/a\.md is not read: the model host ended/);
  });

  it('need not be read again in the next session, unless what was kept is damaged', async () => {
    const own = new Home();
    await own.import('small');
    const kept = () => {
      const readings = path.join(own.folder, 'readings');
      return readdirSync(readings).map((name) => path.join(readings, name));
    };
    const again = async (content: string) => {
      for (const file of kept()) writeFileSync(file, content);
      await client.stop();
      await start({ env: { GERBERA_HOME: own.folder } });
    };
    write('a.md');
    await start({ env: { GERBERA_HOME: own.folder } });
    await found('a.md');
    expect(kept()).toHaveLength(1);
    expect(readFileSync(kept()[0]!, 'utf8')).not.toMatch(/Nolvadex/i);
    await again(JSON.stringify({ sentences: 1, types: [], mentions: [] }));
    await found();
    await again('{"sentences":1,"types":["Chemical"],"mentions":[0,0,99,0,1]}');
    await found('a.md');
    own.remove();
  });
});
