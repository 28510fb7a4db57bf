/** Groups of nodes that lead back to themselves (Tarjan 1972), each sorted. Arrows to what is no node are ignored. */
export function cyclesOf(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    stack.push(node);
    for (const next of arrows.get(node) ?? []) {
      if (!arrows.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!)); // both were visited
    }
    if (low.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1 || (arrows.get(node) ?? []).includes(node)) cycles.push(group.sort());
  };
  for (const node of arrows.keys()) if (!order.has(node)) visit(node);
  return cycles;
}
