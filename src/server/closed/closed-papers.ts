import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { identifierOf } from '../../concepts/namespaces.ts';
import type { Choices } from '../concepts/choices.ts';
import type { Configuration } from '../configuration.ts';
import type { Log } from '../log.ts';
import type { ModelHost } from '../model-host.ts';
import type { Workspace } from '../workspace.ts';
import type { NamedMentions } from './closed-mentions.ts';
import { ClosedPaper, type OtherPapers } from './closed-paper.ts';
import { limits } from './limits.ts';
import { type KnownFile, PaperFiles, pathOf } from './paper-files.ts';
import { readPaper } from './paper-text.ts';
import { type ReadingTools, readClosed } from './read-closed.ts';

/** A file at which the model host ended, or that it refused, so often is left out until it changes. */
const mostFailures = 2;

export interface ClosedParts extends ReadingTools {
  readonly host: ModelHost;
  readonly workspace: Workspace;
  readonly configuration: Configuration;
  readonly choices: Choices;
  readonly log: Log;
  /** Whether the user trusts the workspace: nothing is read of one that is not trusted. */
  readonly trusted: boolean;
}

/** What is known of a file. */
interface Known {
  /** What it was read with; see `#wanted`. */
  stamp?: string;
  paper?: ClosedPaper;
  failures: number;
}

/** Reads the papers of the workspace that are not open, one after the other, when there is nothing better to do. */
export class ClosedPapers implements OtherPapers {
  readonly #parts: ClosedParts;
  readonly #files: PaperFiles;
  readonly #known = new Map<string, Known>();
  #trusted: boolean;
  #running = false;
  #disposed = false;
  /** The terminologies that are asked now, and how often they have changed. */
  #terminologies: object | undefined;
  #generation = 0;

  constructor(parts: ClosedParts) {
    this.#parts = parts;
    this.#trusted = parts.trusted;
    this.#files = new PaperFiles(parts.log);
  }

  papers(): readonly ClosedPaper[] {
    if (!this.#parts.workspace.highlighting) return [];
    const open = this.#open();
    return [...this.#files.all()].flatMap(({ path }) => (open.has(path) ? [] : (this.#known.get(path)?.paper ?? [])));
  }

  get reading(): boolean {
    return this.#running && (this.#files.due !== undefined || this.#next() !== undefined);
  }

  /** Settings, folders or trust may have changed. */
  reconsider(): void {
    const { workspace, configuration } = this.#parts;
    this.#files.use(this.#trusted ? workspace.folders : [], (folder) => configuration.of(folder));
    this.wake();
  }

  trust(): void {
    this.#trusted = true;
    this.reconsider();
  }

  /** Other terminologies may have to be asked, or people chose anew. */
  meansAnew(): void {
    for (const { paper } of this.#known.values()) paper?.reconsider();
    this.wake();
  }

  /** Something happened to files or folders. */
  async changed(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      const path = pathOf(uri);
      if (path !== undefined) await this.#files.changed(path);
    }
    this.wake();
  }

  rescan(): void {
    this.#files.rescan();
    this.wake();
  }

  /** There may be something to read. */
  wake(): void {
    if (!this.#running) void this.#run();
  }

  dispose(): void {
    this.#disposed = true;
    this.#parts.calm.disturb();
  }

  async #run(): Promise<void> {
    this.#running = true;
    const { host, workspace, calm, log } = this.#parts;
    const ended = () => this.#disposed || !host.model || !workspace.highlighting;
    try {
      for (const path of this.#known.keys()) if (!this.#files.has(path)) this.#known.delete(path);
      while (!ended()) {
        const due = this.#files.due;
        const next = this.#next();
        if (due === undefined && !next) break;
        await calm.calm(ended);
        if (ended()) break;
        if (due === 0) await this.#files.scan(ended);
        else if (next) await this.#read(next);
        else await sleep(due, undefined, { ref: false });
      }
    } catch (error) {
      log.error(`papers that are not open: ${error instanceof Error ? error.stack : error}`);
    }
    this.#running = false;
  }

  /** The next file to read: those that failed come last. */
  #next(): KnownFile | undefined {
    const open = this.#open();
    let failed: KnownFile | undefined;
    for (const file of this.#files.all()) {
      const known = this.#known.get(file.path);
      if (open.has(file.path) || known?.stamp === this.#wanted(file)) continue;
      if (!known || known.failures === 0) return file;
      failed ??= file;
    }
    return failed;
  }

  /** All that a file's mentions, and what they mean, depend on. */
  #wanted({ size, modified, folder }: KnownFile): string {
    const { host, configuration, terminologies } = this.#parts;
    if (terminologies.current !== this.#terminologies) {
      this.#terminologies = terminologies.current;
      this.#generation++;
    }
    const { minimumScore, enabledTypes } = configuration.of(folder.uri);
    return [host.model?.id, this.#generation, minimumScore, enabledTypes, size, modified].join('\n');
  }

  async #read(file: KnownFile): Promise<void> {
    const { host, configuration, terminologies, log } = this.#parts;
    await terminologies.ready();
    const model = host.model?.id;
    if (model === undefined) return;
    const known: Known = this.#known.get(file.path) ?? { failures: 0 };
    const stamp = this.#wanted(file);
    const stale = () =>
      this.#disposed || this.#wanted(file) !== stamp || !this.#files.has(file.path) || this.#open().has(file.path);
    const read = await readPaper(file.path, limits.bytes);
    if (read.file?.size !== file.size || read.file.modified !== file.modified) {
      await this.#files.changed(file.path);
      if (stale()) return;
    }
    this.#known.set(file.path, known);
    const uri = pathToFileURL(file.path).href;
    const leftOut = (why: string) => {
      log.info(`${file.path} is not read: ${why}`);
      delete known.paper;
      known.stamp = stamp;
    };
    if ('problem' in read) return leftOut(read.problem);
    const language = /\.txt$/i.test(file.path) ? 'plaintext' : 'markdown';
    const settings = configuration.of(file.folder.uri);
    try {
      const reading = await readClosed({ uri, text: read.text, language, model, settings }, this.#parts, stale);
      if (reading.kind === 'read') {
        known.paper = new ClosedPaper(uri, reading.mentions, (name) => this.#meaning(uri, name));
        known.stamp = stamp;
        known.failures = 0;
      } else if (reading.kind === 'failed' && ++known.failures >= mostFailures) leftOut(reading.message);
    } catch (error) {
      leftOut(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  #meaning(uri: string, { type, mention, concepts }: NamedMentions): readonly string[] {
    const { choices, terminologies } = this.#parts;
    const choice = choices.of(uri).find(type, mention);
    if (!choice) return concepts;
    if (choice.concept === null) return [];
    const identifier = identifierOf(choice.concept);
    return [terminologies.attempt(() => terminologies.current?.joined.of(identifier).concept) ?? identifier];
  }

  #open(): ReadonlySet<string | undefined> {
    return new Set(this.#parts.workspace.openUris.map(pathOf));
  }
}
