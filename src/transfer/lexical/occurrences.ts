import type { Steps } from '../../core/steps.ts';
import type { IndexedText } from './indexed-text.ts';

/** How often each of some surfaces stands in a text, by their order. */
export interface Occurrences {
  readonly all: Uint32Array;
  /** Those none of whose words is in a mention. */
  readonly unlabelled: Uint32Array;
}

/** A word that some surfaces go on with. */
interface Node {
  readonly next: Map<number, Node>;
  /** The surface that ends here, or -1. */
  surface: number;
}

/** Longer surfaces are not looked for: so the time is linear in the text, whatever is in it. */
export const mostSurfaceWords = 30;

/** Words of the text between two steps. */
const stretch = 50_000;

/**
 * Finds surfaces, distinct ones, in a text, also where they overlap, in one pass: from each word of the text down the tree
 * of the surfaces' words.
 */
export function* findSurfaces(text: IndexedText, surfaces: readonly (readonly string[])[]): Steps<Occurrences> {
  const roots = surfaceTree(text.ids, surfaces);
  const all = new Uint32Array(surfaces.length);
  const unlabelled = new Uint32Array(surfaces.length);
  yield;
  for (const [start, first] of text.words.entries()) {
    let node = first < 0 ? undefined : roots[first];
    let free = true;
    for (let at = start; node; node = node.next.get(text.words[++at] ?? -1)) {
      free &&= text.labelled[at] === 0;
      if (node.surface < 0) continue;
      all[node.surface] = (all[node.surface] as number) + 1;
      if (free) unlabelled[node.surface] = (unlabelled[node.surface] as number) + 1;
    }
    if (start % stretch === stretch - 1) yield;
  }
  return { all, unlabelled };
}

/** The tree of those surfaces all of whose words the text has, by the number of their first word. */
function surfaceTree(
  ids: ReadonlyMap<string, number>,
  surfaces: readonly (readonly string[])[],
): readonly (Node | undefined)[] {
  const roots = new Array<Node | undefined>(ids.size).fill(undefined);
  for (const [surface, words] of surfaces.entries()) {
    if (words.length > mostSurfaceWords) continue;
    const numbers = words.map((word) => ids.get(word) ?? -1);
    const [first = -1, ...others] = numbers;
    if (numbers.includes(-1) || first < 0) continue;
    let node = roots[first] ?? newNode();
    roots[first] = node;
    for (const number of others) {
      const next = node.next.get(number) ?? newNode();
      node.next.set(number, next);
      node = next;
    }
    node.surface = surface;
  }
  return roots;
}

function newNode(): Node {
  return { next: new Map(), surface: -1 };
}
