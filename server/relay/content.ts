import * as Y from 'yjs';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type Encoded, type EncodedSection, writeRanges } from '../guard/encode.ts';
import { addAllDeleted, type DeletedClocks } from '../guard/ranges.ts';
import { scanStored } from '../guard/scan.ts';
import { GrowingBytes } from './growing-bytes.ts';

/** All structs of one client as bytes, ready to be sent. */
interface ClientBytes {
  readonly structs: GrowingBytes;
  count: number;
  readonly clock: number;
  end: number;
}

/**
 * The durable part of an open document as encoded bytes by client. Since the guard admits only what continues a client
 * without a gap, merging updates is putting bytes one after the other, and no Y.Doc is needed to answer sync step 1.
 */
export class Content {
  private readonly clients = new Map<number, ClientBytes>();
  private readonly deleted: DeletedClocks = new Map();
  private whole: WeakRef<Uint8Array> | undefined; // for a storm of newcomers; memory may take it back
  sizeBytes = 0;

  endOf(client: number): number {
    return this.clients.get(client)?.end ?? 0;
  }

  /** [client, end] of everybody, for a state vector. */
  state(): Map<number, number> {
    return new Map([...this.clients].map(([client, { end }]) => [client, end]));
  }

  /** Adds a scanned update. Structs already here are passed over; a gap is an error of the log. */
  add(summary: Encoded): void {
    this.whole = undefined;
    for (const section of summary.sections) this.addSection(summary.update, section);
    addAllDeleted(this.deleted, summary.deletes);
  }

  private addSection(update: Uint8Array, section: EncodedSection): void {
    const end = this.endOf(section.client);
    if (section.endClock <= end) return;
    if (section.clock !== end) return this.addOverlapping(update, section, end);
    const bytes = update.subarray(section.start, section.end);
    const found = this.clients.get(section.client);
    this.sizeBytes += bytes.length;
    if (found === undefined) {
      const { clock, endClock, structs } = section;
      this.clients.set(section.client, {
        structs: new GrowingBytes(bytes),
        count: structs.length,
        clock,
        end: endClock,
      });
      return;
    }
    found.structs.add(bytes);
    found.count += section.structs.length;
    found.end = section.endClock;
  }

  /** Two relays may have admitted overlapping structs of one client: Yjs cuts off the part that is known. */
  private addOverlapping(update: Uint8Array, section: EncodedSection, end: number): void {
    if (section.clock > end)
      throw new Error(`log: client ${section.client} continues at ${section.clock}, expected ${end}`);
    const rest = scanStored(Y.diffUpdate(update, Y.encodeStateVector(new Map([[section.client, end]]))));
    if (!rest.ok) throw new Error('log: an update cannot be cut');
    const cut = rest.value.sections.find(({ client }) => client === section.client);
    if (cut !== undefined) this.addSection(rest.value.update, cut);
  }

  /** One update with everything that a document with this state lacks, and all deletions. */
  since(state: ReadonlyMap<number, number>): Uint8Array {
    if (state.size > 0) return this.encode(state);
    const kept = this.whole?.deref();
    if (kept !== undefined) return kept;
    const whole = this.encode(state);
    this.whole = new WeakRef(whole);
    return whole;
  }

  private encode(state: ReadonlyMap<number, number>): Uint8Array {
    const encoder = encoding.createEncoder();
    const wanted = [...this.clients]
      .filter(([client, { end }]) => end > (state.get(client) ?? 0))
      .sort((a, b) => b[0] - a[0]);
    encoding.writeVarUint(encoder, wanted.length);
    for (const [client, bytes] of wanted) writeFrom(encoder, client, bytes, state.get(client) ?? 0);
    writeRanges(encoder, this.deleted);
    return encoding.toUint8Array(encoder);
  }
}

/** Writes a client's section from the struct that holds `from` on; Yjs skips the part of it that it knows. */
function writeFrom(encoder: encoding.Encoder, client: number, bytes: ClientBytes, from: number): void {
  const all = bytes.structs.all();
  const cut = from <= bytes.clock ? { count: bytes.count, clock: bytes.clock, at: 0 } : cutAt(client, bytes, all, from);
  encoding.writeVarUint(encoder, cut.count);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, cut.clock);
  encoding.writeUint8Array(encoder, all.subarray(cut.at));
}

function cutAt(
  client: number,
  bytes: ClientBytes,
  all: Uint8Array,
  from: number,
): { count: number; clock: number; at: number } {
  const header = encoding.encode((encoder) => {
    for (const number of [1, bytes.count, client, bytes.clock]) encoding.writeVarUint(encoder, number);
  });
  const update = new Uint8Array(header.length + all.length + 1); // the last byte: no deletions
  update.set(header);
  update.set(all, header.length);
  const scanned = scanStored(update);
  const section = scanned.ok ? scanned.value.sections[0] : undefined;
  const index = section?.structs.findIndex(({ clock, length }) => clock + length > from) ?? -1;
  const struct = section?.structs[index];
  if (struct === undefined) throw new Error('content: bytes that were scanned once no longer scan');
  return { count: bytes.count - index, clock: struct.clock, at: struct.at - header.length };
}

/** A state vector as a map; `undefined` when it is malformed or claims more than its bytes hold. */
export function readStateVector(bytes: Uint8Array): Map<number, number> | undefined {
  const decoder = decoding.createDecoder(bytes);
  try {
    const count = decoding.readVarUint(decoder);
    if (count * 2 > bytes.length) return undefined;
    const state = new Map<number, number>();
    for (let i = 0; i < count; i++) state.set(decoding.readVarUint(decoder), decoding.readVarUint(decoder));
    return decoding.hasContent(decoder) ? undefined : state;
  } catch {
    return undefined; // lib0 throws on short input
  }
}
