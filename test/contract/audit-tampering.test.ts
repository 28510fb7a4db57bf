import { generateKeyPairSync, sign } from 'node:crypto';
import { type AuditExport, makeAudit, sha256 } from '@consilium/server/log/audit.ts';
import { verifyExported } from '@consilium/server/cli/audit.ts';
import { type AuditRow, firstPrev, fromHex, rowHash, toHex } from '@consilium/shared/audit/chain.ts';
import { addLeaf, emptyFrontier, frontierRoot } from '@consilium/shared/audit/merkle.ts';
import { headBytes, type SignedHead } from '@consilium/shared/audit/verify.ts';
import { seededRandom } from '@consilium/shared/kernel/random.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { storageAdapters } from './storage-adapters.ts';

const lines = 30;
const tamperings = 1000;
let trail: AuditExport;

beforeAll(async () => {
  const database = await storageAdapters[0]!.make();
  const storage = await database.open();
  const audit = makeAudit(storage, () => instantOf(1_800_000_000_000));
  for (let i = 0; i < lines; i++) {
    await storage.db.transaction().execute((tx) => audit.record(tx, { actorId: `user-${i % 5}`, action: i % 2 ? 'reading.submitted' : 'reading.opened', projectId: i % 7 ? 'p1' : null, target: `reading/${i}/user-${i % 5}`, new: { i } }));
    if (i % 10 === 9) await audit.signHead();
  }
  trail = await audit.export();
  await storage.close();
  await database.discard();
});

type Tamper = (trail: AuditExport, pick: (below: number) => number) => AuditExport;

const withRows = (from: AuditExport, rows: readonly AuditRow[]): AuditExport => ({ ...from, rows });
const changed = (row: AuditRow, pick: (below: number) => number): AuditRow => {
  const column = (['at', 'actor_id', 'action', 'project_id', 'target', 'body', 'prev', 'hash', 'seq'] as const)[pick(9)]!;
  if (column === 'seq') return { ...row, seq: row.seq + 1 + pick(5) };
  const text = row[column] ?? '';
  const at = pick(text.length + 1);
  return { ...row, [column]: `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}` };
};

/** Hashes, numbers and links made anew, as somebody can who has no key. */
const rechained = (rows: readonly AuditRow[]): AuditRow[] => {
  const made: AuditRow[] = [];
  for (const row of rows) {
    const { hash: _old, ...linked } = { ...row, seq: made.length + 1, prev: made.at(-1)?.hash ?? firstPrev };
    made.push({ ...linked, hash: rowHash(linked, sha256) });
  }
  return made;
};

const stranger = generateKeyPairSync('ed25519');
const signedByStranger = (rows: readonly AuditRow[]): SignedHead => {
  const root = toHex(frontierRoot(rows.reduce((tree, row) => addLeaf(tree, fromHex(row.hash), sha256), emptyFrontier), sha256));
  const head = { seq: rows.length, at: '2027-01-01T00:00:00.000Z', root };
  return { ...head, signature: sign(null, headBytes(head), stranger.privateKey).toString('base64') };
};
const swappedOut = <T>(list: readonly T[], at: number, ...by: T[]): T[] => [...list.slice(0, at), ...by, ...list.slice(at + 1)];

const kinds: Readonly<Record<string, Tamper>> = {
  'a value changed': (from, pick) => {
    const at = pick(from.rows.length);
    return withRows(from, swappedOut(from.rows, at, changed(from.rows[at]!, pick)));
  },
  'two lines swapped': (from, pick) => {
    const [a, b] = [pick(from.rows.length - 1), from.rows.length - 1];
    const rows = [...from.rows];
    [rows[a], rows[b]] = [rows[b]!, rows[a]!];
    return withRows(from, rows);
  },
  'a line dropped': (from, pick) => withRows(from, swappedOut(from.rows, pick(from.rows.length))),
  'a line put between': (from, pick) => {
    const at = pick(from.rows.length);
    return withRows(from, swappedOut(from.rows, at, from.rows[at]!, changed(from.rows[at]!, pick)));
  },
  'cut off': (from, pick) => withRows(from, from.rows.slice(0, pick(from.rows.length))),
  'cut off with its heads': (from, pick) => {
    const left = pick(from.rows.length);
    return { ...from, rows: from.rows.slice(0, left), heads: from.heads.filter(({ seq }) => seq <= left) };
  },
  'changed and chained anew': (from, pick) => {
    const at = pick(from.rows.length);
    const row = { ...from.rows[at]!, actor_id: `somebody-${pick(1000)}` };
    return withRows(from, rechained(swappedOut(from.rows, at, row)));
  },
  'dropped and chained anew': (from, pick) => withRows(from, rechained(swappedOut(from.rows, pick(from.rows.length)))),
  'a head replaced': (from, pick) => {
    const at = pick(from.heads.length);
    return { ...from, heads: swappedOut(from.heads, at, { ...from.heads[at]!, root: toHex(sha256(Uint8Array.of(pick(256)))) }) };
  },
  'a head moved to another line': (from, pick) => {
    const at = pick(from.heads.length);
    return { ...from, heads: swappedOut(from.heads, at, { ...from.heads[at]!, seq: from.heads[at]!.seq - 1 - pick(10) }) };
  },
  'chained anew, its head signed by a stranger': (from, pick) => {
    const rows = rechained(swappedOut(from.rows, pick(from.rows.length)));
    return { ...from, rows, heads: [signedByStranger(rows)] };
  },
  'chained anew, heads and key a stranger’s': (from, pick) => {
    const rows = rechained(swappedOut(from.rows, pick(from.rows.length)));
    return { rows, heads: [signedByStranger(rows)], publicKey: stranger.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
  },
};
/** These leave a trail that is whole by itself: only an earlier export shows them. */
const needKept = new Set(['cut off with its heads', 'chained anew, heads and key a stranger’s']);

describe('an exported trail', () => {
  it('[AUD5] [AUD6] [CLI6] each of 1,000 random tamperings is found, and the trail itself is whole', () => {
    expect(verifyExported(trail, trail)).toMatchObject({ ok: true, value: { count: lines, signedUpTo: lines } });
    const random = seededRandom(20261126);
    const pick = (below: number): number => Math.floor(random() * below);
    const names = Object.keys(kinds);
    const whole = JSON.stringify(trail);
    const missed: string[] = [];
    const found = new Map<string, number>();
    for (let i = 0; i < tamperings; i++) {
      const name = names[i % names.length]!;
      const tampered = kinds[name]!(trail, pick);
      expect(JSON.stringify(tampered) === whole, name).toBe(false);
      const verified = verifyExported(tampered, needKept.has(name) ? trail : undefined);
      if (verified.ok) missed.push(`${i}: ${name}`);
      else found.set(name, (found.get(name) ?? 0) + 1);
    }
    expect(missed).toEqual([]);
    expect([...found.values()].reduce((sum, one) => sum + one, 0)).toBe(tamperings);
  });
});
