import { canonicalJson } from './canonical.ts';
import type { AuditEvent } from './event.ts';

/** SHA-256, given by whoever calls: Node's, or a library's in the browser. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** One line of the trail as it is stored and exported; names as in the table. */
export interface AuditRow {
  readonly seq: number; // 1-based, without a gap
  readonly at: string;
  readonly actor_id: string;
  readonly action: string;
  readonly project_id: string | null;
  readonly target: string;
  readonly body: string; // canonical JSON of old, new and why
  readonly prev: string; // hash of the line before; 64 zeros at the first
  readonly hash: string; // over everything above, 64 hexadecimal digits
}

export const firstPrev = '0'.repeat(64);

/** The line that follows `last`, which is `undefined` at the beginning. */
export function nextRow(last: Pick<AuditRow, 'seq' | 'hash'> | undefined, event: AuditEvent, sha256: Sha256): AuditRow {
  const { at, actorId, action, projectId, target, old, why } = event;
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at,
    actor_id: actorId,
    action,
    project_id: projectId,
    target,
    body: canonicalJson({ old, new: event.new, why }),
    prev: last?.hash ?? firstPrev,
  };
  return { ...row, hash: rowHash(row, sha256) };
}

/** Over all columns, so that none can change alone. */
export function rowHash(row: Omit<AuditRow, 'hash'>, sha256: Sha256): string {
  const { seq, at, actor_id, action, project_id, target, body, prev } = row;
  return toHex(sha256(utf8(canonicalJson({ seq, at, actor_id, action, project_id, target, body, prev }))));
}

export const utf8 = (text: string) => new TextEncoder().encode(text);

export const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param hex an even number of hexadecimal digits */
export const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
