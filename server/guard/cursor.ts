import { limits } from './limits.ts';

/** Thrown inside the guard alone and caught at its door: the update is not what the format allows. */
export class Malformed extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** Reads an update byte by byte, never past its end, and allocates nothing. */
export class Cursor {
  readonly bytes: Uint8Array;
  at = 0;
  readonly end: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  byte(): number {
    if (this.at >= this.end) throw new Malformed('truncated');
    return this.bytes[this.at++]!; // in bounds, checked above
  }

  /** A varuint of at most 53 bits. */
  uint(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    let scale = 0x80;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new Malformed('number');
      if (byte < 0x80) return value;
      scale *= 0x80;
      if (scale > 2 ** 49) throw new Malformed('number');
    }
  }

  /** A signed varint of at most 53 bits; the value is not needed. */
  skipInt(): void {
    const first = this.byte();
    if (first < 0x80) return;
    let value = first & 0x3f;
    let scale = 0x40;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new Malformed('number');
      if (byte < 0x80) return;
      scale *= 0x80;
      if (scale > 2 ** 49) throw new Malformed('number');
    }
  }

  /** Steps over `length` bytes and returns where they begin. */
  skip(length: number): number {
    const start = this.at;
    if (length > this.end - start) throw new Malformed('truncated');
    this.at = start + length;
    return start;
  }

  /** Steps over a string of at most `max` bytes that must be valid UTF-8; returns its length in UTF-16 units. */
  text(max: number): number {
    const length = this.uint();
    if (length > max) throw new Malformed('text too long');
    const start = this.skip(length);
    return utf16Length(this.bytes, start, this.at);
  }

  /** As `text`, returning the string itself. */
  string(max: number): string {
    const length = this.uint();
    if (length > max) throw new Malformed('text too long');
    const start = this.skip(length);
    utf16Length(this.bytes, start, this.at);
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, length).toString('utf8');
  }

  /** Steps over a key and refuses the names through which an object's prototype is reached. */
  key(): void {
    const length = this.uint();
    if (length > limits.keyBytes) throw new Malformed('key too long');
    const start = this.skip(length);
    utf16Length(this.bytes, start, this.at);
    if ((length === 9 || length === 11) && isForbiddenName(this.decode(start, this.at)))
      throw new Malformed('forbidden key');
  }

  decode(start: number, end: number): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, end - start).toString('utf8');
  }
}

const forbidden: readonly string[] = ['__proto__', 'prototype', 'constructor'];

export const isForbiddenName = (name: string): boolean => forbidden.includes(name);

/** Length in UTF-16 units of well-formed UTF-8 in `[start, end)`; surrogates and overlong forms are malformed. */
function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let units = end - start;
  for (let i = start; i < end; i++) {
    const lead = bytes[i]!; // `i` is below `end`, which is inside the update
    if (lead < 0x80) continue;
    const extra = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (!isSequence(bytes, i, extra, end)) throw new Malformed('utf-8');
    units -= extra === 3 ? 2 : extra;
    i += extra;
  }
  return units;
}

function isSequence(bytes: Uint8Array, at: number, extra: number, end: number): boolean {
  const lead = bytes[at]!; // as above
  if (lead < 0xc2 || lead > 0xf4 || at + extra >= end) return false;
  const second = bytes[at + 1]!;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return false;
  for (let i = 2; i <= extra; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return false;
  return true;
}
