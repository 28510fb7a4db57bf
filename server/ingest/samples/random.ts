/** Uniform numbers in [0, 1), the same for the same seed everywhere (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A hump: mean 0, standard deviation 1, never beyond 2.5 (sum of two uniforms); fast, and noise enough for a picture. */
export const bell = (random: () => number): number => (random() + random() - 1) * 2.4494897;

/** 1 inside, 0 outside, and a smooth edge of `softness` about 0; `distance` is negative inside. */
export function inside(distance: number, softness: number): number {
  const t = Math.min(1, Math.max(0, 0.5 - distance / softness));
  return t * t * (3 - 2 * t);
}

/** Signed distance to an ellipse, near enough close to its edge; negative inside, in the unit of the radii. */
export function ellipseDistance(dx: number, dy: number, a: number, b: number): number {
  const rho = Math.sqrt((dx / a) ** 2 + (dy / b) ** 2); // hypot is several times slower
  if (rho < 1e-6) return -Math.min(a, b);
  return ((rho - 1) * Math.sqrt(dx * dx + dy * dy)) / rho;
}
