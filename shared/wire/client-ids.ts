/**
 * Yjs client ids below this are the server's own (WIRE10). Our clients never choose one; a stock client hits the range by
 * chance once in a million sessions and is then refused.
 */
export const firstClientId = 4096;
/** Yjs draws 32-bit ids. */
export const lastClientId = 0xffffffff;

export const isClientId = (id: number): boolean => Number.isInteger(id) && id >= firstClientId && id <= lastClientId;

/** Makes an id outside the server's range. @param random uniform in [0, 1) */
export const newClientId = (random: () => number): number =>
  firstClientId + Math.floor(random() * (lastClientId - firstClientId + 1));
