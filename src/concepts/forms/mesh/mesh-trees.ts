import { parentOfTree } from './mesh-types.ts';

/** Descriptors by their tree numbers: some 60,000. */
export class MeshTrees {
  readonly #descriptors = new Map<string, string>();

  add(treeNumber: string, descriptor: string): void {
    this.#descriptors.set(treeNumber, descriptor);
  }

  /** The descriptors above some tree numbers, each once. */
  readonly parentsOf = (treeNumbers: readonly string[]): readonly string[] => {
    const found = treeNumbers.map((treeNumber) => this.#descriptors.get(parentOfTree(treeNumber) ?? ''));
    return [...new Set(found.filter((descriptor) => descriptor !== undefined))];
  };
}

const wanted =
  /<DescriptorRecord[\s>]|<DescriptorUI>\s*([A-Z]\d{1,12})\s*<\/DescriptorUI>|<TreeNumber>\s*([\w.]{1,200})\s*<\/TreeNumber>/g;

/** More than any of the elements above is long. */
const longest = 400;

/**
 * The tree numbers in MeSH's XML of descriptors, found without reading the XML: parents may stand behind their children,
 * so all have to be known before.
 * @param chunks the file, cut anywhere.
 */
export async function treesIn(chunks: AsyncIterable<string>): Promise<MeshTrees> {
  const trees = new MeshTrees();
  let rest = '';
  /** '' between the beginning of a record and its own identifier, which stands before those of others. */
  let descriptor: string | undefined;
  for await (const chunk of chunks) {
    const text = rest + chunk;
    let end = 0;
    for (const { 0: element, 1: identifier, 2: treeNumber, index } of text.matchAll(wanted)) {
      if (identifier !== undefined) descriptor ||= identifier;
      else if (treeNumber === undefined) descriptor = '';
      else if (descriptor) trees.add(treeNumber, descriptor);
      end = index + element.length;
    }
    rest = text.slice(Math.max(end, text.length - longest));
  }
  return trees;
}
