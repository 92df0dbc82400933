/** How fast a stage goes, by a clock in milliseconds. */
export class Pace {
  readonly #recent: { readonly tokens: number; readonly seconds: number }[] = [];
  #updates = 0;
  #seconds = 0;

  /** Notes an update. */
  add(tokens: number, seconds: number): void {
    this.#updates++;
    this.#seconds += seconds;
    this.#recent.push({ tokens, seconds });
    if (this.#recent.length > 20) this.#recent.shift();
  }

  /** Over the last updates. */
  tokensPerSecond(): number {
    const tokens = this.#recent.reduce((sum, each) => sum + each.tokens, 0);
    const seconds = this.#recent.reduce((sum, each) => sum + each.seconds, 0);
    return seconds > 0 ? tokens / seconds : 0;
  }

  /** What so many updates will take, as those so far have; batches differ in size, so the last few would not tell. */
  secondsFor(updates: number): number {
    return this.#updates === 0 ? 0 : (updates * this.#seconds) / this.#updates;
  }
}
