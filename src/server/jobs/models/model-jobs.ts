import * as v from 'valibot';
import { UserError } from '../../../core/errors.ts';
import { listModels } from '../../../library/list.ts';
import type { ModelDownload, ModelExport } from '../../../protocol/models.ts';
import type { ListedModel } from '../../../protocol.ts';
import type { Log } from '../../log.ts';
import { runCommand } from '../command-process.ts';
import { DownloadEvents, type DownloadListener } from './download-events.ts';

/** Exports and downloads models, each with the command line's own `models` in a process of its own. */
export class ModelJobs {
  readonly #file: string;
  readonly #log: Log;
  readonly #end = new AbortController();

  /** @param file the command line's program. */
  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /**
   * Exports a model.
   * @returns the names of the files that were written.
   * @throws UserError with the reason if it cannot be done; the signal's reason if it was cancelled. Nothing is left then.
   */
  async export(asked: ModelExport, signal: AbortSignal): Promise<readonly string[]> {
    const lines: string[] = [];
    await this.#run('export', exportArguments(asked), (text) => lines.push(text), signal);
    const result = v.safeParse(exported, parsed(lines.join('\n')));
    if (!result.success) throw new UserError('its process ended without a word on what it wrote; see the output');
    return result.output.files;
  }

  /**
   * Fetches a model into the library. What a download that is cancelled has fetched stays for the next one to go on with.
   * @throws UserError with the reason if it cannot be done; the signal's reason if it was cancelled.
   */
  async download(asked: ModelDownload, listener: DownloadListener, signal: AbortSignal): Promise<ListedModel> {
    const events = new DownloadEvents(listener, this.#log);
    await this.#run('download', downloadArguments(asked), (text) => events.line(text), signal);
    const found = (await listModels()).find(({ name }) => name === events.name);
    if (!found) throw new UserError('its process ended before the model was there; the output may tell why');
    return found;
  }

  /** Ends what runs, for good. */
  dispose(): void {
    this.#end.abort(new UserError('the language server has ended'));
  }

  async #run(what: string, args: readonly string[], line: (text: string) => void, asking: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([asking, this.#end.signal]);
    await runCommand({ file: this.#file, args, name: `model ${what}`, log: this.#log, line, signal });
  }
}

const exported = v.object({ files: v.array(v.string()) });

/** The command line that exports what is asked. */
export function exportArguments({ model, form, head, out }: ModelExport): readonly string[] {
  return [
    ...['models', 'export', model, '--as', form],
    ...(head === undefined ? [] : ['--head', head]),
    ...['--out', out, '--json'],
  ];
}

/** The command line that downloads what is asked: the client has asked the user. */
export function downloadArguments({ repository, revision, name, type }: ModelDownload): readonly string[] {
  return [
    ...['models', 'download', repository],
    ...(revision === undefined ? [] : ['--revision', revision]),
    ...(name === undefined ? [] : ['--name', name]),
    ...(type === undefined ? [] : ['--type', type]),
    ...['--yes', '--events'],
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
