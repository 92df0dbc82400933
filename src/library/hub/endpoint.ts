import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { Credentials } from '../../files/download/transfer.ts';
import type { HubSource } from './hub-model.ts';

/** A Hub that answers, and what tells it who asks. */
export interface Hub {
  /** Without a slash at its end. */
  readonly address: string;
  /** Absent where `HF_TOKEN` is not set. */
  readonly credentials: Credentials | undefined;
}

/**
 * The Hub of a source: its own, that of `HF_ENDPOINT`, or Hugging Face's.
 * @throws UserError if the address is none.
 */
export function hubOf({ endpoint }: Pick<HubSource, 'endpoint'>, env: NodeJS.ProcessEnv = process.env): Hub {
  const address = (endpoint || env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '');
  if (!URL.canParse(address)) throw new UserError(`${quoted(address)} is no address of a Hub; look at HF_ENDPOINT`);
  const token = env.HF_TOKEN?.trim();
  const credentials = token ? { origin: new URL(address).origin, authorization: `Bearer ${token}` } : undefined;
  return { address, credentials };
}

/**
 * A repository as `owner/name`; its page's address is taken, too.
 * @throws UserError if it is neither.
 */
export function repositoryName(given: string, { address }: Hub): string {
  const name = given.startsWith(`${address}/`) ? given.slice(address.length + 1).replace(/\/+$/, '') : given;
  const part = /^(?!\.+$)[\w.-]{1,96}$/;
  const parts = name.split('/');
  if (parts.length === 2 && parts.every((each) => part.test(each))) return name;
  throw new UserError(`${quoted(given)} is no repository of the Hub; give it as OWNER/NAME, as its page shows it`);
}

/** Where the Hub tells what is in a repository. */
export function informationAddress({ address }: Hub, repository: string, revision: string): string {
  return `${address}/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`;
}

/** Where a file of a repository is. */
export function fileAddress({ address }: Hub, repository: string, commit: string, file: string): string {
  return `${address}/${repository}/resolve/${commit}/${encodeURIComponent(file)}`;
}
