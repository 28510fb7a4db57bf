import { limits } from './limits.ts';

/** What a client writes right behind its own last letter, and where its struct lies in the bytes that were read. */
export interface Keystroke {
  client: number;
  clock: number;
  /** letters, which are ASCII: clock units and bytes alike */
  length: number;
  start: number;
  end: number;
}

const oneLetterBehindAnother = 0x84; // a string (4) with a left origin (0x80), and neither right origin nor key

/**
 * Reads the commonest update of all (one section of one struct, ASCII behind the client's own last letter, no deletions; format V1) without
 * making anything.
 * @param at where the update begins; it goes on to the end
 * @param into filled where it is one
 * @returns false for every other update, sound or not: `scan` judges those
 */
export function readKeystroke(bytes: Uint8Array, at: number, into: Keystroke): boolean {
  if (bytes[at] !== 1 || bytes[at + 1] !== 1) return false;
  next = at + 2;
  into.client = uint(bytes);
  into.clock = uint(bytes);
  into.start = next;
  if (bytes[next++] !== oneLetterBehindAnother) return false;
  if (uint(bytes) !== into.client || uint(bytes) !== into.clock - 1) return false;
  into.length = uint(bytes);
  into.end = next + into.length;
  if (into.length < 1 || into.end !== bytes.length - 1 || bytes[into.end] !== 0) return false;
  for (let i = next; i < into.end; i++) if (bytes[i]! > 0x7f) return false; // within, as just seen
  return into.clock > 0 && into.clock + into.length <= limits.clock;
}

let next = 0;

/** A varuint of up to five bytes; -1 where there is none. */
function uint(bytes: Uint8Array): number {
  let value = 0;
  for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
    const byte = bytes[next++];
    if (byte === undefined) return -1;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
  return -1;
}
