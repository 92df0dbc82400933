import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientRequests, type ExportOutcome } from '../../src/protocol.ts';
import { Client } from './client.ts';
import { Home } from './small-store.ts';

const uri = 'file:///papers/paper.md';
const home = new Home();
let client: Client;

beforeAll(async () => {
  await home.import('small');
  client = await Client.start({ env: { GERBERA_HOME: home.folder } });
  await client.open(uri, 'Patients with breast cancer received tamoxifen. Nolvadex is tamoxifen.\n');
  await client.settled(uri);
});

afterAll(async () => {
  await client.stop();
  home.remove();
});

/** What is written of the open document in a form. */
async function exported(form: string): Promise<string> {
  const file = path.join(home.folder, `paper.${form}`);
  await client.connection.sendRequest<ExportOutcome>(clientRequests.exportEntities, { uri, form, file });
  return readFileSync(file, 'utf8');
}

describe('exported entities', () => {
  it('have the identifiers of their concepts in forms of corpora', async () => {
    const pubtator = await exported('pubtator');
    expect(pubtator).toMatch(/\ttamoxifen\tChemical\tMESH:D013629\n/);
    expect(pubtator).toMatch(/\tNolvadex\tChemical\tMESH:D013629\n/);
    expect(pubtator).toMatch(/\tbreast cancer\tDisease\t(DOID:1612|MESH:D001943)\n/);
  });

  it('have names and links on a page', async () => {
    const page = await exported('html');
    expect(page).toContain('MESH:D013629 Tamoxifen');
    expect(page).toContain('href="https://meshb.nlm.nih.gov/record/ui?ui=D013629"');
  });

  it('have none where linking is off', async () => {
    await client.configure({ concepts: { link: false } });
    await client.until('no concepts', () => client.concepts.get(uri)?.concepts.length === 0);
    expect(await exported('pubtator')).toMatch(/\ttamoxifen\tChemical\n/);
  });
});
