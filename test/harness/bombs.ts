import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { recordedDoc } from './wire-client.ts';

/** An awareness update of client, clock and JSON. */
export function awareness(entries: readonly (readonly [number, number, string])[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const [clientId, clock, json] of entries) {
      encoding.writeVarUint(encoder, clientId);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, json);
    }
  });
}

/** Numbers as varuints, one after the other: an update by hand. */
export function numbers(...list: number[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of list) encoding.writeVarUint(encoder, number);
  });
}

function updateOf(clientId: number, change: (doc: Y.Doc) => void): Uint8Array {
  const { doc } = recordedDoc(clientId);
  change(doc);
  return Y.encodeStateAsUpdate(doc);
}

export function forgedBy(clientId: number): Uint8Array {
  return updateOf(clientId, (doc) => doc.getMap('annotations').set('forged', 1));
}

export function rooted(root: string): Uint8Array {
  return updateOf(7000, (doc) => doc.getMap(root).set('a', 1));
}

export function subDocument(): Uint8Array {
  return updateOf(7000, (doc) => doc.getMap('annotations').set('a', new Y.Doc({ autoLoad: true })));
}

/** An array in an array, and so on. */
export function nested(depth: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [1, 1, 7000, 0]) encoding.writeVarUint(encoder, number);
    encoding.writeUint8(encoder, 0x28);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, 'annotations');
    encoding.writeVarString(encoder, 'key');
    encoding.writeVarUint(encoder, 1);
    for (let i = 0; i < depth; i++) encoding.writeUint8Array(encoder, Uint8Array.of(117, 1));
    encoding.writeUint8Array(encoder, Uint8Array.of(126, 0));
  });
}
