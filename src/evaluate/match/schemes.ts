import type { Label } from '../../core/labels.ts';
import type { AnnotatedSentence } from '../../corpus/document.ts';
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
   * The scheme of the gold labels is that of the found ones too, as seqeval wants it, but where these cannot be in it: one
   * side has E or S and the other has not, or the gold labels are in IOB1 and the found ones are not.
   */
  schemes(): { readonly gold: StrictScheme; readonly found: StrictScheme } {
    const [gold, found] = [this.#gold.scheme(), this.#found.scheme()];
    if (!gold || !found) return { gold: gold ?? 'IOB2', found: found ?? 'IOB2' };
    return { gold, found: gold === 'IOB2' && found === 'IOB1' ? gold : found };
  }
}

/**
 * Labels with E or S are IOBES. Others are IOB2, as seqeval takes them, and IOB1 only if there is no B that IOB1 would not
 * have and an I that IOB2 would not have.
 */
class LabelWatch {
  readonly #seen = { any: false, ends: false, begins: false, strays: false };

  add(sentences: readonly AnnotatedSentence[] | undefined): void {
    for (const { labels } of sentences ?? []) {
      for (const [index, label] of labels?.entries() ?? []) this.#look(label, labels?.[index - 1]);
    }
  }

  /** Undefined where there is no label but O. */
  scheme(): StrictScheme | undefined {
    const { any, ends, begins, strays } = this.#seen;
    if (!any) return undefined;
    if (ends) return 'IOBES';
    return strays && !begins ? 'IOB1' : 'IOB2';
  }

  #look({ mark, type }: Label, before: Label | undefined): void {
    if (mark === 'O') return;
    const open = before?.type === type && (before.mark === 'B' || before.mark === 'I');
    this.#seen.any = true;
    if (mark === 'E' || mark === 'S') this.#seen.ends = true;
    if (mark === 'B' && !open) this.#seen.begins = true;
    if (mark === 'I' && !open) this.#seen.strays = true;
  }
}
