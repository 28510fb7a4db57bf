import { useSyncExternalStore } from 'react';
import { toldAfterPaint } from './follow.ts';
import { saveFacts } from './save-facts.ts';
import type { SaveState } from './save-state.ts';

/** Told with the lists, in one drawing, so that none shows a mark before it (SAVE7). */
const told = toldAfterPaint<SaveState>({ current: saveFacts.state, subscribe: saveFacts.subscribe });

/** What the status bar shows, for all open and waiting work of this person on this device. */
export const useSaveState = (): SaveState => useSyncExternalStore(told.subscribe, told.current);
