/** Gives the next number in [0, 1); passed in wherever chance matters, so that core code has none of its own. */
export type Random = () => number;

/**
 * Numbers that are the same for the same seed on every machine; for resampling and tests, never for secrets.
 * @param seed its lowest 32 bits are used
 * @see Tommy Ettinger's mulberry32 (public domain), period 2^32
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
