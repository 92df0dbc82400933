import { UserError } from '../../core/errors.ts';
import { countLineEnds } from '../../files/text-chunks.ts';

/** An object of a JSON file that has been cut out of it. */
export interface JsonUnit {
  readonly kind: 'item' | 'opening' | 'whole';
  /** Its JSON text. */
  readonly text: string;
  /** Where it begins in the file, from 1. */
  readonly line: number;
  /** Lines of the file that are not in the text, and where in it they would be. */
  readonly skipped: readonly SkippedLines[];
}

/** Lines that stand in a file before a place of a text that was cut out of it. */
export interface SkippedLines {
  /** UTF-16 units of the text before them. */
  readonly at: number;
  readonly lines: number;
}

/** UTF-16 units of one object. */
const longestUnit = 2 ** 27;

/**
 * Cuts a JSON file into objects without holding more of it than one: the file is an object, an array of them, or several
 * one after the other (JSON Lines). Where an object has a member with one of the given names that is an array, the objects
 * in that array are units of their own (`item`), after what the object has before it (`opening`: an object that is closed
 * behind an empty array); in the object itself (`whole`, once it ends) the array is empty then.
 */
export class JsonCutter {
  readonly #file: string;
  readonly #lists: RegExp;
  #line = 1;
  #state: 'start' | 'between' | 'object' | 'items' | 'item' = 'start';
  /** Whether there is an array around the objects, and what may come next between objects. */
  #array: 'none' | 'open' | 'closed' = 'none';
  #expected: 'first' | 'comma' | 'value' = 'first';
  /** Of the object that is open, and of the item in it. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  #object = new UnitText();
  #item = new UnitText();
  #found: JsonUnit[] = [];

  /** @param lists names of the members whose objects are items. */
  constructor(file: string, lists: readonly string[]) {
    this.#file = file;
    this.#lists = new RegExp(`"(?:${lists.join('|')})"\\s*:\\s*$`);
  }

  /**
   * Takes the next stretch of the file.
   * @returns the units that end in it, in order.
   * @throws UserError naming file and line where something else than an object stands.
   */
  add(chunk: string): readonly JsonUnit[] {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'object' || this.#state === 'item') at = this.#inside(chunk, at);
      else at = this.#outside(chunk, at);
    }
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** @throws UserError if an object or array is open yet. */
  end(): void {
    const isEnd = this.#state === 'start' || (this.#state === 'between' && this.#array !== 'open');
    if (!isEnd) throw this.#error('invalid JSON: the file ends too early');
  }

  /** Between objects: white space, commas, brackets. */
  #outside(chunk: string, at: number): number {
    const character = chunk[at] ?? '';
    if (character === '\n') this.#line++;
    if (/[ \t\n\r]/.test(character)) return at + 1;
    const isItems = this.#state === 'items';
    if (character === '{' && this.#expected !== 'comma' && this.#array !== 'closed') {
      if (isItems) this.#item = new UnitText(this.#line);
      else this.#object = new UnitText(this.#line);
      this.#state = isItems ? 'item' : 'object';
      this.#depth = 0;
      return at;
    }
    if (character === '[' && this.#state === 'start') {
      this.#array = 'open';
      this.#state = 'between';
    } else if (character === ',' && this.#expected === 'comma' && (isItems || this.#array === 'open')) {
      this.#expected = 'value';
    } else if (character === ']' && this.#expected !== 'value' && isItems) {
      this.#state = 'object';
      this.#depth = 1;
      this.#object.skip(this.#line);
      this.#object.add(']');
    } else if (character === ']' && this.#expected !== 'value' && this.#array === 'open') {
      this.#array = 'closed';
    } else {
      const what = this.#expected === 'comma' ? 'a comma or the end' : 'an object';
      throw this.#error(`invalid JSON: expected ${what}, found ${JSON.stringify(character)}`);
    }
    return at + 1;
  }

  /** In an object: to its end, to the start of a list of items in it, or to the end of the chunk. */
  #inside(chunk: string, from: number): number {
    const isItem = this.#state === 'item';
    const unit = isItem ? this.#item : this.#object;
    let at = from;
    const take = (end: number) => {
      const text = chunk.slice(from, end);
      unit.add(text);
      this.#line += countLineEnds(text);
      if (unit.length > longestUnit) {
        throw this.#error(`an object of more than ${longestUnit / 2 ** 20} million characters; divide it`);
      }
      return end;
    };
    for (; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === 0x5c) this.#escaped = true;
        else if (code === 0x22) this.#inString = false;
      } else if (code === 0x22) this.#inString = true;
      else if (code === 0x7b || code === 0x5b) {
        this.#depth++;
        if (code !== 0x5b || this.#depth !== 2 || isItem || !this.#lists.test(unit.tail(chunk.slice(from, at))))
          continue;
        const end = take(at + 1);
        this.#found.push({ ...unit.cut(']}'), kind: 'opening' });
        unit.mark(this.#line);
        this.#state = 'items';
        this.#expected = 'first';
        return end;
      } else if (code === 0x7d || code === 0x5d) {
        this.#depth--;
        if (this.#depth > 0) continue;
        const end = take(at + 1);
        this.#found.push({ ...unit.cut(''), kind: isItem ? 'item' : 'whole' });
        this.#state = isItem ? 'items' : 'between';
        // Several objects may follow one another without commas, where there is no array around them.
        this.#expected = isItem || this.#array === 'open' ? 'comma' : 'value';
        return end;
      }
    }
    return take(at);
  }

  #error(what: string): UserError {
    return new UserError(`${this.#file}: line ${this.#line}: ${what}`);
  }
}

/** The text of an object that comes in pieces. */
class UnitText {
  length = 0;
  readonly #line: number;
  readonly #pieces: string[] = [];
  readonly #skipped: SkippedLines[] = [];
  #marked = 1;

  constructor(line = 1) {
    this.#line = line;
  }

  add(text: string): void {
    this.length += text.length;
    this.#pieces.push(text);
  }

  /** Remembers the line at which something that is left out begins. */
  mark(line: number): void {
    this.#marked = line;
  }

  /** What was left out ends at this line. */
  skip(line: number): void {
    this.#skipped.push({ at: this.length, lines: line - this.#marked });
  }

  cut(ending: string) {
    return { text: this.#pieces.join('') + ending, line: this.#line, skipped: [...this.#skipped] };
  }

  /** The last characters, with those that are not added yet. */
  tail(more: string): string {
    return more.length > 60 ? more.slice(-60) : (this.#pieces.at(-1) ?? '').slice(-60) + more;
  }
}
