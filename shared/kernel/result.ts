/** The outcome of something that may fail in an expected way: a value, never an exception (ARCHITECTURE.md, Errors). */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const failed = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** The value, or a thrown error naming `what` broke: only for invariants, where a failure is a bug. */
export function expectOk<T, E>(result: Result<T, E>, what: string): T {
  if (result.ok) return result.value;
  throw new Error(`${what}: ${JSON.stringify(result.error)}`);
}
