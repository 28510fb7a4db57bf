import { useEffect, useState } from 'react';

/** How long this case has been open here, while the tab is in view. */
export function TimeOnCase() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && setSeconds((now) => now + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return <>{`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} on this case`}</>;
}
