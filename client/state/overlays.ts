import { create } from 'zustand';

interface Overlay {
  /** which of the two lists of commands lies over the screen, or is on its way there */
  readonly open: 'none' | 'palette' | 'keys';
  /** what the palette looks for */
  readonly query: string;
}

export const useOverlayStore = create<Overlay>(() => ({ open: 'none', query: '' }));

const show = (open: Overlay['open']): void => useOverlayStore.setState({ open, query: '' });

export const openPalette = (): void => show('palette');
export const openKeys = (): void => show('keys');
export const closeOverlay = (): void => show('none');
export const lookFor = (query: string): void => useOverlayStore.setState({ query });

export const useCommandOverlays = () => ({ openPalette, openKeys });

/**
 * Keys that are pressed before an opened list has the focus are meant for it: letters are what the palette looks for, and none is a
 * command of the screen below (rule KEYS9).
 * @returns whether the key was taken
 */
export function takeAhead(event: KeyboardEvent): boolean {
  const { open, query } = useOverlayStore.getState();
  const isThere = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null;
  if (open === 'none' || isThere || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === 'Escape') closeOverlay();
  else if (event.key === 'Backspace') lookFor(query.slice(0, -1));
  else if (event.key.length === 1) lookFor(query + event.key);
  return event.key !== 'Tab';
}
