import { useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './kbd.tsx';
import classes from './tooltip-bubble.module.css';

interface BubbleProps {
  readonly id: string;
  readonly label: string;
  readonly keys: string | undefined;
  readonly anchor: HTMLElement;
  /** the person pressed, left, or asked for it to go (Escape) */
  readonly onAway: () => void;
}

const gap = 6;

/** Above its anchor, below where there is no room, inside the window on both sides. */
export function Bubble({ id, label, keys, anchor, onAway }: BubbleProps) {
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (bubble.current) Object.assign(bubble.current.style, placeOf(anchor.getBoundingClientRect(), bubble.current));
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && onAway();
    // A button that is disabled under the pointer never says that it was left.
    const onMove = ({ target }: PointerEvent) =>
      !(target instanceof Node && anchor.contains(target)) && !anchor.matches(':focus-visible') && onAway();
    addEventListener('keydown', onKey);
    addEventListener('pointermove', onMove);
    addEventListener('pointerdown', onAway);
    addEventListener('scroll', onAway, { capture: true });
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerdown', onAway);
      removeEventListener('scroll', onAway, { capture: true });
    };
  }, [anchor, onAway]);
  return createPortal(
    <div ref={bubble} id={id} role="tooltip" className={classes.bubble}>
      {label} {keys && <Kbd keys={keys} />}
    </div>,
    document.body,
  );
}

function placeOf(anchor: DOMRect, { offsetWidth: width, offsetHeight: height }: HTMLElement): { left: string; top: string } {
  const left = Math.min(Math.max(gap, anchor.left + anchor.width / 2 - width / 2), innerWidth - width - gap);
  const above = anchor.top - height - gap;
  return { left: `${left}px`, top: `${above >= gap ? above : anchor.bottom + gap}px` };
}
