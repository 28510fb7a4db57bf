import { StoreAwayError } from './blobs/object-store.ts';
import { hasCode, isCausedBy } from './storage/causes.ts';
import { CommitInDoubtError, isDatabaseLost, isTooLate } from './storage/lost.ts';
import { refuse, type Refusal } from './work/refusal.ts';

/**
 * What to answer whose request failed by no fault of theirs: a disk, a database that is away, or a bug.
 * @param isReady whether the database answers now, and did all the while: libraries hide what it told them
 */
export async function faultWords(error: unknown, isReady: () => Promise<boolean>): Promise<Refusal> {
  if (isDiskFault(error)) return diskFails;
  if (isCausedBy(error, CommitInDoubtError)) return inDoubt;
  if (isCausedBy(error, StoreAwayError)) return storeAway;
  if (isTooLate(error)) return busy;
  if (isDatabaseLost(error) || !(await isReady())) return databaseAway;
  return serverFault;
}

/** A full or failing disk, in the words of SQLite and of the operating system. */
export const isDiskFault = (error: unknown): boolean => hasCode(error, diskCodes);

const diskCodes = /^(SQLITE_FULL|SQLITE_IOERR|SQLITE_READONLY|ENOSPC|EIO$|EROFS|EDQUOT)/;

const diskFails = refuse(507, 'DiskFails', 'The server’s disk is full or fails, and nothing was changed. What you wrote stays on this device; tell the administrator.').error;
export const databaseAway = refuse(503, 'DatabaseAway', 'The server has lost its database and is looking for it. Nothing was changed; try again in a moment.').error;
const inDoubt = refuse(503, 'InDoubt', 'The server lost its database while it wrote this, and cannot say whether it is written. Look before you do it again.').error;
const storeAway = refuse(503, 'StoreAway', 'The server cannot reach the store where files are kept. Nothing was changed; try again in a moment.').error;
const busy = refuse(503, 'Busy', 'Somebody else’s work on the same took too long. Nothing was changed; try again in a moment.').error;
const serverFault = refuse(500, 'ServerFault', 'The server failed at this, and has noted it. Nothing was changed; try again, or tell the administrator.').error;
