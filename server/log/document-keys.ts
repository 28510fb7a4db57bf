import { createSecretKey, type KeyObject } from 'node:crypto';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import { documentOwner } from '../storage/key-owner.ts';
import type { Keys, WrappedKey } from '../storage/keys.ts';

const capacity = 10_000;

/** Data keys of documents, unwrapped once and kept while they are in use. */
export interface DocumentKeys {
  create(document: DocumentName): WrappedKey;
  /** A key object, not bytes: with those, each cipher would take four times as long. */
  open(document: DocumentName, wrapped: WrappedKey): KeyObject;
}

export function documentKeys(keys: Keys): DocumentKeys {
  const keyByWrapped = new Map<string, KeyObject>();
  return {
    create: (document) => keys.newDataKey(documentOwner(document)).wrapped,
    open(document, wrapped) {
      // Under the wrapped bytes, so that a changed row is never answered from memory.
      const id = `${document} ${Buffer.from(wrapped.dek_wrapped).toString('base64')}`;
      const key = keyByWrapped.get(id) ?? createSecretKey(keys.unwrap(wrapped, documentOwner(document)));
      keyByWrapped.delete(id);
      keyByWrapped.set(id, key);
      if (keyByWrapped.size > capacity) keyByWrapped.delete(keyByWrapped.keys().next().value!);
      return key;
    },
  };
}
