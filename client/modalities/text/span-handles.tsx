import { type RefObject, useLayoutEffect, useState } from 'react';
import type { ViewerMark } from '../contract.ts';
import { partsOf } from './lay-out.ts';
import { boxOf, offsetAtPoint } from './places.ts';
import styles from './text-viewer.module.css';
import { joinedParts } from './words.ts';

interface Props {
  readonly column: RefObject<HTMLDivElement | null>;
  readonly mark: ViewerMark;
  readonly layout: unknown;
  readonly onParts: (parts: { start: number; end: number }[]) => void;
}

interface Handle {
  readonly part: number;
  readonly side: 'start' | 'end';
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** A handle at each end of the selected mark's parts; dragging one moves that end to the character under the pointer. */
export function SpanHandles({ column, mark, layout, onParts }: Props) {
  const [handles, setHandles] = useState<readonly Handle[]>([]);
  const parts = partsOf(mark);
  useLayoutEffect(() => {
    const root = column.current;
    if (!root) return;
    setHandles(
      partsOf(mark).flatMap((part, index) => {
        const start = boxOf(root, part.start, part.start + 1);
        const end = boxOf(root, part.end - 1, part.end);
        return [
          ...(start ? [{ part: index, side: 'start' as const, x: start.x, y: start.y, height: start.height }] : []),
          ...(end ? [{ part: index, side: 'end' as const, x: end.x + end.width, y: end.y, height: end.height }] : []),
        ];
      }),
    );
  }, [column, mark, layout]);

  const drop = (handle: Handle, event: React.PointerEvent): void => {
    const offset = column.current ? offsetAtPoint(column.current, event.clientX, event.clientY) : undefined;
    if (offset === undefined) return;
    onParts(movedParts(parts, handle.part, handle.side, offset));
  };
  return handles.map((handle) => (
    <button
      key={`${handle.part}-${handle.side}`}
      type="button"
      tabIndex={-1}
      aria-label={`Move the ${handle.side} of the mark`}
      className={styles.handle}
      style={{ left: handle.x, top: handle.y, height: handle.height }}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerUp={(event) => drop(handle, event)}
    />
  ));
}

/** Parts with one end moved; a part never turns inside out or empty, parts that meet become one. */
export function movedParts(
  parts: readonly { start: number; end: number }[],
  index: number,
  side: 'start' | 'end',
  offset: number,
): { start: number; end: number }[] {
  return joinedParts(
    parts.map((part, at) => {
      if (at !== index) return part;
      return side === 'start'
        ? { start: Math.min(offset, part.end - 1), end: part.end }
        : { start: part.start, end: Math.max(offset, part.start + 1) };
    }),
  );
}
