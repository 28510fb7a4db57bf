/** Why the relay ends a socket. 44xx: coming back as you are is pointless (y-websocket stops); the others: come back later. */
export const closeCode = {
  stopping: 1012,
  slowReader: 1013,
  tryAgain: 4500,
  malformed: 4400,
  signedOut: 4401,
  forbidden: 4403,
  tooOld: 4426,
  tooMuch: 4429,
} as const;

/** One reason for every document that is not there or not yours: the two must not be told apart. */
export const notFound = 'no such document';

/** The client speaks a version of the wire that is not spoken any more. */
export const tooOld = 'client too old';

/** What the client sends goes on missing something, however often it is asked for all it has. */
export const outOfStep = 'out of step';
