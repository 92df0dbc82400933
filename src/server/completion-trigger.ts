import {
  type ClientCapabilities,
  CompletionRequest,
  type Connection,
  type Disposable,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { errorMessage } from '../core/errors.ts';
import { settings } from '../settings.ts';
import type { Log } from './log.ts';

type CompletionOptions = NonNullable<ServerCapabilities['completionProvider']>;

/** What stands between the words of a name: editors end a list of completions there unless they are to ask again. */
export const betweenWords: readonly string[] = [' ', '-'];

/** Editors ask for completions when the last character of the trigger has been typed, and between the words of a name. */
function optionsFor(trigger: string): CompletionOptions {
  const last = trigger.at(-1);
  const triggerCharacters = [...new Set(last === undefined ? [] : [last, ...betweenWords])];
  return { resolveProvider: true, ...(last === undefined ? {} : { triggerCharacters }) };
}

/** What a client is told at once that cannot be told later which character asks for completions. */
export function staticCompletion({ textDocument }: ClientCapabilities): Pick<ServerCapabilities, 'completionProvider'> {
  if (textDocument?.completion?.dynamicRegistration) return {};
  return { completionProvider: optionsFor(settings['concepts.completionTrigger'].default) };
}

/** Tells the client which character asks for completions, whenever the setting changes. */
export class CompletionTrigger {
  readonly #connection: Connection;
  readonly #log: Log;
  readonly #dynamic: boolean;
  #trigger: string | undefined;
  #registered: Promise<Disposable | undefined> = Promise.resolve(undefined);

  constructor(connection: Connection, { textDocument }: ClientCapabilities, log: Log) {
    this.#connection = connection;
    this.#log = log;
    this.#dynamic = textDocument?.completion?.dynamicRegistration === true;
  }

  use(trigger: string): void {
    if (!this.#dynamic || trigger === this.#trigger) return;
    this.#trigger = trigger;
    this.#registered = this.#registered.then(async (before) => {
      before?.dispose();
      if (trigger === '') return undefined;
      const options = { documentSelector: null, ...optionsFor(trigger) };
      return this.#connection.client.register(CompletionRequest.type, options).catch((error) => {
        this.#log.warn(`concepts will not be completed: ${errorMessage(error)}`);
        return undefined;
      });
    });
  }
}
