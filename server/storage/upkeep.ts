import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, millisecondsOf } from '@consilium/shared/kernel/time.ts';
import { backupFolder } from './data-directory.ts';
import { sql } from 'kysely';
import type { Storage } from './storage.ts';

const dayMs = 24 * 3600_000;
const dailyName = /^daily-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)\.db$/;

/**
 * What a database wants done about once an hour: space given back, and once a day a backup in the data directory, of which the newest
 * `kept` stay. Backups from before migrations are left alone. PostgreSQL looks after itself.
 */
export async function upkeep(storage: Storage, dataDirectory: string, now: Instant, kept = 7): Promise<void> {
  if (storage.type !== 'sqlite') return;
  await storage.reclaim();
  const folder = backupFolder(dataDirectory);
  const newest = dailyBackups(folder).at(-1);
  if (newest !== undefined && millisecondsOf(now) - millisecondsOf(backedUpAt(newest)) < dayMs) return;
  await storage.backupTo(join(folder, `daily-${now.replaceAll(/[:.]/g, '-')}.db`));
  for (const old of dailyBackups(folder).slice(0, -kept)) rmSync(join(folder, old));
}

/**
 * After an erasure: a new backup in place of all older ones in the data directory, and nothing of what was deleted left in free pages or the write-ahead log.
 * @param before backups stay as they are where none was made before this moment
 */
export async function renewBackups(storage: Storage, dataDirectory: string, now: Instant, before?: Instant): Promise<void> {
  if (storage.type !== 'sqlite') return;
  await storage.reclaim();
  await sql`pragma wal_checkpoint(truncate)`.execute(storage.db);
  const folder = backupFolder(dataDirectory);
  const older = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : [];
  if (before !== undefined && !older.some((name) => madeAtMs(folder, name) < millisecondsOf(before))) return;
  const fresh = `daily-${now.replaceAll(/[:.]/g, '-')}.db`;
  if (!older.includes(fresh)) await storage.backupTo(join(folder, fresh));
  for (const old of older) if (old !== fresh) rmSync(join(folder, old));
}

/** Their names, oldest first. */
function dailyBackups(folder: string): readonly string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => dailyName.test(name))
        .sort()
    : [];
}

/** A daily one says itself of which moment it is; of others the file says when it was written. */
const madeAtMs = (folder: string, name: string): number => (dailyName.test(name) ? millisecondsOf(backedUpAt(name)) : statSync(join(folder, name)).mtimeMs);

const backedUpAt = (name: string): Instant =>
  name.replace(dailyName, '$1').replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, 'T$1:$2:$3.$4Z');
