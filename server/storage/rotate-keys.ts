import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { masterKeyPath } from './data-directory.ts';
import { CookieSecretSchema, cookieSecretSetting } from './cookie-secret.ts';
import { blobOwner, cookieSecretOwner, documentOwner, itemOwner, signingKeyOwner } from './key-owner.ts';
import type { Keys, WrappedKey } from './keys.ts';
import { readMasterKeys, writeMasterKeys } from './master-key.ts';
import type { Database } from './schema.ts';
import { SigningKeySchema, signingKeySetting } from './signing-key.ts';
import type { Storage } from './storage.ts';

/**
 * First step of a rotation, while the server is stopped: a new master key goes before the old ones in the key file.
 * The next opening re-encrypts the database file; `rewrapKeys` is the last step. Each may be cut off and done again.
 * The old keys stay in the file, since older backups need them.
 */
export function addMasterKey(dataDirectory: string): void {
  const path = masterKeyPath(dataDirectory);
  writeMasterKeys(path, [randomBytes(32), ...readMasterKeys(path)]);
}

/** Wraps every data key by the current master key, in slices. @returns how many were under an older one */
export async function rewrapKeys({ db, keys }: Pick<Storage, 'db' | 'keys'>): Promise<number> {
  const documents = await inSlices(() => db.transaction().execute((tx) => rewrapDocuments(tx, keys)));
  const blobs = await inSlices(() => db.transaction().execute((tx) => rewrapBlobs(tx, keys)));
  const items = await inSlices(() => db.transaction().execute((tx) => rewrapItemKeys(tx, keys)));
  return documents + blobs + items + (await rewrapSigningKey(db, keys)) + (await rewrapCookieSecret(db, keys));
}

/** Whether something is still wrapped by an older master key: a rotation was cut off before its end. */
export async function isRotationUnfinished({ db, keys }: Pick<Storage, 'db' | 'keys'>): Promise<boolean> {
  const document = await db.selectFrom('documents').select('kek_id').where('kek_id', '!=', keys.kekId).executeTakeFirst();
  const blob = await db.selectFrom('blobs').select('kek_id').where('kek_id', '!=', keys.kekId).executeTakeFirst();
  const item = await db.selectFrom('item_keys').select('kek_id').where('kek_id', '!=', keys.kekId).executeTakeFirst();
  const settings = await db.selectFrom('settings').select('value').where('key', 'in', [signingKeySetting, cookieSecretSetting]).execute();
  return document !== undefined || blob !== undefined || item !== undefined || settings.some(({ value }) => !value.includes(keys.kekId));
}

const sliceLength = 500;

async function inSlices(rewrapSlice: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await rewrapSlice();
    total += count;
    if (count < sliceLength) return total;
  }
}

const rewrapped = (keys: Keys, row: WrappedKey, owner: string): WrappedKey => keys.wrap(keys.unwrap(row, owner), owner);

async function rewrapDocuments(tx: Kysely<Database>, keys: Keys): Promise<number> {
  const rows = await tx
    .selectFrom('documents')
    .select(['id', 'dek_wrapped', 'kek_id'])
    .where('kek_id', '!=', keys.kekId)
    .limit(sliceLength)
    .execute();
  for (const row of rows) {
    await tx
      .updateTable('documents')
      .set(rewrapped(keys, row, documentOwner(row.id)))
      .where('id', '=', row.id)
      .execute();
  }
  return rows.length;
}

async function rewrapBlobs(tx: Kysely<Database>, keys: Keys): Promise<number> {
  const rows = await tx
    .selectFrom('blobs')
    .select(['sha256', 'dek_wrapped', 'kek_id'])
    .where('kek_id', '!=', keys.kekId)
    .limit(sliceLength)
    .execute();
  for (const row of rows) {
    await tx
      .updateTable('blobs')
      .set(rewrapped(keys, row, blobOwner(row.sha256)))
      .where('sha256', '=', row.sha256)
      .execute();
  }
  return rows.length;
}

async function rewrapItemKeys(tx: Kysely<Database>, keys: Keys): Promise<number> {
  const rows = await tx.selectFrom('item_keys').selectAll().where('kek_id', '!=', keys.kekId).limit(sliceLength).execute();
  for (const row of rows) await tx.updateTable('item_keys').set(rewrapped(keys, row, itemOwner(row.item_id))).where('item_id', '=', row.item_id).execute();
  return rows.length;
}

async function rewrapSigningKey(db: Kysely<Database>, keys: Keys): Promise<number> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', signingKeySetting).executeTakeFirst();
  if (row === undefined) return 0;
  const { publicKey, seed, kekId } = SigningKeySchema.parse(JSON.parse(row.value));
  if (kekId === keys.kekId) return 0;
  const wrapped = rewrapped(keys, { dek_wrapped: Buffer.from(seed, 'base64'), kek_id: kekId }, signingKeyOwner);
  const value = { publicKey, seed: Buffer.from(wrapped.dek_wrapped).toString('base64'), kekId: wrapped.kek_id };
  await db
    .updateTable('settings')
    .set({ value: JSON.stringify(value) })
    .where('key', '=', signingKeySetting)
    .execute();
  return 1;
}

async function rewrapCookieSecret(db: Kysely<Database>, keys: Keys): Promise<number> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', cookieSecretSetting).executeTakeFirst();
  if (row === undefined) return 0;
  const { dek, kek } = CookieSecretSchema.parse(JSON.parse(row.value));
  if (kek === keys.kekId) return 0;
  const wrapped = rewrapped(keys, { dek_wrapped: Buffer.from(dek, 'base64'), kek_id: kek }, cookieSecretOwner);
  const value = { dek: Buffer.from(wrapped.dek_wrapped).toString('base64'), kek: wrapped.kek_id };
  await db.updateTable('settings').set({ value: JSON.stringify(value) }).where('key', '=', cookieSecretSetting).execute();
  return 1;
}
