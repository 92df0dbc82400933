/**
 * Entity types by tree numbers of MeSH (the trees of 2015 and of 2026; https://meshb.nlm.nih.gov/treeView). The longest
 * prefix of a number counts: cells are cell types, but for what is inside of them.
 */
const typesByPrefix: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    A11: ['CellType'],
    'A11.251.210': ['CellLine'],
    'A11.251.860.180': ['CellLine'],
    'A11.284': [],
    B01: ['Species'],
    B02: ['Species'],
    B03: ['Species'],
    B04: ['Species'],
    C: ['Disease'],
    D: ['Chemical'],
    'D13.444.308': ['Chemical', 'DNA'],
    'D13.444.735': ['Chemical', 'RNA'],
    // Symptoms such as depression and anxiety are annotated as diseases, though they stand among behaviours.
    'F01.145.126': ['Disease'],
    'F01.470.132': ['Disease'],
    F03: ['Disease'],
    'G05.360.080.689': ['DNA'],
    'G05.360.162': ['DNA'],
    'G05.360.340.024': ['DNA'],
  }),
);

/**
 * The entity types of a MeSH descriptor. A cell line that stands among the cells of its tissue too is no cell type.
 * @param treeNumbers such as `C04.588.180`.
 * @returns types in the order of the tree numbers; none for what is no entity: a procedure, a place.
 */
export function typesOfTrees(treeNumbers: readonly string[]): readonly string[] {
  const types = new Set(treeNumbers.flatMap(typesOfTree));
  if (types.has('CellLine')) types.delete('CellType');
  return [...types];
}

function typesOfTree(treeNumber: string): readonly string[] {
  for (let prefix = treeNumber.trim(); prefix !== ''; prefix = parentOfTree(prefix) ?? '') {
    const types = typesByPrefix.get(prefix);
    if (types) return types;
  }
  return typesByPrefix.get(treeNumber.trim().charAt(0)) ?? [];
}

/** The tree number above one: `C04.588` of `C04.588.180`; undefined at the top of a tree. */
export function parentOfTree(treeNumber: string): string | undefined {
  const dot = treeNumber.lastIndexOf('.');
  return dot < 0 ? undefined : treeNumber.slice(0, dot);
}
