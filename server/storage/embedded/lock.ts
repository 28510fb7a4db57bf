import Database from 'better-sqlite3-multiple-ciphers';

/**
 * Takes the data directory for this process, until it ends in whatever way: the operating system drops the lock.
 * @returns the function that gives it back, or `undefined` when another process has it
 */
export function lockFile(path: string): (() => void) | undefined {
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
  return () => database.close();
}
