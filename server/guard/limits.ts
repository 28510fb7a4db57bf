/** What one update may hold; beyond any of these it is refused before anything is built from it (GUARD2). */
export const limits = {
  updateBytes: 4 * 1024 * 1024,
  structs: 50_000,
  sections: 1_024, // clientIDs in one update
  deleteRanges: 50_000,
  nesting: 32,
  keyBytes: 256,
  rootBytes: 128,
  jsonBytes: 64 * 1024,
  roots: 256, // root names in one document
  clock: 0x7fffffff,
} as const;
