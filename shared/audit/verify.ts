import { failed, ok, type Result } from '../kernel/result.ts';
import { canonicalJson } from './canonical.ts';
import { type AuditRow, firstPrev, fromHex, rowHash, type Sha256, toHex, utf8 } from './chain.ts';
import { addLeaf, emptyFrontier, frontierRoot } from './merkle.ts';

/** A promise that the first `seq` lines have this Merkle root, signed when there were so many. */
export interface SignedHead {
  readonly seq: number;
  readonly at: string;
  readonly root: string; // 64 hexadecimal digits
  readonly signature: string; // Ed25519 over `headBytes`, base64
}

export type IsSignedHead = (head: SignedHead) => boolean;

export type AuditFault =
  | { readonly type: 'Gap'; readonly seq: number } // this line is missing, or stands elsewhere
  | { readonly type: 'Changed'; readonly seq: number } // a column of this line is not what was hashed
  | { readonly type: 'Unlinked'; readonly seq: number } // this line does not follow the one before it
  | { readonly type: 'BadSignature'; readonly seq: number } // the head was not signed by this server
  | { readonly type: 'Rewritten'; readonly seq: number } // the lines up to here are not those that were signed
  | { readonly type: 'Truncated'; readonly seq: number; readonly found: number }; // signed up to `seq`, only `found` are there

export interface VerifiedAudit {
  readonly count: number;
  readonly root: string; // Merkle root of all lines, 64 hexadecimal digits
  readonly signedUpTo: number; // 0 where no head was given; what comes after is only chained
}

/**
 * Whether the trail is whole: no line changed, moved, added between or taken out, and none of the signed ones cut off.
 * Lines after the newest signed head can still be cut off unseen, so heads are signed often and kept elsewhere too.
 * @param rows from the first line on, in order
 */
export function verifyAudit(
  rows: Iterable<AuditRow>,
  heads: readonly SignedHead[],
  isSignedHead: IsSignedHead,
  sha256: Sha256,
): Result<VerifiedAudit, AuditFault> {
  const forged = heads.find((head) => !isSignedHead(head));
  if (forged !== undefined) return failed({ type: 'BadSignature', seq: forged.seq });
  const headsBySeq = Map.groupBy(heads, (head) => head.seq);
  let frontier = emptyFrontier;
  let prev = firstPrev;
  for (const row of rows) {
    const fault = faultOf(row, frontier.size + 1, prev, sha256);
    if (fault !== undefined) return failed(fault);
    frontier = addLeaf(frontier, fromHex(row.hash), sha256);
    prev = row.hash;
    const promised = headsBySeq.get(row.seq);
    if (promised === undefined) continue;
    const root = toHex(frontierRoot(frontier, sha256));
    if (promised.some((head) => head.root !== root)) return failed({ type: 'Rewritten', seq: row.seq });
  }
  const signedUpTo = Math.max(0, ...headsBySeq.keys());
  if (signedUpTo > frontier.size) return failed({ type: 'Truncated', seq: signedUpTo, found: frontier.size });
  return ok({ count: frontier.size, root: toHex(frontierRoot(frontier, sha256)), signedUpTo });
}

/** What is signed of a head. */
export const headBytes = ({ seq, at, root }: Omit<SignedHead, 'signature'>) =>
  utf8(canonicalJson({ type: 'consilium audit head', seq, at, root }));

function faultOf(row: AuditRow, seq: number, prev: string, sha256: Sha256): AuditFault | undefined {
  if (row.seq !== seq) return { type: 'Gap', seq };
  if (row.prev !== prev) return { type: 'Unlinked', seq };
  return rowHash(row, sha256) === row.hash ? undefined : { type: 'Changed', seq };
}
