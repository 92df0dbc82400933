/** Entity types by where a descriptor stands in MeSH's trees; the first that fits of those with one root counts. */
const branches: readonly { readonly tree: RegExp; readonly types: readonly string[] }[] = [
  { tree: /^(?:C|F03)/, types: ['Disease'] },
  { tree: /^D13\.444\.308\b/, types: ['Chemical', 'DNA'] },
  { tree: /^D13\.444\.735\b/, types: ['Chemical', 'RNA'] },
  { tree: /^D/, types: ['Chemical'] },
  { tree: /^B/, types: ['Species'] },
  { tree: /^A11\.251\.210\b/, types: ['CellType', 'CellLine'] },
  // Parts of cells: membranes, organelles, chromosomes.
  { tree: /^A11\.284\b/, types: [] },
  { tree: /^A11/, types: ['CellType'] },
];

/**
 * The entity types of a descriptor of MeSH (https://www.nlm.nih.gov/mesh/intro_trees.html) by its tree numbers
 * (`C16.320.565`): diseases and mental disorders, chemicals, organisms, cells; none for anything else.
 */
export function typesOfMeshTrees(trees: readonly string[]): readonly string[] {
  return [...new Set(trees.flatMap((written) => branches.find(({ tree }) => tree.test(written.trim()))?.types ?? []))];
}
