import * as v from 'valibot';
import { UserError } from '../../../core/errors.ts';
import type { ModelExport } from '../../../protocol/models.ts';
import type { Log } from '../../log.ts';
import { runCommand } from '../command-process.ts';

/** Exports models, each with the command line's own `models export` in a process of its own. */
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
