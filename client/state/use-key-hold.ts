import { useEffect, useState } from 'react';
import { isTextField } from './keyboard.ts';

/** Whether a key (by `event.code`) is held down: Space to pan, Alt to hide marks. Let go also when the window loses the focus. */
export function useKeyHold(...codes: readonly string[]): boolean {
  const [isHeld, setIsHeld] = useState(false);
  const key = codes.join(' ');
  useEffect(() => {
    const watched = key.split(' ');
    const down = (event: KeyboardEvent) => {
      if (!watched.includes(event.code) || isTextField(event.target)) return;
      if (
        event.code === 'Space' &&
        event.target instanceof HTMLElement &&
        event.target.closest('button, a, input, [role="button"]')
      )
        return;
      event.preventDefault(); // Space would scroll, Alt would open the browser's menu
      setIsHeld(true);
    };
    const up = (event: KeyboardEvent) => watched.includes(event.code) && setIsHeld(false);
    const release = () => setIsHeld(false);
    addEventListener('keydown', down);
    addEventListener('keyup', up);
    addEventListener('blur', release);
    return () => {
      removeEventListener('keydown', down);
      removeEventListener('keyup', up);
      removeEventListener('blur', release);
    };
  }, [key]);
  return isHeld;
}
