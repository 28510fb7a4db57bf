import type { DeviceDatabase } from './database.ts';

const flag = (database: DeviceDatabase): string => `${database.name}-kept`;

export interface Sentinel {
  /** made anew with each store, so that a store made again is told apart from the one before, by every tab for itself */
  readonly value: string;
  /** the browser has emptied the store since this device last used it */
  readonly isAfterEviction: boolean;
}

/**
 * Finds the mark of a store in use, or places one (rule KEPT5). Of several tabs that find none, one places it.
 * @param before what this tab found earlier, if it did
 */
export async function findSentinel(database: DeviceDatabase, before: string | undefined): Promise<Sentinel> {
  const wasThere = before !== undefined || localStorage.getItem(flag(database)) === '1';
  const found = await database.transaction('rw', database.marks, async () => {
    const mark = await database.marks.get('sentinel');
    if (mark !== undefined) return { value: mark.value, isNew: false };
    const value = crypto.randomUUID();
    await database.marks.put({ name: 'sentinel', value });
    return { value, isNew: true };
  });
  localStorage.setItem(flag(database), '1');
  const isAnother = before !== undefined && found.value !== before;
  return { value: found.value, isAfterEviction: isAnother || (wasThere && found.isNew) };
}

export const removeFlag = (database: DeviceDatabase): void => localStorage.removeItem(flag(database));
