/** Whether an error, or one that it was made of, has such a code. */
export function hasCode(error: unknown, codes: RegExp): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && codes.test(String(error.code))) || hasCode(error.cause, codes);
}

/** Whether an error is of this kind, or was made of one that is. */
export const isCausedBy = (error: unknown, kind: new (...words: never[]) => Error): boolean =>
  error instanceof kind || (error instanceof Error && isCausedBy(error.cause, kind));
