import { UserError } from '../../core/errors.ts';

/** What `fetch` of the platform does; another one stands in its place in tests. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

/** A request that may be done again, as it was no fault of the address: a server that is busy, a connection that broke. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  /** Milliseconds to wait, if the server says so. */
  readonly wait: number | undefined;

  constructor(message: string, wait?: number) {
    super(message);
    this.wait = wait;
  }
}

/** A server refuses, and would refuse again. */
export class RefusedError extends UserError {
  /** Of HTTP. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** There is no such file at an address. */
export class AbsentError extends RefusedError {}

/** What tells one server who asks. */
export interface Credentials {
  /** The only one that they are sent to: `https://huggingface.co`. */
  readonly origin: string;
  /** The header `Authorization`. */
  readonly authorization: string;
}

export interface RequestOptions {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Told each address that the server sends on to. */
  readonly onRedirect?: (to: string) => void;
  readonly credentials?: Credentials | undefined;
}

/** Redirects that are followed; publishers' permanent addresses have two or three. */
const mostRedirects = 8;

/**
 * Asks for a file, or for what of it follows a place, and follows redirects, none of which may leave https.
 * @returns a response with status 200, 206, 304 or 416, and the address that it is of.
 * @throws AbsentError if there is no such file; TransientError if it may be asked for again; UserError for all else.
 */
export async function request(
  address: string,
  headers: Readonly<Record<string, string>>,
  { fetch, signal, onRedirect, credentials }: RequestOptions,
): Promise<{ readonly response: Response; readonly address: string }> {
  let current = checked(address, undefined);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await attempt(current, () =>
      // Compressed on the way, bytes could be neither counted nor asked for from a place on.
      fetch(current, {
        redirect: 'manual',
        headers: { ...headers, ...credentialsFor(current, credentials), 'accept-encoding': 'identity' },
        signal,
      }),
    );
    const location =
      response.status >= 300 && response.status < 400 && response.status !== 304
        ? response.headers.get('location')
        : null;
    if (location === null) {
      if ([200, 206, 304, 416].includes(response.status)) return { response, address: current };
      await response.body?.cancel();
      throw refusalOf(current, response);
    }
    await response.body?.cancel();
    current = checked(location, current);
    onRedirect?.(current);
  }
  throw new UserError(`${address}: more than ${mostRedirects} redirects; the address goes in a circle`);
}

function credentialsFor(address: string, credentials: Credentials | undefined): Readonly<Record<string, string>> {
  return credentials && new URL(address).origin === credentials.origin
    ? { authorization: credentials.authorization }
    : {};
}

/** @throws UserError unless it is https, or plain http on this machine itself that nothing has sent us to. */
function checked(address: string, from: string | undefined): string {
  let url: URL;
  try {
    url = new URL(address, from);
  } catch {
    throw new UserError(`${from ?? address}: leads to ${JSON.stringify(address)}, which is no address`);
  }
  const isLocal = (host: string) => host === '127.0.0.1' || host === '[::1]' || host === 'localhost';
  const fromLocal = from === undefined || new URL(from).protocol === 'http:';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url.hostname) && fromLocal)) return url.href;
  const how = from === undefined ? `${address}: is` : `${from}: leads to ${url.href}, which is`;
  throw new UserError(`${how} not https; what comes over it could be anybody's`);
}

function refusalOf(address: string, { status, statusText, headers }: Response): Error {
  const said = `${address}: the server answers ${status}${statusText === '' ? '' : ` ${statusText}`}`;
  if (status === 404 || status === 410) {
    return new AbsentError(
      `${said}: the publisher may have moved it; download it by hand, then import the file`,
      status,
    );
  }
  if (status === 408 || status === 429 || status >= 500) return new TransientError(said, waitOf(headers));
  return new RefusedError(`${said}; download it by hand, then import the file`, status);
}

/** Of a header `Retry-After` in seconds, at most a minute. */
function waitOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) * 1000 : undefined;
}

/** Does what talks to a server; what goes wrong there comes as errors of {@link request}. */
export async function attempt<T>(address: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (thrown) {
    throw networkError(address, thrown);
  }
}

const unreachable: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'its server is not found; is there a connection to the network?'],
  ['EAI_AGAIN', 'its server is not found; is there a connection to the network?'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['EHOSTUNREACH', 'its server cannot be reached'],
  ['ECONNREFUSED', 'its server refuses the connection; a firewall or a proxy may stand between'],
]);

const certificate = /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH|ERR_SSL)/;

/** `fetch` says only that it failed; why, its cause says. */
function networkError(address: string, thrown: unknown): unknown {
  if (thrown instanceof UserError || thrown instanceof TransientError || !(thrown instanceof Error)) return thrown;
  if (thrown.name === 'AbortError') return thrown;
  const causes: Error[] = [];
  for (let each: unknown = thrown; each instanceof Error && causes.length < 5; each = each.cause) causes.push(each);
  // A host with several addresses fails with an error for each of them.
  const inner = causes.flatMap((cause) => (cause instanceof AggregateError ? [cause, ...cause.errors] : [cause]));
  const codes = inner.flatMap((cause) => ('code' in Object(cause) ? [String(Object(cause).code)] : []));
  const reason = codes.map((code) => unreachable.get(code)).find((known) => known !== undefined);
  if (reason !== undefined) return new UserError(`${address}: ${reason}`);
  const bad = codes.find((code) => certificate.test(code));
  if (bad !== undefined) {
    return new UserError(
      `${address}: its certificate cannot be trusted (${bad}); where a proxy of your network signs its own, name it in NODE_EXTRA_CA_CERTS`,
    );
  }
  return new TransientError(`${address}: the connection broke (${codes[0] ?? causes.at(-1)?.message})`);
}
