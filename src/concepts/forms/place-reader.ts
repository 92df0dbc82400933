import { stat } from 'node:fs/promises';
import { UserError } from '../../core/errors.ts';
import { type Lines, linesIn } from '../../files/lines.ts';
import { textChunksIn } from '../../files/text-chunks.ts';
import { membersOf, placeKindOf, plainName } from './archive/archive.ts';
import { refuseBomb } from './archive/gzip.ts';
import type { Member } from './archive/member.ts';
import type { TerminologyWatch } from './form.ts';

/**
 * Reads the files of a terminology, one or some side by side, whether they lie in a folder or an archive. It tells the
 * progress of all together, as if it were that of the bytes of the place, and obeys the signal.
 */
export class PlaceReader {
  readonly place: string;
  readonly members: readonly Member[];
  /** Whether the place is one plain file. */
  readonly #isFile: boolean;
  /** Of the file, or of all files in the folder. */
  readonly #size: number;
  readonly #watch: TerminologyWatch;
  /** Bytes on the disk that are going to be read in all, and those that have been read by each reading. */
  #planned = 0;
  readonly #read: number[] = [];
  #told = 0;

  private constructor(
    place: string,
    isFile: boolean,
    size: number,
    members: readonly Member[],
    watch: TerminologyWatch,
  ) {
    this.place = place;
    this.#isFile = isFile;
    this.#size = size;
    this.members = members;
    this.#watch = watch;
  }

  /** @throws UserError naming the place if it cannot be read. */
  static async open(place: string, watch: TerminologyWatch): Promise<PlaceReader> {
    watch.signal.throwIfAborted();
    const kind = await placeKindOf(place);
    const members = await membersOf(place);
    const size = kind === 'folder' ? members.reduce((total, { cost }) => total + cost, 0) : (await stat(place)).size;
    return new PlaceReader(place, kind === 'file', size, members, watch);
  }

  /**
   * The one file whose name, in lower case and without folders and `.gz`, is as told; undefined if there is none. A plain
   * file may be called anything.
   * @throws UserError naming two files if there is more than one.
   */
  find(name: RegExp): Member | undefined {
    const found = this.findAll(name);
    if (found.length > 1) {
      throw new UserError(`${this.place}: ${found[0]?.name} and ${found[1]?.name} are both there; leave one`);
    }
    return found[0];
  }

  /** As {@link find}, of a file that may stand beside the one that a plain file is. */
  beside(name: RegExp): Member | undefined {
    return this.#isFile ? undefined : this.find(name);
  }

  findAll(name: RegExp): readonly Member[] {
    return this.#isFile ? this.members : this.members.filter((member) => name.test(plainName(member.name)));
  }

  /** One of several files that make a terminology. @throws UserError saying what is missing if there is no such file. */
  need(name: RegExp, title: string): Member {
    const member = this.beside(name);
    if (member) return member;
    throw new UserError(
      `${this.place}: ${title} is missing; give the folder or the archive that holds all files of the terminology`,
    );
  }

  /** Says which files are going to be read, each as often as it stands there, so that progress can be told. */
  plan(members: readonly Member[]): void {
    this.#planned = members.reduce((total, { cost }) => total + cost, 0);
  }

  /** @throws UserError naming file and line of what is no text in UTF-8, damaged or cut short; the signal's reason. */
  lines(member: Member): AsyncGenerator<Lines> {
    return linesIn(member.label, (line) => this.#bytes(member, line));
  }

  /** The text in stretches, cut anywhere. @throws as {@link lines}. */
  texts(member: Member): AsyncGenerator<string> {
    return textChunksIn(member.label, (line) => this.#bytes(member, line));
  }

  /** Tells of something that is left out. */
  problem(member: Member, line: number, message: string): void {
    this.#watch.problem(line, this.#isFile ? message : `${member.name}: ${message}`);
  }

  /** @throws UserError if no concept was found, so that an empty or wrong file does not pass for a terminology. */
  check(concepts: number): void {
    if (concepts === 0) throw new UserError(`${this.place}: there is no concept in it`);
  }

  /** An error about a line. */
  error(member: Member, line: number, message: string): UserError {
    return new UserError(`${member.label}: line ${line}: ${message}`);
  }

  async *#bytes(member: Member, line: () => number): AsyncGenerator<Uint8Array, void, undefined> {
    const reading = this.#read.push(0) - 1;
    let onDisk = 0;
    let plain = 0;
    const onBytes = (bytes: number) => {
      onDisk = bytes;
      this.#progress(reading, bytes);
    };
    for await (const chunk of member.bytes(line, onBytes)) {
      this.#watch.signal.throwIfAborted();
      plain += chunk.length;
      refuseBomb(member.label, plain, onDisk);
      yield chunk;
    }
    this.#progress(reading, member.cost);
  }

  #progress(reading: number, bytes: number): void {
    // Streams read ahead: one that is done may tell of bytes yet.
    this.#read[reading] = Math.max(this.#read[reading] ?? 0, bytes);
    const read = this.#read.reduce((total, each) => total + each, 0);
    const told = Math.floor(this.#size * Math.min(read / Math.max(this.#planned, 1), 1));
    if (told <= this.#told) return;
    this.#told = told;
    this.#watch.progress(told);
  }
}
