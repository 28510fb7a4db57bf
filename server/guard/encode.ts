import * as encoding from 'lib0/encoding';
import { addAllDeleted, type DeletedClocks } from './ranges.ts';
import type { DeleteRange, Section, Summary } from './scan.ts';

/** An update with the structs of `summary`, byte for byte, and these deletions. */
export function encodeUpdate(summary: Summary, deletes: readonly DeleteRange[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, summary.sections.length);
  for (const section of summary.sections) {
    encoding.writeVarUint(encoder, section.structs.length);
    encoding.writeVarUint(encoder, section.client);
    encoding.writeVarUint(encoder, section.clock);
    encoding.writeUint8Array(encoder, summary.update.subarray(section.start, section.end));
  }
  writeDeletes(encoder, deletes);
  return encoding.toUint8Array(encoder);
}

/** Where the structs of one client lie in an update, and how many there are: what is known of a scanned section without its structs. */
export interface EncodedSection extends Omit<Section, 'structs'> {
  readonly structs: { readonly length: number };
}

/** An update with what it holds, as far as that is kept after it was judged. */
export interface Encoded extends Omit<Summary, 'sections'> {
  readonly sections: readonly EncodedSection[];
}

/** An update of one section whose structs are these bytes. */
export function encodeSection(section: Omit<EncodedSection, 'start' | 'end'>, bytes: Uint8Array, deletes: readonly DeleteRange[]): Encoded {
  const head = encoding.encode((encoder) => {
    for (const number of [1, section.structs.length, section.client, section.clock]) encoding.writeVarUint(encoder, number);
  });
  const tail = deletes.length === 0 ? noDeletes : encoding.encode((encoder) => writeDeletes(encoder, deletes));
  const start = head.length;
  const end = start + bytes.length;
  const update = new Uint8Array(end + tail.length);
  update.set(head);
  update.set(bytes, start);
  update.set(tail, end);
  return { update, sections: [{ ...section, start, end }], deletes };
}

const noDeletes = Uint8Array.of(0);

/** Merged and ascending: where Yjs keeps a deletion for later it counts from one range to the next, and what is out of order becomes another. */
function writeDeletes(encoder: encoding.Encoder, deletes: readonly DeleteRange[]): void {
  const byClient: DeletedClocks = new Map();
  addAllDeleted(byClient, deletes);
  writeRanges(encoder, byClient);
}

/** The delete set of an update, V1. */
export function writeRanges(encoder: encoding.Encoder, deleted: DeletedClocks): void {
  encoding.writeVarUint(encoder, deleted.size);
  for (const [client, { starts, ends }] of deleted) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, starts.length);
    starts.forEach((start, i) => {
      encoding.writeVarUint(encoder, start);
      encoding.writeVarUint(encoder, ends[i]! - start); // as many as starts
    });
  }
}

/** Whether each client's ranges stand together and ascend, as Yjs writes them. */
export function areInOrder(deletes: readonly DeleteRange[]): boolean {
  if (deletes.length < 2) return true;
  const earlier = new Set<number>();
  return deletes.every(({ client, clock }, i) => {
    const before = deletes[i - 1];
    if (before === undefined) return true;
    if (before.client === client) return before.clock + before.length <= clock;
    earlier.add(before.client);
    return !earlier.has(client);
  });
}
