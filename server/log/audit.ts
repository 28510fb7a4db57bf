import { createHash } from 'node:crypto';
import { type AuditRow, fromHex, nextRow, toHex } from '@consilium/shared/audit/chain.ts';
import type { AuditEvent } from '@consilium/shared/audit/event.ts';
import { addLeaf, emptyFrontier, type Frontier, frontierRoot } from '@consilium/shared/audit/merkle.ts';
import { type AuditFault, type SignedHead, type VerifiedAudit, verifyAudit } from '@consilium/shared/audit/verify.ts';
import type { Result } from '@consilium/shared/kernel/result.ts';
import type { Clock } from '@consilium/shared/kernel/time.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { isHeadSignedBy, loadHeadSigner } from './head-signer.ts';
import { openBodies, sealEvent } from './sealed-body.ts';

/** What happened, without the time: the trail's own clock gives it. */
export type Happened = Omit<AuditEvent, 'at'> & {
  readonly at?: string;
  /** an item whose content stands in old, new or why: they are sealed under its key, so that erasing it erases them too */
  readonly sealedFor?: string;
};

export interface AuditExport {
  readonly rows: readonly AuditRow[];
  readonly heads: readonly SignedHead[];
  readonly publicKey: string; // Ed25519, SPKI, base64
}

/** A trail as the file that `audit verify` reads, part by part. */
export function* trailFile({ rows, heads, publicKey }: AuditExport): Generator<string> {
  yield `{"publicKey":${JSON.stringify(publicKey)},"heads":${JSON.stringify(heads.map(numbered))},"rows":[\n`;
  for (let from = 0; from < rows.length; from += rowsInPart) {
    const part = rows.slice(from, from + rowsInPart).map((row) => JSON.stringify(numbered(row)));
    yield `${from === 0 ? '' : ',\n'}${part.join(',\n')}`;
  }
  yield '\n]}\n';
}

const rowsInPart = 1_000;

/** PostgreSQL gives large numbers as words. */
export const numbered = <Row extends { readonly seq: number }>(row: Row): Row => ({ ...row, seq: Number(row.seq) });

export interface Audit {
  /**
   * Writes lines in the caller's transaction, so that they are there exactly when the action is. Call it last in the
   * transaction: until its end nobody else records.
   */
  record(tx: Kysely<Database>, ...events: readonly [Happened, ...Happened[]]): Promise<void>;
  /** Lines with their bodies opened, as far as the items they tell of are still there. */
  opened<Row extends { readonly body: string }>(rows: readonly Row[]): Promise<Row[]>;
  /** Signs the whole trail as it is now; `undefined` when nothing was added since the last time. */
  signHead(): Promise<SignedHead | undefined>;
  export(): Promise<AuditExport>;
  /** @param kept heads that were put away elsewhere: they show a cut even where the database lost its own */
  verify(kept?: readonly SignedHead[]): Promise<Result<VerifiedAudit, AuditFault>>;
}

export const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

export function makeAudit(storage: Pick<Storage, 'db' | 'type' | 'keys'>, clock: Clock): Audit {
  const { db } = storage;
  let frontier = emptyFrontier;
  const exportAll = async (): Promise<AuditExport> => ({
    heads: await db.selectFrom('audit_heads').selectAll().orderBy('seq').execute(), // first, so that no head is ahead of the rows
    rows: await allRows(db),
    publicKey: (await loadHeadSigner(storage)).publicKey,
  });
  return {
    record: (tx, ...events) =>
      recordEvents(
        storage,
        tx,
        events.map((event) => ({ ...event, at: event.at ?? clock() })),
      ),
    opened: (rows) => openBodies(storage, rows),
    async signHead() {
      frontier = await grown(db, frontier);
      return signFrontier(storage, frontier, clock());
    },
    export: exportAll,
    async verify(kept = []) {
      const { rows, heads, publicKey } = await exportAll();
      return verifyAudit(rows, [...heads, ...kept], (head) => isHeadSignedBy(publicKey, head), sha256);
    },
  };
}

async function recordEvents(
  storage: Pick<Storage, 'type' | 'keys'>,
  tx: Kysely<Database>,
  events: readonly (AuditEvent & Pick<Happened, 'sealedFor'>)[],
): Promise<void> {
  if (!tx.isTransaction) throw new Error('an audit line is written in the transaction of what it tells, or not at all');
  if (storage.type === 'postgres') await sql`select pg_advisory_xact_lock(${auditLock})`.execute(tx); // SQLite has one writer
  const last = await tx
    .selectFrom('audit_log')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const rows: AuditRow[] = [];
  for (const { sealedFor, ...event } of events) {
    const said = sealedFor === undefined ? event : await sealEvent(storage, tx, event, sealedFor);
    rows.push(nextRow(rows.at(-1) ?? last, said, sha256));
  }
  await tx.insertInto('audit_log').values(rows).execute();
}

/** Any number that nobody else in the database uses. */
const auditLock = 7_223_001;

/** In slices: no statement takes long, however long the trail. */
async function allRows(db: Kysely<Database>): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  for (;;) {
    const next = await db.selectFrom('audit_log').selectAll().where('seq', '>', rows.at(-1)?.seq ?? 0).orderBy('seq').limit(10_000).execute();
    rows.push(...next);
    if (next.length === 0) return rows;
  }
}

async function grown(db: Kysely<Database>, frontier: Frontier): Promise<Frontier> {
  const rows = await db
    .selectFrom('audit_log')
    .select('hash')
    .where('seq', '>', frontier.size)
    .orderBy('seq')
    .limit(10_000)
    .execute();
  if (rows.length === 0) return frontier;
  return grown(
    db,
    rows.reduce((tree, row) => addLeaf(tree, fromHex(row.hash), sha256), frontier),
  );
}

async function signFrontier(
  storage: Pick<Storage, 'db' | 'keys'>,
  frontier: Frontier,
  at: string,
): Promise<SignedHead | undefined> {
  const newest = await storage.db
    .selectFrom('audit_heads')
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (frontier.size <= (newest?.seq ?? 0)) return undefined;
  const signer = await loadHeadSigner(storage);
  const head = signer.sign({ seq: frontier.size, at, root: toHex(frontierRoot(frontier, sha256)) });
  await storage.db.insertInto('audit_heads').values(head).execute();
  return head;
}
