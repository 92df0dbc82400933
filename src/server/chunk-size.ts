/**
 * How many words go to the model host in one message. The number is doubled or halved so that a message takes about the time
 * that is aimed at, whatever the model and the device.
 */
export class ChunkSize {
  readonly #least: number;
  readonly #most: number;
  readonly #aim: number;
  #words: number;

  /** @param aim in milliseconds. */
  constructor({ first, least, most, aim }: Readonly<Record<'first' | 'least' | 'most' | 'aim', number>>) {
    this.#words = first;
    this.#least = least;
    this.#most = most;
    this.#aim = aim;
  }

  get words(): number {
    return this.#words;
  }

  /** So many words were read in so many milliseconds. */
  note(words: number, milliseconds: number): void {
    if (milliseconds > this.#aim) this.#words = Math.max(this.#least, this.#words / 2);
    else if (milliseconds < this.#aim / 2 && words > this.#words / 2) {
      this.#words = Math.min(this.#most, this.#words * 2);
    }
  }
}
