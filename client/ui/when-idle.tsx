import { type ReactNode, startTransition, useEffect, useState } from 'react';

/** What may come after the rest of a screen is drawn: its children appear when the browser has a moment, after two seconds at the latest. */
export function WhenIdle({ children }: { children: ReactNode }) {
  const [isTime, setIsTime] = useState(false);
  useEffect(() => {
    const show = () => startTransition(() => setIsTime(true));
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(show, 500); // Safari
      return () => clearTimeout(timer);
    }
    const asked = requestIdleCallback(show, { timeout: 2_000 });
    return () => cancelIdleCallback(asked);
  }, []);
  return isTime ? children : null;
}
