import { UserError } from '../../core/errors.ts';
import { isJsonObject, parseJsonObject } from '../../core/json.ts';
import { quoted } from '../../core/quote.ts';
import { attempt, RefusedError, request, TransientError } from '../../files/download/transfer.ts';
import { ConfigReader } from '../../model/config.ts';
import { readEncoder } from '../../model/encoder-config.ts';
import { readKind } from '../../model/heads-config.ts';
import { chooseFiles } from './choose-files.ts';
import { type Hub, hubOf, informationAddress, repositoryName } from './endpoint.ts';
import type { HubFile, HubModel, HubSource } from './hub-model.ts';

/** How long the Hub may take to tell what it has, in milliseconds. */
const patience = 30_000;
/** What it tells of a repository with 100,000 files takes some 30 MB. */
const longestAnswer = 1e8;

/**
 * Asks the Hub what a download would fetch. Calls the network: whoever calls it has asked the user.
 * @throws UserError if there is no such repository or revision, it holds no model that we read, or the Hub cannot be
 *   reached; the signal's reason.
 */
export async function lookUpModel(source: HubSource, signal?: AbortSignal): Promise<HubModel> {
  const hub = hubOf(source);
  const repository = repositoryName(source.repository, hub);
  const address = informationAddress(hub, repository, source.revision || 'main');
  const answer = objectIn(await read(address, repository, source.revision, hub, signal), address);
  const { sha: commit, config, gated, siblings } = answer;
  if (typeof commit !== 'string' || !/^[0-9a-f]{40}$/.test(commit) || !Array.isArray(siblings)) {
    throw noHub(address);
  }
  if (isJsonObject(config)) refuseOthers(repository, config);
  const files = chooseFiles(repository, siblings.flatMap(fileOf));
  return {
    repository,
    commit,
    licence: licenceOf(answer),
    gated: gated !== undefined && gated !== false,
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/**
 * Checks as far as a configuration tells it that a model is one that we read.
 * @throws UserError naming the repository and what is not supported.
 */
export function refuseOthers(repository: string, config: Readonly<Record<string, unknown>>): void {
  const reader = new ConfigReader(`${repository}: config.json`, config);
  if (reader.value('architectures') !== undefined) readKind(reader, new Set());
  if (reader.value('model_type') !== undefined) readEncoder(reader, new Set());
}

/** What a person is told where the Hub does not give what it is asked for. */
export function refusedText(repository: string, { status }: RefusedError, { credentials }: Hub): string {
  if (status === 403 || (status === 401 && credentials)) {
    return `${repository}: the Hub does not give it to you; agree to its terms on its page, and see that HF_TOKEN may read it`;
  }
  return `${repository}: no such repository on the Hub, or it is private or gated; look at its name, or set HF_TOKEN to a token that may read it`;
}

async function read(
  address: string,
  repository: string,
  revision: string | undefined,
  hub: Hub,
  signal: AbortSignal | undefined,
): Promise<string> {
  const late = AbortSignal.timeout(patience);
  const both = signal ? AbortSignal.any([signal, late]) : late;
  try {
    const { response } = await request(
      address,
      {},
      { fetch: globalThis.fetch, signal: both, credentials: hub.credentials },
    );
    return await attempt(address, () => textOf(response, address));
  } catch (thrown) {
    signal?.throwIfAborted();
    if (late.aborted) throw new UserError(`${address}: no answer for ${patience / 1000} s; try again later`);
    if (thrown instanceof TransientError) throw new UserError(`${thrown.message}; try again later`);
    if (!(thrown instanceof RefusedError)) throw thrown;
    if (thrown.status === 404 && revision) {
      throw new UserError(`${repository}: the Hub has no such repository, or no revision ${quoted(revision)} of it`);
    }
    throw new UserError(refusedText(repository, thrown, hub));
  }
}

/** @throws UserError if it is longer than any answer of a Hub. */
async function textOf({ body }: Response, address: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > longestAnswer) throw noHub(address);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Where a network asks for a password first, its own page comes in place of the Hub's answer. */
function objectIn(text: string, address: string): Readonly<Record<string, unknown>> {
  try {
    return parseJsonObject(text, address);
  } catch {
    throw noHub(address);
  }
}

function noHub(address: string): UserError {
  return new UserError(`${address}: not the answer of a Hub; look at your connection and at HF_ENDPOINT`);
}

/** A file at the top of the repository whose bytes can be checked. */
function fileOf(sibling: unknown): readonly HubFile[] {
  if (!isJsonObject(sibling)) return [];
  const { rfilename: name, size, blobId, lfs } = sibling;
  if (typeof name !== 'string' || !/^[\w.-]+$/.test(name)) return [];
  const large = isJsonObject(lfs) ? lfs : undefined;
  const bytes = large?.size ?? size;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) return [];
  if (large) {
    const sha256 = large.sha256 ?? large.oid;
    const isDigest = typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
    return isDigest ? [{ name, bytes, digest: { kind: 'sha256', value: sha256 } }] : [];
  }
  const isDigest = typeof blobId === 'string' && /^[0-9a-f]{40}$/.test(blobId);
  return isDigest ? [{ name, bytes, digest: { kind: 'git', value: blobId } }] : [];
}

function licenceOf({ cardData, tags }: Readonly<Record<string, unknown>>): string | null {
  const told = isJsonObject(cardData) ? cardData.license : undefined;
  if (typeof told === 'string') return told;
  const tag = Array.isArray(tags)
    ? tags.find((each) => typeof each === 'string' && each.startsWith('license:'))
    : undefined;
  return typeof tag === 'string' ? tag.slice('license:'.length) : null;
}
