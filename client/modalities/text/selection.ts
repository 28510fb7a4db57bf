import { lineAt, type Line } from './lay-out.ts';
import { boxOf, lineElementAt, offsetAt, placeOf } from './places.ts';
import { stepGrapheme, stepWord } from './words.ts';

/** What is selected in the text; `focus` is the end that moves. Equal ends are a caret. */
export interface TextSelection {
  readonly anchor: number;
  readonly focus: number;
}

/** The browser's own selection as offsets, `undefined` when it is not in the text. */
export function readSelection(root: HTMLElement): TextSelection | undefined {
  const selection = window.getSelection();
  if (!selection) return undefined;
  const anchor = offsetAt(root, selection.anchorNode, selection.anchorOffset);
  const focus = offsetAt(root, selection.focusNode, selection.focusOffset);
  return anchor === undefined || focus === undefined ? undefined : { anchor, focus };
}

/** Makes the browser's selection this one and brings its moving end into sight. */
export function showSelection(root: HTMLElement, { anchor, focus }: TextSelection): void {
  const from = placeOf(root, anchor);
  const to = placeOf(root, focus);
  if (from && to) window.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  lineElementAt(root, focus)?.scrollIntoView({ block: 'nearest' });
}

type Keys = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** The offset an arrow key leads to, `undefined` for other keys. Left and right by grapheme, with Ctrl by word; up and down by visual line. */
export function offsetAfterKey(
  root: HTMLElement,
  text: string,
  lines: readonly Line[],
  focus: number,
  keys: Keys,
): number | undefined {
  const isByWord = keys.ctrlKey || keys.metaKey;
  const line = lines[lineAt(lines, focus)];
  switch (keys.key) {
    case 'ArrowRight':
      return isByWord ? stepWord(text, focus, 1) : stepGrapheme(text, focus, 1);
    case 'ArrowLeft':
      return isByWord ? stepWord(text, focus, -1) : stepGrapheme(text, focus, -1);
    case 'ArrowDown':
      return offsetBelow(root, text, lines, focus, 1);
    case 'ArrowUp':
      return offsetBelow(root, text, lines, focus, -1);
    case 'Home':
      return isByWord ? 0 : line?.start;
    case 'End':
      return isByWord ? text.length : line?.end;
    default:
      return undefined;
  }
}

/** Nearest offset one visual line down or up; where the browser cannot say, the same column in the next line of the text. */
function offsetBelow(
  root: HTMLElement,
  text: string,
  lines: readonly Line[],
  focus: number,
  direction: 1 | -1,
): number {
  const here = boxOf(root, focus, focus);
  const base = root.getBoundingClientRect();
  if (here) {
    const start = base.top + here.y + here.height / 2;
    for (let step = 12; step <= 96; step += 12) {
      const position = document.caretPositionFromPoint?.(
        base.left + here.x + 1,
        start + direction * (here.height / 2 + step),
      );
      const offset = position ? offsetAt(root, position.offsetNode, position.offset) : undefined;
      if (offset !== undefined && (offset - focus) * direction > 0) return offset;
    }
  }
  const index = lineAt(lines, focus);
  const next = lines[index + direction];
  const line = lines[index];
  if (!next || !line) return direction > 0 ? text.length : 0;
  return Math.min(next.start + (focus - line.start), next.end);
}
