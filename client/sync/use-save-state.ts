import { useSyncExternalStore } from 'react';
import { saveFacts } from './save-facts.ts';
import type { SaveState } from './save-state.ts';

/** What the status bar shows, for all open and waiting work of this person on this device; at once, so that no list shows a mark before it (SAVE7). */
export const useSaveState = (): SaveState => useSyncExternalStore(saveFacts.subscribe, saveFacts.state);
