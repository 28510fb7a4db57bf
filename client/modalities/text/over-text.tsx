import type { Relation } from '@consilium/shared/domain/annotation.ts';
import { type RefObject, useLayoutEffect, useState } from 'react';
import type { CommentPin, RemotePointer, ViewerMark } from '../contract.ts';
import { boxOf } from './places.ts';
import styles from './text-viewer.module.css';

interface Props {
  readonly column: RefObject<HTMLDivElement | null>;
  readonly marks: readonly ViewerMark[];
  readonly relations: readonly Relation[];
  readonly pins: readonly CommentPin[];
  readonly pointers: readonly RemotePointer[];
  readonly onOpenComment: (comment: string) => void;
  /** changes whenever the text may have moved on the screen */
  readonly layout: unknown;
}

type Box = NonNullable<ReturnType<typeof boxOf>>;
interface Placed {
  readonly arcs: readonly { id: string; type: string; path: string; x: number; y: number }[];
  readonly pins: readonly { pin: CommentPin; box: Box }[];
  readonly pointers: readonly { pointer: RemotePointer; box: Box }[];
}

/** Arcs of relations, comment pins and colleagues' cursors, over the text: measured after the text stands. */
export function OverText({ column, marks, relations, pins, pointers, onOpenComment, layout }: Props) {
  const [placed, setPlaced] = useState<Placed>({ arcs: [], pins: [], pointers: [] });
  useLayoutEffect(() => {
    const root = column.current;
    if (!root) return;
    setPlaced({
      arcs: arcsOf(root, relations),
      pins: pins.flatMap((pin) => boxesOf(root, pin.at.parts).map((box) => ({ pin, box }))),
      pointers: pointers.flatMap((pointer) => boxesOf(root, pointer.at.parts).map((box) => ({ pointer, box }))),
    });
  }, [column, marks, relations, pins, pointers, layout]);
  return (
    <div className={styles.over}>
      <svg className={styles.over} width="100%" height="100%" role="img" aria-label={`${relations.length} relations`}>
        <defs>
          <marker id="arc-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0 8 4 0 8z" fill="var(--ink-2)" />
          </marker>
        </defs>
        {placed.arcs.map((arc) => (
          <g key={arc.id}>
            <path className={styles.arc} d={arc.path} markerEnd="url(#arc-end)" />
            <text className={styles.arcText} x={arc.x} y={arc.y}>
              {arc.type}
            </text>
          </g>
        ))}
      </svg>
      {placed.pins.map(({ pin, box }) => (
        <button
          key={pin.comment}
          type="button"
          className={styles.pin}
          style={{ left: box.x + box.width, top: box.y - 16 }}
          onClick={() => onOpenComment(pin.comment)}
          aria-label={`Comment ${pin.number}`}
        >
          {pin.number}
        </button>
      ))}
      {placed.pointers.map(({ pointer, box }) => (
        <div
          key={pointer.user}
          className={styles.pointer}
          style={
            {
              left: box.x,
              top: box.y,
              height: box.height,
              '--hue': pointer.colour,
            } as React.CSSProperties /* custom property */
          }
        >
          <span>{pointer.name}</span>
        </div>
      ))}
    </div>
  );
}

function boxesOf(root: HTMLElement, parts: unknown): Box[] {
  const first = Array.isArray(parts) ? parts[0] : undefined;
  if (typeof first?.start !== 'number' || typeof first?.end !== 'number') return [];
  const box = boxOf(root, first.start, first.end);
  return box ? [box] : [];
}

/** From the tag of one mark to the tag of the other, in a bow above both; marks that are hidden have no arc. */
function arcsOf(root: HTMLElement, relations: readonly Relation[]): Placed['arcs'] {
  const base = root.getBoundingClientRect();
  const topOf = (id: string) => {
    const rect = root.querySelector(`[data-first="${CSS.escape(id)}"]`)?.getClientRects()[0];
    return rect ? { x: rect.left - base.left + Math.min(rect.width / 2, 24), y: rect.top - base.top - 12 } : undefined;
  };
  return relations.flatMap((relation) => {
    const from = topOf(relation.from);
    const to = topOf(relation.to);
    if (!from || !to) return [];
    const height = Math.min(from.y, to.y) - Math.min(30, 12 + Math.abs(from.x - to.x) / 12);
    const x = (from.x + to.x) / 2;
    return [
      {
        id: relation.id,
        type: relation.type,
        path: `M${from.x} ${from.y} C${from.x} ${height} ${to.x} ${height} ${to.x} ${to.y}`,
        x,
        y: height + (Math.min(from.y, to.y) - height) * 0.25 + 3,
      },
    ];
  });
}
