import { useEffect, useRef, useState } from 'react';
import type { ViewerProps } from '../contract.ts';
import { lineElementAt, offsetAtPoint } from './places.ts';

/** Counts up whenever the column changes its width, so that what is measured is measured again. */
export function useLayoutCount(scroll: React.RefObject<HTMLDivElement | null>): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(() => setCount((before) => before + 1));
    if (scroll.current) observer.observe(scroll.current);
    return () => observer.disconnect();
  }, [scroll]);
  return count;
}

/** Tells where the reader is (the first offset in sight), and goes where a followed presenter is. */
export function useFollowedView(
  props: ViewerProps,
  scroll: React.RefObject<HTMLDivElement | null>,
  column: React.RefObject<HTMLDivElement | null>,
): void {
  const told = useRef<number | undefined>(undefined);
  const wanted =
    typeof props.view === 'object' && props.view !== null && 'offset' in props.view
      ? Number(props.view.offset)
      : undefined;
  const block =
    typeof props.view === 'object' && props.view !== null && 'at' in props.view && props.view.at === 'middle'
      ? 'center'
      : 'start';
  const onView = useRef(props.onView);
  onView.current = props.onView;
  useEffect(() => {
    const pane = scroll.current;
    const tell = (): void => {
      const box = pane?.getBoundingClientRect();
      const offset =
        box && column.current
          ? offsetAtPoint(column.current, column.current.getBoundingClientRect().left + 60, box.top + 30)
          : undefined;
      if (offset === undefined || offset === told.current) return;
      told.current = offset;
      onView.current({ offset });
    };
    pane?.addEventListener('scroll', tell, { passive: true });
    return () => pane?.removeEventListener('scroll', tell);
  }, [scroll, column]);
  useEffect(() => {
    if (wanted === undefined || wanted === told.current || !column.current) return;
    told.current = wanted;
    lineElementAt(column.current, wanted)?.scrollIntoView({ block });
  }, [wanted, block, column]);
}

/** Brings a mark into sight when it becomes the selected one. */
export function useShownMark(column: React.RefObject<HTMLDivElement | null>, start: number | undefined): void {
  useEffect(() => {
    if (start !== undefined && column.current)
      lineElementAt(column.current, start)?.scrollIntoView({ block: 'nearest' });
  }, [start, column]);
}
