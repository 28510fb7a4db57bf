import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './figures.module.css';

/** What may be wider than its place and is then moved sideways: by the keyboard too, so that it can have the focus where there is something to move. */
export function Sideways({ label, children }: { label: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isWider, setWider] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWider(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} className={styles.scroll} {...(isWider && { role: 'region', 'aria-label': label, tabIndex: 0 })}>
      {children}
    </div>
  );
}
