import {
  cloneElement,
  type FocusEvent,
  type HTMLAttributes,
  lazy,
  type PointerEvent,
  type ReactElement,
  Suspense,
  useEffect,
  useId,
  useState,
} from 'react';
import { codeWhenThere } from './code-when-there.ts';

const Bubble = lazy(() => codeWhenThere(() => import('./tooltip-bubble.tsx')).then(({ Bubble: component }) => ({ default: component })));

interface TooltipProps {
  readonly label: string;
  readonly keys?: string;
  readonly children: ReactElement<HTMLAttributes<HTMLElement>>;
}

/**
 * A short name beside the thing under the mouse (after a moment) or the keyboard's focus (at once). Screens have dozens of these and
 * are drawn anew with every mark, so one that is not shown costs four listeners and nothing else.
 */
export function Tooltip({ label, keys, children }: TooltipProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (anchor === undefined) return setIsShown(false);
    const timer = setTimeout(() => setIsShown(true), anchor.matches(':focus-visible') ? 0 : 350);
    return () => clearTimeout(timer);
  }, [anchor]);
  const hide = () => setAnchor(undefined);
  const trigger = cloneElement(children, {
    onPointerEnter: (event: PointerEvent<HTMLElement>) => event.pointerType === 'mouse' && setAnchor(event.currentTarget),
    onPointerLeave: hide,
    onFocus: (event: FocusEvent<HTMLElement>) => event.currentTarget.matches(':focus-visible') && setAnchor(event.currentTarget),
    onBlur: hide,
    ...(isShown ? { 'aria-describedby': id } : {}),
  });
  return (
    <>
      {trigger}
      {isShown && anchor && (
        <Suspense fallback={null}>
          <Bubble id={id} label={label} keys={keys} anchor={anchor} onAway={hide} />
        </Suspense>
      )}
    </>
  );
}
