import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf, type LocalServer } from '../../files/download/server.ts';

export const commit = '0123456789abcdef0123456789abcdef01234567';

export interface HubOptions {
  readonly repository?: string;
  readonly revision?: string;
  /** Changes what the Hub tells. */
  readonly answer?: (answer: Record<string, unknown>) => Record<string, unknown>;
  /** Where the bytes of large files are, as on the Hub, which sends on to another server. */
  readonly storage: LocalServer;
  /** Names of files to leave out. */
  readonly without?: readonly string[];
}

/** A file of a model's folder as the Hub tells of it: by its SHA-256 where it is large, else by Git's own name for it. */
function siblingOf(folder: string, name: string) {
  const file = path.join(folder, name);
  const bytes = readFileSync(file);
  const blobId = execFileSync('git', ['hash-object', '--no-filters', file], { encoding: 'utf8' }).trim();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const lfs = name.endsWith('.safetensors') ? { lfs: { sha256, size: bytes.length, pointerSize: 133 } } : {};
  return { rfilename: name, size: bytes.length, blobId, ...lfs };
}

/** Lets a server answer as the Hub does for a repository that holds what is in a folder. */
export function serveModel(hub: LocalServer, folder: string, options: HubOptions): void {
  const { repository = 'lab/tiny', revision = 'main', answer = (each) => each, storage, without = [] } = options;
  const names = readdirSync(folder).filter((name) => !without.includes(name));
  const siblings = [...names.map((name) => siblingOf(folder, name)), { rfilename: 'logs/x.bin', size: 1, blobId: '0' }];
  const told = answer({
    id: repository,
    sha: commit,
    gated: false,
    tags: ['token-classification', 'license:mit'],
    config: { architectures: ['BertForTokenClassification'], model_type: 'bert' },
    siblings,
  });
  for (const each of [revision, commit]) {
    hub.answers.set(`/api/models/${repository}/revision/${each}?blobs=true`, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told));
    });
  }
  for (const name of names) {
    const bytes = readFileSync(path.join(folder, name));
    const place = `/${repository}/resolve/${commit}/${name}`;
    if (!name.endsWith('.safetensors')) {
      hub.answers.set(place, fileOf(bytes));
      continue;
    }
    const kept = `/store/${name}?Signature=secret`;
    hub.answers.set(place, (_, response) => response.writeHead(302, { location: `${storage.address}${kept}` }).end());
    if (!storage.answers.has(kept)) storage.answers.set(kept, fileOf(bytes));
  }
}
