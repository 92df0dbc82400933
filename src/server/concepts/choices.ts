import path from 'node:path';
import type { ConceptChoosing } from '../../protocol.ts';
import { documentPath } from '../exclusion.ts';
import { ChoiceFile } from './choice-file.ts';

/** Where a workspace folder keeps its choices, and where those of documents outside are, in the folder of the store. */
const place = { inside: ['.gerbera', 'concepts.json'], outside: ['choices.json'] } as const;

/** What people chose that mentions mean: a file in each workspace folder, which they can share. */
export class Choices {
  readonly #folders: () => readonly string[];
  readonly #outside: () => string;
  readonly #tell: (problem: string) => void;
  readonly #files = new Map<string, ChoiceFile>();
  /** By document, as long as the folders are the same: every mention asks. */
  #byDocument = new Map<string, ChoiceFile>();
  #places = '';
  /** Told already, by file: each problem is told once. */
  readonly #told = new Map<string, string>();

  /**
   * @param folders URIs of the workspace's folders.
   * @param outside the folder for documents that are in none of them.
   * @param tell shows a user what is wrong with a file.
   */
  constructor(folders: () => readonly string[], outside: () => string, tell: (problem: string) => void) {
    this.#folders = folders;
    this.#outside = outside;
    this.#tell = tell;
  }

  /** The choices that hold for a document. */
  of(uri: string): Pick<ChoiceFile, 'find'> {
    return this.#of(uri);
  }

  /** @throws UserError if the choice cannot be kept. */
  choose({ uri, ...choice }: ConceptChoosing): void {
    this.#of(uri).choose(choice);
  }

  /** Reads files again that have changed, also by another program; whether any had. */
  refresh(): boolean {
    const places = [...this.#folders(), this.#outside()].join('\n');
    let changed = places !== this.#places && this.#byDocument.size > 0;
    if (changed) this.#byDocument = new Map();
    this.#places = places;
    for (const file of this.#files.values()) {
      if (!file.refresh()) continue;
      changed = true;
      this.#explain(file);
    }
    return changed;
  }

  #of(uri: string): ChoiceFile {
    const found = this.#byDocument.get(uri) ?? this.#open(this.#fileOf(uri));
    this.#byDocument.set(uri, found);
    return found;
  }

  #open(name: string): ChoiceFile {
    const known = this.#files.get(name);
    if (known) return known;
    const file = new ChoiceFile(name);
    this.#files.set(name, file);
    file.refresh();
    this.#explain(file);
    return file;
  }

  /** In the innermost workspace folder that holds the document, if it lies on a disk. */
  #fileOf(uri: string): string {
    const document = documentPath(uri);
    const [innermost] = this.#folders()
      .filter((folder) => folder.startsWith('file:') && uri.startsWith('file:'))
      .map((folder) => documentPath(folder).replace(/\/$/, ''))
      .filter((folder) => document.startsWith(`${folder}/`))
      .sort((a, b) => b.length - a.length);
    return innermost === undefined
      ? path.join(this.#outside(), ...place.outside)
      : path.join(innermost, ...place.inside);
  }

  #explain({ file, problem }: ChoiceFile): void {
    if (problem !== undefined && this.#told.get(file) !== problem) this.#tell(problem);
    if (problem === undefined) this.#told.delete(file);
    else this.#told.set(file, problem);
  }
}
