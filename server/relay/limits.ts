/** Bounds of the relay, each with the rule of its SPEC that speaks of it. */
export const relayLimits = {
  messageBytes: 8 * 1024 * 1024, // RELAY1
  awarenessFrameBytes: 256 * 1024, // a stock client echoes everybody's presence in one frame
  presenceBytes: 2 * 1024, // WIRE11
  presenceIntervalMs: 33, // WIRE11
  behindBytes: 4 * 1024 * 1024, // RELAY8
  behindMs: 10_000,
  pingMs: 20_000,
  waitingBytes: 16 * 1024 * 1024, // unread frames of one connection while its room loads
  step1Burst: 5, // WIRE3
  step1EveryMs: 2_000,
  step1Bytes: 256 * 1024, // WIRE3: more than 26,000 clients, read in some 30 ms
  updateBytesBurst: 32 * 1024 * 1024, // update bytes of one connection in one document
  updateBytesPerSecond: 512 * 1024,
  clientIdsPerConnection: 1_024,
  healsInARow: 8,
  connectionsPerPerson: 64,
  exactIdleMs: 10_000, // how long a Y.Doc, once needed, is kept
  roomIdleMs: 2_000, // how long a room without members stays
  runBytes: 64 * 1024, // RELAY14
  compactAfterUpdates: 200, // RELAY10
  compactAfterBytes: 64 * 1024,
  compactAtLatest: 4_000, // updates: each costs about 12 µs when the document is opened
  drainMs: 10_000,
} as const;
