import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import { errorMessage } from '../core/errors.ts';
import type { InitializationOptions } from '../protocol.ts';
import { readSettings, type Settings } from '../settings.ts';
import { globProblem } from './exclusion.ts';

/** The settings, for the server as a whole and for each document, as the client last gave them. */
export class Configuration {
  readonly #connection: Connection;
  readonly #tell: (problem: string) => void;
  readonly #pull: boolean;
  readonly #documents = new Map<string, Settings>();
  /** Told already: each problem is told once. */
  readonly #told = new Set<string>();
  #pushed: unknown;
  #values: Settings;
  #toldOnce = () => {};
  /** Resolves when the client has told its settings for the first time. */
  readonly known = new Promise<void>((resolve) => {
    this.#toldOnce = resolve;
  });

  /** @param tell shows a user what is wrong with a setting. */
  constructor(
    connection: Connection,
    tell: (problem: string) => void,
    { capabilities, initializationOptions }: InitializeParams,
  ) {
    this.#connection = connection;
    this.#tell = tell;
    this.#pull = capabilities.workspace?.configuration === true;
    const options: InitializationOptions | undefined = initializationOptions;
    this.#pushed = options?.settings;
    this.#values = readSettings(this.#pushed).values;
  }

  /** The settings that no document has of its own. */
  get values(): Settings {
    return this.#values;
  }

  of(uri: string): Settings {
    return this.#documents.get(uri) ?? this.#values;
  }

  /** What a client that pushes its settings has sent: the section itself, or all sections. */
  push(settings: unknown): void {
    if (typeof settings !== 'object' || settings === null) return;
    this.#pushed = 'gerbera' in settings ? settings.gerbera : settings;
  }

  /** Reads the settings anew, for these documents too. */
  async refresh(uris: readonly string[]): Promise<void> {
    const [values, ...documents] = await this.#read([undefined, ...uris]);
    if (values) this.#values = values;
    this.#documents.clear();
    uris.forEach((uri, index) => {
      const own = documents[index];
      if (own) this.#documents.set(uri, own);
    });
    this.#toldOnce();
  }

  async open(uri: string): Promise<void> {
    const [own] = await this.#read([uri]);
    if (own) this.#documents.set(uri, own);
  }

  close(uri: string): void {
    this.#documents.delete(uri);
  }

  async #read(scopes: readonly (string | undefined)[]): Promise<Settings[]> {
    const items = scopes.map((scopeUri) => ({ section: 'gerbera', ...(scopeUri ? { scopeUri } : {}) }));
    const pushed = scopes.map(() => this.#pushed);
    const sections: unknown[] = this.#pull
      ? await this.#connection.workspace.getConfiguration(items).catch((error) => {
          this.#connection.console.error(`the client did not tell its settings: ${errorMessage(error)}`);
          return pushed;
        })
      : pushed;
    return sections.map((section) => {
      const { values, problems } = readSettings(section);
      const globs = values.exclude.flatMap((glob) => globProblem(glob) ?? []);
      for (const problem of [...problems, ...globs]) {
        if (this.#told.has(problem)) continue;
        this.#told.add(problem);
        this.#tell(problem);
      }
      return values;
    });
  }
}
