/** Words `[start, end)` of a sentence that a model reads at once. */
export interface Window {
  readonly start: number;
  readonly end: number;
  /** Sub-tokens of these words together, special tokens not counted. */
  readonly tokens: number;
}

/** Each word's sub-tokens as they are read, and the windows over them. */
export interface Windows {
  readonly pieces: readonly Uint32Array[];
  readonly windows: readonly Window[];
}

/**
 * Lays windows over one sentence. A sentence that fits is one window. A longer one is read in windows that begin and
 * end at words; two neighbours share up to a quarter of a window, and at least a word, so that every word has context on
 * both sides in one of them. In such a sentence a word of more than half a window (a DNA sequence, say) keeps its first
 * half window of sub-tokens, so that it too is read beside its neighbours. No word is left out; a sentence without words
 * has no window.
 * @param pieces the sub-tokens of each word, at least one.
 * @param capacity the sub-tokens that a window holds, special tokens not counted; at least 1.
 */
export function layWindows(pieces: readonly Uint32Array[], capacity: number): Windows {
  if (pieces.length === 0) return { pieces, windows: [] };
  const whole = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (whole <= capacity) return { pieces, windows: [{ start: 0, end: pieces.length, tokens: whole }] };

  const longest = Math.max(1, Math.floor(capacity / 2));
  const overlap = Math.floor(capacity / 4);
  const kept = pieces.map((piece) => piece.subarray(0, longest));
  const length = (word: number) => kept[word]?.length ?? 0;
  const windows: Window[] = [];
  let start = 0;
  for (;;) {
    let end = start;
    let tokens = 0;
    while (end < kept.length && tokens + length(end) <= capacity) tokens += length(end++);
    windows.push({ start, end, tokens });
    if (end === kept.length) return { pieces: kept, windows };

    // Two words of half a window each fit together, so a window that begins at the last one's last word goes further.
    let next = end - 1 > start ? end - 1 : end;
    let shared = length(next);
    while (next - 1 > start && shared + length(next - 1) <= overlap) shared += length(--next);
    start = next;
  }
}
