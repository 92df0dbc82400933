import * as v from 'valibot';
import { UserError } from '../../../core/errors.ts';
import { type TransferReport, type TransferRequest, transferEvent } from '../../../protocol/transfer.ts';
import type { DevicePreference } from '../../../runtime/device.ts';
import type { Log } from '../../log.ts';
import { OneCommand } from '../one-command.ts';

/** Whom a comparison tells how far it is. */
export interface TransferListener {
  /** @param share of the work, in [0, 1]. */
  progress(share: number, message: string): void;
}

/** What is compared, and where the encoder runs. */
export interface TransferJob extends TransferRequest {
  readonly device: DevicePreference;
}

/** Compares corpora, one target at a time, each with the command line's own `transfer` in a process of its own. */
export class TransferJobs {
  readonly #command: OneCommand;
  readonly #log: Log;

  /** @param file the command line's program. */
  constructor(file: string, log: Log) {
    this.#command = new OneCommand(file, 'transfer', 'comparison of corpora', log);
    this.#log = log;
  }

  /**
   * Compares a target with its candidates.
   * @throws UserError with the reason if it cannot be done, or if another comparison runs; the signal's reason if it was
   *   cancelled. What was measured by then is kept for the next one.
   */
  async compare(asked: TransferJob, listener: TransferListener, signal: AbortSignal): Promise<TransferReport> {
    let report: TransferReport | undefined;
    const line = (text: string) => {
      const result = v.safeParse(transferEvent, parsed(text));
      if (!result.success) this.#log.debug(`transfer: ${text.slice(0, 500)}`);
      else if (result.output.kind === 'progress') listener.progress(result.output.share, result.output.message);
      else if (result.output.kind === 'problems') this.#warn(result.output);
      else report = result.output.report;
    };
    await this.#command.run({ args: transferArguments(asked), line, signal });
    if (!report) throw new UserError('its process ended without a report; the output of GERBERA may tell why');
    return report;
  }

  /** Ends what runs, for good. */
  dispose(): void {
    this.#command.dispose();
  }

  #warn({ corpus, problems }: { readonly corpus: string; readonly problems: string }): void {
    for (const problem of problems.split('\n')) this.#log.warn(`transfer: ${corpus}: ${problem}`);
  }
}

/** The command line that does what is asked. */
export function transferArguments(asked: TransferJob): readonly string[] {
  const { target, candidates, model, sentences, method, allPairs, device } = asked;
  return [
    ...['transfer', target, ...candidates],
    ...(model === undefined ? [] : ['--model', model]),
    ...(sentences === undefined ? [] : ['--sentences', String(sentences)]),
    ...(method === undefined ? [] : ['--method', method]),
    ...(allPairs ? ['--matrix'] : []),
    ...['--device', device, '--events'],
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
