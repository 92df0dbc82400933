import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll } from 'vitest';

/** How a request is answered; the last argument counts requests for the same path, from 1. */
export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A server on this machine with an answer for each path; 404 for all others. */
export interface LocalServer {
  /** `http://127.0.0.1:PORT`, once the tests run. */
  readonly address: string;
  readonly answers: Map<string, Answer>;
  /** Paths in the order in which they were asked for, with the range that was asked for. */
  readonly asked: string[];
}

/** Starts one for the tests of a file. */
export function localServer(): LocalServer {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  let address = '';
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const { range } = request.headers;
    asked.push(range === undefined ? path : `${path} ${range}`);
    const count = asked.filter((each) => each.split(' ')[0] === path).length;
    const answer = answers.get(path);
    if (answer) answer(request, response, count);
    else response.writeHead(404).end('no such file');
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    if (typeof bound !== 'object' || bound === null) throw new Error('no port');
    address = `http://127.0.0.1:${bound.port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    get address() {
      return address;
    },
    answers,
    asked,
  };
}

export interface FileOptions {
  /** `null` for none. */
  readonly etag?: string | null;
  readonly type?: string;
  /** Breaks the connection after so many bytes of the first answer. */
  readonly cutAfter?: number;
}

/** Serves bytes as servers of files do: ranges, tags, not again what is known. */
export function fileOf(bytes: Uint8Array, { etag = '"one"', type, cutAfter }: FileOptions = {}): Answer {
  return (request, response, count) => {
    const tags = etag === null ? {} : { etag };
    const headers = {
      ...tags,
      'last-modified': 'Sat, 01 Nov 2025 10:00:00 GMT',
      'content-type': type ?? 'application/octet-stream',
      'accept-ranges': 'bytes',
    };
    if (etag !== null && request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const same = request.headers['if-range'] === etag;
    const start = from !== undefined && same ? Number(from) : 0;
    if (start >= bytes.length && start > 0) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    const body = bytes.subarray(start);
    const ranged = start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {};
    response.writeHead(start > 0 ? 206 : 200, { ...headers, ...ranged, 'content-length': body.length });
    if (cutAfter === undefined || count > 1) {
      response.end(body);
      return;
    }
    response.write(body.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 50));
  };
}
