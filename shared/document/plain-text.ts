import * as Y from 'yjs';

/** The words of a TipTap fragment, one line per block, without marks; mentions are read as `@name`. Bounded in depth. */
export function plainText(fragment: Y.XmlFragment): string {
  const lines: string[] = [];
  for (const block of fragment.toArray()) collect(block, lines, 0);
  return lines.map((line) => line.trim()).filter((line) => line !== '').join('\n');
}

type Node = Y.XmlElement | Y.XmlText | Y.XmlHook;
const deepest = 40;

function collect(node: Node, lines: string[], depth: number): void {
  if (depth > deepest) return;
  if (node instanceof Y.XmlText) lines.push(`${lines.pop() ?? ''}${textOf(node)}`);
  else if (node instanceof Y.XmlElement && node.nodeName === 'mention') lines.push(`${lines.pop() ?? ''}@${node.getAttribute('label') ?? node.getAttribute('id') ?? ''}`);
  else if (node instanceof Y.XmlElement) {
    lines.push('');
    for (const child of node.toArray()) collect(child, lines, depth + 1);
  }
}

/** Formatting is dropped; embeds have no words. */
const textOf = (text: Y.XmlText): string =>
  (text.toDelta() as { insert: unknown }[]).map(({ insert }) => (typeof insert === 'string' ? insert : '')).join(''); // Yjs types a delta as any
