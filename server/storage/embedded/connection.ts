import Database from 'better-sqlite3-multiple-ciphers';

/** How a file is encrypted, page by page, each with its own authentication; the first is what new files have, the other what earlier versions made. */
export const ciphers = ['aegis', 'sqlcipher'] as const;
export type Cipher = (typeof ciphers)[number];

export interface SqliteFile {
  readonly path: string;
  readonly keyHex: string; // 64 hexadecimal digits
  readonly cipher?: Cipher;
  readonly isReadOnly: boolean;
}

/** Opens the encrypted file with the pragmas of durable writing, in the order that they need (SPEC: STORE2, STORE3). */
export function openSqlite(file: SqliteFile): Database.Database {
  const { path, isReadOnly } = file;
  const database = opened(file);
  const pragmas = isReadOnly ? readerPragmas : writerPragmas;
  for (const pragma of pragmas) database.pragma(pragma);
  assertDurable(database, path);
  return database;
}

function opened({ path, keyHex, isReadOnly, cipher = ciphers[0] }: SqliteFile): Database.Database {
  const database = new Database(path, { readonly: isReadOnly, timeout: 5000 });
  database.pragma(`cipher='${cipher}'`);
  database.pragma(`key="x'${keyHex}'"`);
  return database;
}

/** Encrypts anew a file that nobody else has open, under the same key. Cut off, it may leave a file that does not open. */
export function changeCipher(file: SqliteFile, to: Cipher): void {
  const database = opened(file);
  try {
    database.pragma('journal_mode=DELETE'); // the driver changes no cipher beside a write-ahead log
    database.pragma(`cipher='${to}'`);
    database.pragma(`rekey="x'${file.keyHex}'"`);
  } finally {
    database.close();
  }
}

const writerPragmas = [
  'auto_vacuum=INCREMENTAL', // before the first table, or never
  'synchronous=EXTRA', // before anything is written: the driver's own default loses acknowledged rows at a power cut
  'journal_mode=WAL',
  'foreign_keys=ON',
  'busy_timeout=5000',
  'wal_autocheckpoint=4000',
  'journal_size_limit=67108864',
  'cache_size=-32768',
  ...(process.platform === 'darwin' ? ['fullfsync=1', 'checkpoint_fullfsync=1'] : []),
];
const readerPragmas = ['synchronous=EXTRA', 'busy_timeout=5000', 'cache_size=-32768'];

function assertDurable(database: Database.Database, path: string): void {
  const synchronous = database.pragma('synchronous', { simple: true });
  const journalMode = database.pragma('journal_mode', { simple: true });
  if (synchronous === 3 && journalMode === 'wal') return;
  throw new Error(
    `${path} would not write durably: synchronous=${synchronous} (must be 3), journal_mode=${journalMode} (must be wal)`,
  );
}
