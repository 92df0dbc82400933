import type { AnnotatedSentence } from '../../corpus/document.ts';
import { SchemeDetector } from '../../corpus/scheme.ts';
import type { StrictScheme } from './strict-items.ts';

/** Finds the schemes of gold and found labels, which strict scores go by, while they are read. */
export class SchemeChoice {
  readonly #gold = new LabelWatch();
  readonly #found = new LabelWatch();

  add(gold: readonly AnnotatedSentence[] | undefined, found: readonly AnnotatedSentence[] | undefined): void {
    this.#gold.add(gold);
    this.#found.add(found);
  }

  /**
   * The scheme of the gold labels is that of the found ones too, as seqeval wants it, but where their letters tell that
   * it is another: one side has E or S and the other has not.
   */
  schemes(): { readonly gold: StrictScheme; readonly found: StrictScheme } {
    const [gold, found] = [this.#gold.scheme(), this.#found.scheme()];
    if (!gold || !found) return { gold: gold ?? 'IOB2', found: found ?? 'IOB2' };
    return { gold, found: (gold === 'IOBES') === (found === 'IOBES') ? gold : found };
  }
}

class LabelWatch {
  readonly #detector = new SchemeDetector();
  #any = false;

  add(sentences: readonly AnnotatedSentence[] | undefined): void {
    for (const { labels, line } of sentences ?? []) {
      if (!labels) continue;
      this.#any ||= labels.some(({ mark }) => mark !== 'O');
      this.#detector.add(
        labels,
        labels.map(({ mark }) => mark),
        line,
      );
    }
  }

  /** Undefined where there is no label but O. */
  scheme(): StrictScheme | undefined {
    if (!this.#any) return undefined;
    const { scheme } = this.#detector.result();
    return scheme === 'BILOU' ? 'IOBES' : scheme;
  }
}
