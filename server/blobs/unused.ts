import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';

/** Blobs that no item has as a source and that were put before `before` (an instant): leave uploads a week to be used. */
export async function unusedBlobs(db: Kysely<Database>, before: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('blobs')
    .leftJoin('item_sources', 'item_sources.sha256', 'blobs.sha256')
    .select('blobs.sha256')
    .where('item_sources.sha256', 'is', null)
    .where('blobs.created_at', '<', before)
    .orderBy('blobs.sha256')
    .execute();
  return rows.map((row) => row.sha256);
}
