const leastRoom = 256;
/** As many are copied sooner one by one than through a view that is made for it: a keystroke is of about twenty. */
const fewBytes = 48;

/** Bytes that grow at their end. Room is made by an eighth of what is there, so that little of it stays empty. */
export class GrowingBytes {
  size: number;
  private room: Uint8Array;

  /** @param first is kept, and left as it is */
  constructor(first: Uint8Array) {
    this.room = first;
    this.size = first.length;
  }

  /** Adds `bytes`, or what of them lies within `[start, end)`. */
  add(bytes: Uint8Array, start = 0, end = bytes.length): void {
    const size = this.size + end - start;
    if (size > this.room.length) {
      const room = new Uint8Array(size + Math.max(leastRoom, size >>> 3));
      room.set(this.all());
      this.room = room;
    }
    if (end - start > fewBytes) this.room.set(bytes.subarray(start, end), this.size);
    else for (let from = start, to = this.size; from < end; from++, to++) this.room[to] = bytes[from]!; // within, by the condition
    this.size = size;
  }

  /** A view, good until more is added. */
  all(): Uint8Array {
    return this.room.subarray(0, this.size);
  }
}
