/** A possible pair: one of the left, one of the right, and how good it is (more than zero). */
export interface Edge {
  readonly left: number;
  readonly right: number;
  readonly weight: number;
}

/**
 * A matching of greatest weight in a bipartite graph: edges without a common end whose weights have the greatest sum. If
 * all weights are equal it has as many edges as any. It is built by the heaviest augmenting path, again and again, in each
 * connected component by itself (Ahuja, Magnanti and Orlin 1993, section 12.4), so that texts of any length, whose mentions
 * overlap but few others, take linear time. Which one of several such matchings it is depends on the order of the edges only.
 */
export function heaviestMatching(edges: readonly Edge[]): Edge[] {
  return componentsOf(edges).flatMap((component) => (component.length === 1 ? component : matchComponent(component)));
}

function componentsOf(edges: readonly Edge[]): Edge[][] {
  const lefts = groupBy(edges, ({ left }) => left);
  const rights = groupBy(edges, ({ right }) => right);
  const seen = new Set<Edge>();
  const components: Edge[][] = [];
  for (const edge of edges) {
    if (seen.has(edge)) continue;
    seen.add(edge);
    const component = [edge];
    for (const { left, right } of component) {
      for (const near of [...(lefts.get(left) ?? []), ...(rights.get(right) ?? [])]) {
        if (seen.has(near)) continue;
        seen.add(near);
        component.push(near);
      }
      lefts.delete(left);
      rights.delete(right);
    }
    components.push(component);
  }
  return components;
}

function matchComponent(edges: readonly Edge[]): Edge[] {
  const byLeft = groupBy(edges, ({ left }) => left);
  /** The edge that each end is matched by. */
  const ofLeft = new Map<number, Edge>();
  const ofRight = new Map<number, Edge>();
  for (;;) {
    const path = heaviestPath(byLeft, ofLeft, ofRight);
    if (path.length === 0) return [...ofLeft.values()];
    for (const edge of path) {
      ofLeft.set(edge.left, edge);
      ofRight.set(edge.right, edge);
    }
  }
}

/**
 * The edges to take, from the last to the first, along the path between two free ends that adds the most weight (each
 * edge that is let go lies between two that are taken); none if no path adds any. Bellman and Ford's way, with a queue.
 */
function heaviestPath(
  byLeft: ReadonlyMap<number, readonly Edge[]>,
  ofLeft: ReadonlyMap<number, Edge>,
  ofRight: ReadonlyMap<number, Edge>,
): Edge[] {
  const gainOfLeft = new Map<number, number>();
  const gainOfRight = new Map<number, number>();
  const into = new Map<number, Edge>();
  const queue = [...byLeft.keys()].filter((left) => !ofLeft.has(left));
  for (const left of queue) gainOfLeft.set(left, 0);
  let best: { readonly right: number; readonly gain: number } | undefined;
  for (const left of queue) {
    for (const edge of byLeft.get(left) ?? []) {
      if (ofLeft.get(left) === edge) continue;
      const gain = (gainOfLeft.get(left) ?? 0) + edge.weight;
      if (gain <= (gainOfRight.get(edge.right) ?? Number.NEGATIVE_INFINITY)) continue;
      gainOfRight.set(edge.right, gain);
      into.set(edge.right, edge);
      const taken = ofRight.get(edge.right);
      if (!taken) continue;
      const next = gain - taken.weight;
      if (next <= (gainOfLeft.get(taken.left) ?? Number.NEGATIVE_INFINITY)) continue;
      gainOfLeft.set(taken.left, next);
      queue.push(taken.left);
    }
  }
  for (const [right, gain] of gainOfRight) {
    if (!ofRight.has(right) && gain > (best?.gain ?? 0)) best = { right, gain };
  }
  const path: Edge[] = [];
  for (let edge = best && into.get(best.right); edge; ) {
    path.push(edge);
    const former: Edge | undefined = ofLeft.get(edge.left);
    edge = former && into.get(former.right);
  }
  return path;
}

function groupBy(edges: readonly Edge[], key: (edge: Edge) => number): Map<number, Edge[]> {
  const groups = new Map<number, Edge[]>();
  for (const edge of edges) {
    const group = groups.get(key(edge));
    if (group) group.push(edge);
    else groups.set(key(edge), [edge]);
  }
  return groups;
}
