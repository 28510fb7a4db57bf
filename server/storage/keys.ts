import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** A data key as it is kept beside what it protects: useless without the master key named `kekId`. */
export interface WrappedKey {
  readonly dek_wrapped: Uint8Array; // version 1, nonce 12, key 32, tag 16
  readonly kek_id: string;
}

/** What the master key gives: the database file's key, and data keys that are wrapped for one owner. */
export interface Keys {
  readonly kekId: string;
  /** Raw keys of the embedded database file: the current one, then those it may still be under after a rotation. */
  readonly fileKeys: readonly [Buffer, ...Buffer[]];
  /** A fresh 32-byte data key for `owner`, such as `document consensus/x`. */
  newDataKey(owner: string): { key: Buffer; wrapped: WrappedKey };
  wrap(key: Uint8Array, owner: string): WrappedKey;
  /** Throws `WrongKeyError` when the key was wrapped by another master key, for another owner, or changed. */
  unwrap(wrapped: WrappedKey, owner: string): Buffer;
}

export class WrongKeyError extends Error {}

const version = 1;

/** @param previous master keys that still open what they wrapped, during and after a rotation */
export function makeKeys(masterKey: Uint8Array, previous: readonly Uint8Array[] = []): Keys {
  const kekById = new Map([...previous, masterKey].map((key) => [kekIdOf(key), derive(key, 'consilium/data keys')]));
  const kekId = kekIdOf(masterKey);
  const wrap = (key: Uint8Array, owner: string): WrappedKey => ({
    dek_wrapped: seal(kekById.get(kekId)!, key, owner),
    kek_id: kekId,
  });
  return {
    kekId,
    fileKeys: [fileKeyOf(masterKey), ...previous.map(fileKeyOf)],
    wrap,
    newDataKey(owner) {
      const key = randomBytes(32);
      return { key, wrapped: wrap(key, owner) };
    },
    unwrap({ dek_wrapped, kek_id }, owner) {
      const kek = kekById.get(kek_id);
      if (kek === undefined)
        throw new WrongKeyError(`the key of ${owner} was wrapped by master key ${kek_id}, which is not here`);
      try {
        return open(kek, dek_wrapped, owner);
      } catch {
        throw new WrongKeyError(`the key of ${owner} does not open: it was changed, or moved from another owner`);
      }
    },
  };
}

function seal(kek: Buffer, key: Uint8Array, owner: string): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', kek, nonce).setAAD(Buffer.from(owner));
  return Buffer.concat([Buffer.of(version), nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

function open(kek: Buffer, wrapped: Uint8Array, owner: string): Buffer {
  if (wrapped[0] !== version || wrapped.length !== 61) throw new RangeError('not a wrapped key');
  const decipher = createDecipheriv('aes-256-gcm', kek, wrapped.subarray(1, 13)).setAAD(Buffer.from(owner));
  decipher.setAuthTag(wrapped.subarray(45));
  return Buffer.concat([decipher.update(wrapped.subarray(13, 45)), decipher.final()]);
}

/** Names a master key without telling anything of it. */
const kekIdOf = (masterKey: Uint8Array) =>
  createHash('sha256').update(derive(masterKey, 'consilium/key id')).digest('hex').slice(0, 16);

const fileKeyOf = (masterKey: Uint8Array) => derive(masterKey, 'consilium/database file');

const derive = (masterKey: Uint8Array, purpose: string) => Buffer.from(hkdfSync('sha256', masterKey, '', purpose, 32));
