/**
 * A cycle in a directed graph, found without recursion: nodes all of whose parents have been taken away are taken away
 * (Kahn, Communications of the ACM 5, 1962); what then remains has a cycle, on which one comes by going from parent to parent.
 * @param count nodes are 1 to this.
 * @param edges by child, ascending.
 * @returns its nodes, each a child of the next; undefined if there is none.
 */
export function findCycle(
  count: number,
  edges: Iterable<{ readonly child: number; readonly parent: number }>,
): readonly number[] | undefined {
  let children = new Int32Array(1024);
  let parents = new Int32Array(1024);
  let size = 0;
  for (const { child, parent } of edges) {
    if (size === children.length) {
      children = doubled(children);
      parents = doubled(parents);
    }
    children[size] = child;
    parents[size++] = parent;
  }
  if (size === 0) return undefined;

  const waiting = new Int32Array(count + 1);
  const start = new Int32Array(count + 2);
  for (let i = 0; i < size; i++) {
    waiting[children[i] ?? 0]! += 1;
    start[(parents[i] ?? 0) + 1]! += 1;
  }
  for (let node = 0; node <= count; node++) start[node + 1]! += start[node] ?? 0;
  const childrenOf = new Int32Array(size);
  const filled = start.slice();
  for (let i = 0; i < size; i++) childrenOf[filled[parents[i] ?? 0]!++] = children[i] ?? 0;

  const queue = new Int32Array(count);
  let ready = 0;
  for (let node = 1; node <= count; node++) if (waiting[node] === 0) queue[ready++] = node;
  for (let next = 0; next < ready; next++) {
    const node = queue[next] ?? 0;
    for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i++) {
      const child = childrenOf[i] ?? 0;
      waiting[child]! -= 1;
      if (waiting[child] === 0) queue[ready++] = child;
    }
  }
  if (ready === count) return undefined;
  return walk(count, waiting, children, parents, size);
}

/** Goes from a node that remains to a parent that remains, until one comes again. */
function walk(count: number, waiting: Int32Array, children: Int32Array, parents: Int32Array, size: number): number[] {
  const parentOf = new Int32Array(count + 1);
  for (let i = 0; i < size; i++) {
    const parent = parents[i] ?? 0;
    if ((waiting[parent] ?? 0) > 0) parentOf[children[i] ?? 0] ||= parent;
  }
  const path: number[] = [];
  const place = new Map<number, number>();
  let node = waiting.findIndex((rest) => rest > 0);
  while (!place.has(node)) {
    place.set(node, path.length);
    path.push(node);
    node = parentOf[node] ?? 0;
  }
  return path.slice(place.get(node));
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}
