import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { headBytes, type SignedHead } from '@consilium/shared/audit/verify.ts';
import type { Kysely } from 'kysely';
import { signingKeyOwner } from '../storage/key-owner.ts';
import type { Keys } from '../storage/keys.ts';
import type { Database } from '../storage/schema.ts';
import { type SigningKey, SigningKeySchema, signingKeySetting } from '../storage/signing-key.ts';
import type { Storage } from '../storage/storage.ts';

/** The server's own Ed25519 key. */
export interface HeadSigner {
  readonly publicKey: string; // SPKI, base64
  sign(head: Omit<SignedHead, 'signature'>): SignedHead;
}

/** The key in `settings`, which the first caller makes; of two at once, both get the same. */
export async function loadHeadSigner({ db, keys }: Pick<Storage, 'db' | 'keys'>): Promise<HeadSigner> {
  const stored = (await selectKey(db)) ?? (await createKey(db, keys));
  const { publicKey, seed, kekId } = SigningKeySchema.parse(JSON.parse(stored));
  const raw = keys.unwrap({ dek_wrapped: Buffer.from(seed, 'base64'), kek_id: kekId }, signingKeyOwner);
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, raw]), format: 'der', type: 'pkcs8' });
  return {
    publicKey,
    sign: (head) => ({ ...head, signature: sign(null, headBytes(head), privateKey).toString('base64') }),
  };
}

/** @param publicKey SPKI, base64; anything malformed is simply not a signature */
export function isHeadSignedBy(publicKey: string, head: SignedHead): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, headBytes(head), key, Buffer.from(head.signature, 'base64'));
  } catch {
    return false;
  }
}

/** What precedes the 32 bytes of a seed in PKCS #8 (RFC 8410, section 7). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

async function selectKey(db: Kysely<Database>): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', signingKeySetting).executeTakeFirst();
  return row?.value;
}

async function createKey(db: Kysely<Database>, keys: Keys): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const { dek_wrapped, kek_id } = keys.wrap(seed, signingKeyOwner);
  const kept: SigningKey = {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    seed: Buffer.from(dek_wrapped).toString('base64'),
    kekId: kek_id,
  };
  await db
    .insertInto('settings')
    .values({ key: signingKeySetting, value: JSON.stringify(kept) })
    .onConflict((row) => row.doNothing())
    .execute();
  return (await selectKey(db))!;
}
