import { createCipheriv, createDecipheriv, hash, type KeyObject } from 'node:crypto';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import { randomNonce } from './nonce.ts';

const version = 1;
const overhead = 29; // version 1, nonce 12, tag 16

/** Stored bytes of a document do not open: they were changed, or belong to another place. */
export class DamagedDocumentError extends Error {
  readonly document: DocumentName;
  constructor(document: DocumentName, what: string) {
    super(`${what} of ${document} is damaged: it was changed or moved on disk. Restore it from a backup.`);
    this.document = document;
  }
}

/** What stands beside a payload in its row: sealed with it, so that neither can change alone. */
export type Place =
  | {
      readonly type: 'update';
      readonly document: DocumentName;
      readonly seq: number;
      readonly actorId: string;
      readonly clientId: number;
      readonly at: string;
    }
  | { readonly type: 'snapshot'; readonly document: DocumentName; readonly seq: number }
  | { readonly type: 'quarantine'; readonly document: DocumentName; readonly id: string };

/** AES-256-GCM under the document's key. Synchronous: for updates of a few hundred bytes WebCrypto costs three times as much. */
export function sealPayload(key: KeyObject, place: Place, bytes: Uint8Array): Buffer {
  const nonce = randomNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(placeBytes(place));
  return Buffer.concat([Buffer.of(version), nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The bytes that were sealed at this place, or a thrown `DamagedDocumentError`. */
export function openPayload(key: KeyObject, place: Place, payload: Uint8Array): Uint8Array {
  try {
    if (payload[0] !== version || payload.length < overhead) throw new RangeError('not a sealed payload');
    const decipher = createDecipheriv('aes-256-gcm', key, payload.subarray(1, 13)).setAAD(placeBytes(place));
    decipher.setAuthTag(payload.subarray(-16));
    const opened = Buffer.concat([decipher.update(payload.subarray(13, -16)), decipher.final()]);
    return new Uint8Array(opened.buffer, opened.byteOffset, opened.byteLength);
  } catch (error) {
    throw new DamagedDocumentError(
      place.document,
      `${place.type} ${place.type === 'quarantine' ? place.id : place.seq} (${String(error)})`,
    );
  }
}

/** SHA-256 of the stored bytes, so that a check needs no key. */
export const payloadHash = (payload: Uint8Array) => hash('sha256', payload, 'hex');

function placeBytes(place: Place): Buffer {
  switch (place.type) {
    case 'update':
      return Buffer.from(
        JSON.stringify([place.type, place.document, place.seq, place.actorId, place.clientId, place.at]),
      );
    case 'snapshot':
      return Buffer.from(JSON.stringify([place.type, place.document, place.seq]));
    case 'quarantine':
      return Buffer.from(JSON.stringify([place.type, place.document, place.id]));
  }
}
