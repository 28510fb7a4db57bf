import { createCipheriv, createDecipheriv } from 'node:crypto';
import { canonicalJson } from '@consilium/shared/audit/canonical.ts';
import type { AuditEvent } from '@consilium/shared/audit/event.ts';
import type { Kysely } from 'kysely';
import * as z from 'zod/mini';
import { itemOwner } from '../storage/key-owner.ts';
import type { Database } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { randomNonce } from './nonce.ts';

/** What stands in `new` of a line whose content is an item's: only this item's key opens it, and erasing the item destroys that key. */
const Sealed = z.object({ new: z.object({ sealedFor: z.string(), bytes: z.string() }) });

/** The event with old, new and why sealed under the item's key, which the first such line makes. */
export async function sealEvent({ keys }: Pick<Storage, 'keys'>, tx: Kysely<Database>, event: AuditEvent, item: string): Promise<AuditEvent> {
  const { old, new: after, why, ...open } = event;
  const key = keys.unwrap(await itemKey(keys, tx, item), itemOwner(item));
  const nonce = randomNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(`audit ${item}`));
  const text = canonicalJson({ old, new: after, why });
  const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { ...open, new: { sealedFor: item, bytes: bytes.toString('base64') } };
}

async function itemKey(keys: Storage['keys'], tx: Kysely<Database>, item: string) {
  const find = () => tx.selectFrom('item_keys').select(['dek_wrapped', 'kek_id']).where('item_id', '=', item).executeTakeFirst();
  const known = await find();
  if (known !== undefined) return known;
  await tx.insertInto('item_keys').values({ item_id: item, ...keys.newDataKey(itemOwner(item)).wrapped }).onConflict((there) => there.doNothing()).execute();
  const made = await find();
  if (made === undefined) throw new Error(`the key of item ${item} was not kept`);
  return made;
}

/** Bodies of lines as they were said; of an erased item `{"new":{"erased":true}}`, since nobody can open them any more. */
export async function openBodies<Row extends { readonly body: string }>({ db, keys }: Pick<Storage, 'db' | 'keys'>, rows: readonly Row[]): Promise<Row[]> {
  const sealed = rows.map(({ body }) => sealedIn(body));
  const items = [...new Set(sealed.flatMap((one) => one?.sealedFor ?? []))];
  const found = items.length === 0 ? [] : await db.selectFrom('item_keys').selectAll().where('item_id', 'in', items).execute();
  const keyByItem = new Map(found.map((row) => [row.item_id, keys.unwrap(row, itemOwner(row.item_id))]));
  return rows.map((row, i) => {
    const seal = sealed[i];
    if (seal === undefined) return row;
    const key = keyByItem.get(seal.sealedFor);
    return { ...row, body: key === undefined ? canonicalJson({ new: { erased: true } }) : opened(key, seal.sealedFor, Buffer.from(seal.bytes, 'base64')) };
  });
}

function sealedIn(body: string): { sealedFor: string; bytes: string } | undefined {
  const read = Sealed.safeParse(JSON.parse(body));
  return read.success ? read.data.new : undefined;
}

function opened(key: Buffer, item: string, bytes: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(`audit ${item}`));
  decipher.setAuthTag(bytes.subarray(-16));
  return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
}
