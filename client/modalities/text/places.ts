/**
 * Between offsets of the text (UTF-16) and places on the screen. Every run of text stands in an element with `data-start`,
 * every line in one with `data-line-start`; nothing else in the text column holds text.
 */

/** The offset at a DOM position inside `root`, `undefined` outside the text. */
export function offsetAt(root: HTMLElement, node: Node | null, offset: number): number | undefined {
  if (!node || !root.contains(node)) return undefined;
  const element = node instanceof HTMLElement ? node : node.parentElement;
  const run = element?.closest<HTMLElement>('[data-start]');
  if (run && node instanceof Text) return Number(run.dataset.start) + offset;
  if (run) return Number(run.dataset.start) + (offset > 0 ? (run.textContent?.length ?? 0) : 0);
  const line = element?.closest<HTMLElement>('[data-line-start]');
  if (!line) return undefined;
  const child = line.querySelectorAll<HTMLElement>('[data-start]')[offset];
  return child ? Number(child.dataset.start) : Number(offset === 0 ? line.dataset.lineStart : line.dataset.lineEnd);
}

/** The offset under a point of the window. */
export function offsetAtPoint(root: HTMLElement, x: number, y: number): number | undefined {
  const position = document.caretPositionFromPoint?.(x, y);
  return position ? offsetAt(root, position.offsetNode, position.offset) : undefined;
}

/** The DOM position of an offset; at a border it belongs to the run that begins there, at a line's end to the run that ends there. */
export function placeOf(root: HTMLElement, offset: number): { node: Node; offset: number } | undefined {
  const line = lineElementAt(root, offset);
  if (!line) return undefined;
  for (const run of [...line.querySelectorAll<HTMLElement>('[data-start]')].reverse()) {
    const start = Number(run.dataset.start);
    const text = textNodeOf(run);
    if (text && start <= offset) return { node: text, offset: Math.min(offset - start, text.length) };
  }
  return { node: line, offset: 0 };
}

/** A range over `[start, end)`, for measuring and for highlights. */
export function rangeOf(root: HTMLElement, start: number, end: number): Range | undefined {
  const from = placeOf(root, start);
  const to = placeOf(root, end);
  if (!from || !to) return undefined;
  const range = document.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

/** Where `[start, end)` begins on the screen, relative to `root`'s own top left corner; height as the text's. */
export function boxOf(
  root: HTMLElement,
  start: number,
  end: number,
): { x: number; y: number; width: number; height: number } | undefined {
  const rects = rangeOf(root, start, Math.max(end, start))?.getClientRects();
  const rect = rects?.[0] ?? lineElementAt(root, start)?.getBoundingClientRect();
  if (!rect) return undefined;
  const base = root.getBoundingClientRect();
  return { x: rect.left - base.left, y: rect.top - base.top, width: rect.width, height: rect.height };
}

export function lineElementAt(root: HTMLElement, offset: number): HTMLElement | undefined {
  const lines = root.querySelectorAll<HTMLElement>('[data-line-start]');
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Number(lines[middle]?.dataset.lineStart) <= offset) low = middle;
    else high = middle - 1;
  }
  return lines[low];
}

function textNodeOf(run: HTMLElement): Text | undefined {
  const walker = document.createTreeWalker(run, NodeFilter.SHOW_TEXT);
  return walker.nextNode() instanceof Text ? (walker.currentNode as Text) : undefined; // just checked
}
