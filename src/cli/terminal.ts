import type { Readable, Writable } from 'node:stream';

/** The streams of a command and what stops it. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether a person watches: progress is shown then. */
  readonly watched: boolean;
  /** Aborted with an `Interruption`. */
  readonly signal: AbortSignal;
}

/** Why a command is stopped, and the exit code that a shell expects for it. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: number;

  constructor(cause: 'SIGINT' | 'SIGTERM' | 'SIGPIPE') {
    super(cause);
    this.exitCode = 128 + { SIGINT: 2, SIGTERM: 15, SIGPIPE: 13 }[cause];
  }
}

/**
 * Writes to a stream and waits until it is written, so that a slow reader slows the writer.
 * @throws Interruption if the reader is gone (`gerbera annotate … | head`), or the system's error.
 */
export function write(stream: Writable, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve();
      else reject('code' in error && error.code === 'EPIPE' ? new Interruption('SIGPIPE') : error);
    });
  });
}

/** Writes a message for the user; that nobody may be there to read it is no reason to stop. */
export function tell(stderr: Writable, text: string): void {
  stderr.write(text, () => {});
}
