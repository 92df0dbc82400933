import { existsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../core/errors.ts';
import type { ConceptRecord, Terminology } from '../concept.ts';
import type { TerminologyFacts, TerminologyForm, TerminologyWatch } from '../forms/form.ts';
import { formOfTerminology, leftOutOf } from '../forms/forms.ts';
import type { StoreAside } from '../store/store-file.ts';
import { StoreWriter } from '../store/writer.ts';
import { embeddedFacts, embeddedName, isEmbeddedDue, settleEmbedded } from './embedded.ts';
import { Pace } from './pace.ts';
import { fingerprintOf, hashSource, inspectSource, nameOf, refuseChanged, type Source } from './source.ts';
import { nameProblem } from './terminology-name.ts';

/** So many problems of one import are told; all are counted. */
const mostProblems = 100;

export interface ImportOptions {
  /** The folder of the store; made if it is absent. */
  readonly folder: string;
  /** The file or folder to read. */
  readonly place: string;
  /** Its name in the store; made of the place's name if not given. One of the same name is replaced, once this one is whole. */
  readonly name?: string;
  /** A form's name; told from the file if not given. */
  readonly form?: string;
  /** Entity type of concepts of which the form does not say it. */
  readonly type?: string;
  /** Instead of what the file or its form say. */
  readonly facts?: TerminologyFacts;
  /**
   * The terminology that comes with the product, as TSV: it goes into a store when that is made, so that what was known before a
   * user's first import is known after it.
   */
  readonly embedded?: string;
  readonly signal?: AbortSignal;
}

/** What an import tells. */
export type ImportEvent =
  | {
      readonly kind: 'begin';
      readonly name: string;
      /** The form's name. */
      readonly form: string;
      /** Concepts that an interrupted import of the same file has stored already. */
      readonly resumed: number;
    }
  | {
      readonly kind: 'progress';
      /** How much has been read, in [0, 1]. */
      readonly share: number;
      readonly concepts: number;
      readonly names: number;
      /** In milliseconds; undefined before it can be told. */
      readonly left?: number;
    }
  /** What a person may want to know. */
  | { readonly kind: 'note'; readonly message: string }
  | { readonly kind: 'problem'; readonly line: number; readonly message: string }
  | { readonly kind: 'done'; readonly terminology: Terminology; readonly problems: number };

/**
 * Reads a terminology into a store. It takes the place of one of the same name in one moment, once it is whole. What is cut off
 * or aborted goes on where it stopped when the same file is imported again in the same way; what a malformed file has brought is
 * removed.
 * @throws UserError naming the file, and the line where there is one, if it is malformed, has an identifier twice or a cycle of
 *   parents; naming the store if it cannot be written or another process writes; the signal's reason once it is aborted.
 */
export async function* importTerminology(options: ImportOptions): AsyncGenerator<ImportEvent, void, undefined> {
  const { folder, place, embedded, signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  const name = options.name ?? nameOf(place);
  const problem = nameProblem(name);
  if (problem !== undefined) throw new UserError(problem);
  const form = await formOfTerminology(place, options.form);
  const writer = StoreWriter.open(folder, name);
  try {
    for (const file of await leftOutOf(place, form)) {
      yield { kind: 'note', message: `${path.join(place, file)}: not read with its folder; import it by itself` };
    }
    if (writer.aside) yield { kind: 'note', message: asideNote(writer.aside) };
    if (embedded !== undefined && isEmbeddedDue(writer)) {
      if (name !== embeddedName && existsSync(embedded)) await importEmbedded(writer, embedded, signal);
      settleEmbedded(writer);
    }
    yield* new Import(writer, { ...options, signal }, name, form).run();
  } finally {
    writer.close();
  }
}

function asideNote({ file, names }: StoreAside): string {
  // What comes with the product goes into the new store by itself.
  const own = names.filter((name) => name !== embeddedName);
  const held = own.length === 0 ? 'import what it held again' : `import what it held again: ${own.join(', ')}`;
  return `the store was made by another version of GERBERA and is kept as ${file}; ${held}`;
}

/** Reads the terminology that comes with the product into a store that is open for writing. */
export async function importEmbedded(
  writer: StoreWriter,
  place: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const options = { folder: path.dirname(writer.file), place, facts: embeddedFacts, signal };
  for await (const _ of new Import(writer, options, embeddedName, await formOfTerminology(place)).run());
}

/** One import into an open store. */
class Import {
  readonly #writer: StoreWriter;
  readonly #options: ImportOptions & { readonly signal: AbortSignal };
  readonly #name: string;
  readonly #form: TerminologyForm;
  readonly #pace = new Pace();
  #facts: TerminologyFacts = {};
  #bytes = 0;
  #size = 0;
  #problems = 0;
  #untold: ImportEvent[] = [];

  constructor(
    writer: StoreWriter,
    options: ImportOptions & { readonly signal: AbortSignal },
    name: string,
    form: TerminologyForm,
  ) {
    this.#writer = writer;
    this.#options = options;
    this.#name = name;
    this.#form = form;
  }

  async *run(): AsyncGenerator<ImportEvent, void, undefined> {
    const { place, type } = this.#options;
    const source = await inspectSource(place);
    this.#size = source.size;
    const fingerprint = await fingerprintOf(source, this.#form.name, type);
    const begin = { name: this.#name, source: place, fingerprint };
    const resumed = this.#writer.begin(begin);
    if (!(yield* this.#read(resumed))) {
      // The form reads other concepts of the file than it did then.
      this.#writer.discard();
      this.#writer.begin(begin);
      yield* this.#read(0);
    }
    if (this.#writer.stored.concepts === 0) {
      this.#writer.discard();
      throw new UserError(
        `${place}: there are no concepts in it, read as ${this.#form.title}; say its form if it is another`,
      );
    }
    yield* this.#finish(source);
  }

  /**
   * Stores all concepts but the first ones, which are stored already.
   * @returns whether these are the same that are stored.
   */
  async *#read(stored: number): AsyncGenerator<ImportEvent, boolean, undefined> {
    const { place, type, signal } = this.#options;
    yield { kind: 'begin', name: this.#name, form: this.#form.name, resumed: stored };
    this.#facts = {};
    this.#problems = 0;
    let read = 0;
    const given = { name: this.#name, ...(type !== undefined && { type }) };
    for await (const records of this.#guarded(this.#form.read(place, given, this.#watch()))) {
      signal.throwIfAborted();
      yield* this.#tell();
      const known = Math.max(0, Math.min(records.length, stored - read));
      read += records.length;
      if (known > 0 && read >= stored && records[known - 1]?.identifier !== this.#writer.lastIdentifier()) return false;
      if (known < records.length) {
        if (stored > 0 && read - records.length <= stored && this.#writer.isEnded) return false;
        this.#pace.begin(this.#share);
        this.#writer.append(known === 0 ? records : records.slice(known), this.#share);
      }
      if (this.#pace.isDue()) yield this.#progress();
    }
    yield* this.#tell();
    return read >= stored;
  }

  async *#finish(source: Source): AsyncGenerator<ImportEvent, void, undefined> {
    const { signal, facts } = this.#options;
    const sha256 = await hashSource(source, signal);
    try {
      await refuseChanged(source);
    } catch (thrown) {
      this.#writer.discard();
      throw thrown;
    }
    const { title, version, licence } = { ...this.#form.facts, ...this.#facts, ...facts };
    const steps = this.#writer.finish({
      title: title ?? this.#name,
      version: version ?? source.date,
      licence: licence ?? 'not stated',
      sha256,
      imported: new Date().toISOString(),
    });
    this.#pace.finish();
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        yield { kind: 'done', terminology: value, problems: this.#problems };
        return;
      }
      yield this.#progress();
      await setImmediate();
      signal.throwIfAborted();
    }
  }

  #watch(): TerminologyWatch {
    return {
      facts: (facts) => {
        this.#facts = { ...this.#facts, ...facts };
      },
      progress: (bytes) => {
        this.#bytes = bytes;
      },
      problem: (line, message) => {
        this.#problems++;
        if (this.#problems <= mostProblems) this.#untold.push({ kind: 'problem', line, message });
      },
      signal: this.#options.signal,
    };
  }

  /** What is malformed cannot be gone on with; what is aborted can. */
  async *#guarded(reader: AsyncGenerator<readonly ConceptRecord[]>): AsyncGenerator<readonly ConceptRecord[]> {
    try {
      yield* reader;
    } catch (thrown) {
      if (!this.#options.signal.aborted) this.#writer.discard();
      throw thrown;
    }
  }

  *#tell(): Generator<ImportEvent> {
    const events = this.#untold;
    this.#untold = [];
    yield* events;
  }

  get #share(): number {
    return this.#size === 0 ? 0 : Math.min(1, this.#bytes / this.#size);
  }

  #progress(): ImportEvent {
    const left = this.#pace.left(this.#share);
    return { kind: 'progress', share: this.#share, ...this.#writer.stored, ...(left !== undefined && { left }) };
  }
}
