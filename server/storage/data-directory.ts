import { join } from 'node:path';

/** Where things lie in the data directory; blobs have `blobs/` beside these. */
export const databaseFile = (dataDirectory: string) => join(dataDirectory, 'consilium.db');
export const lockPath = (dataDirectory: string) => join(dataDirectory, 'lock.db');
export const backupFolder = (dataDirectory: string) => join(dataDirectory, 'backups');
export const masterKeyPath = (dataDirectory: string) => join(dataDirectory, 'keys', 'master.key');
