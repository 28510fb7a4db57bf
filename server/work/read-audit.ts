import { ok } from '@consilium/shared/kernel/result.ts';
import { Readable } from 'node:stream';
import { trailFile } from '../log/audit.ts';
import type { AuditRow } from '@consilium/shared/wire/rest/projects.ts';
import { actorWho } from './membership.ts';
import { type Answer, forbidden } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

const mostRows = 500;

/** The project's audit lines, newest first; of items that the asker still reads blind, only their own. @param before only lines with a smaller sequence */
export async function readAudit(services: Services, person: SignedIn, project: string, { before, limit }: { before?: string | undefined; limit?: string | undefined }): Answer<{ rows: AuditRow[] }> {
  const allowed = await actorWho(services, person, project, 'audit.read');
  if (!allowed.ok) return allowed;
  const most = Math.min(mostRows, Math.max(1, Number(limit ?? 100) || 100));
  let query = services.db.selectFrom('audit_log').selectAll().where('project_id', '=', project).orderBy('seq', 'desc').limit(most);
  if (before !== undefined && /^\d{1,15}$/.test(before)) query = query.where('seq', '<', Number(before));
  const hidden = await itemsStillReadBy(services, person, project);
  const shown = (await query.execute()).filter(({ target, actor_id }) => actor_id === person.id || !hidden.has(itemOfTarget(target)));
  const rows = await services.audit.opened(shown);
  const people = await services.people.find(rows.map((row) => row.actor_id));
  return ok({
    rows: rows.map(({ seq, at, actor_id, action, target, body, hash }) => ({
      seq: Number(seq), at, actor: actor_id, actorName: people.get(actor_id)?.name ?? 'The server', action, target, body: JSON.parse(body) as unknown, hash,
    })),
  });
}

/** `reading/<item>/<annotator>`, `item/<item>` and the like: the second part. */
const itemOfTarget = (target: string): string => target.split('/')[1] ?? '';

/** @param project only its items; without it, of all projects */
async function itemsStillReadBy({ db }: Services, person: SignedIn, project?: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('assignments')
    .innerJoin('items', 'items.id', 'assignments.item_id')
    .select('assignments.item_id')
    .$if(project !== undefined, (query) => query.where('items.project_id', '=', project ?? ''))
    .where('items.phase', 'in', ['reading', 'compared'])
    .where('assignments.user_id', '=', person.id)
    .where('assignments.state', 'in', ['assigned', 'reserved', 'open'])
    .execute();
  return new Set(rows.map((row) => row.item_id));
}

/** The trail of the whole installation as a file, for administrators who read nothing blind: it tells of all projects. That it was taken out stands in it. */
export async function exportAuditTrail(services: Services, person: SignedIn): Answer<Response> {
  const { db, audit } = services;
  if (!person.isAdministrator) return forbidden('The whole audit trail is exported by administrators.');
  const hidden = await itemsStillReadBy(services, person);
  if (hidden.size > 0) return forbidden('The trail tells of cases that you still read. Hand them in first, or have it exported by another administrator.');
  await db.transaction().execute((tx) => audit.record(tx, { actorId: person.id, action: 'audit.exported', projectId: null, target: 'audit' }));
  await audit.signHead();
  const bytes = new TextEncoder();
  const body = Readable.toWeb(Readable.from(trailFile(await audit.export())).map((part: string) => bytes.encode(part))) as ReadableStream<Uint8Array<ArrayBuffer>>; // what the encoder gives
  return ok(new Response(body, { headers: { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="audit-trail.json"', 'cache-control': 'no-store' } }));
}

/** Checks the whole chain of the installation; for leads and administrators. */
export async function verifyAuditTrail(services: Services, person: SignedIn): Answer<{ isIntact: boolean; rows: number; head: string; message: string }> {
  const leading = await services.db.selectFrom('memberships').select('project_id').where('user_id', '=', person.id).where('role', '=', 'lead').executeTakeFirst();
  if (leading === undefined && !person.isAdministrator) return forbidden('The audit trail is checked by leads and administrators.');
  const last = await services.db.selectFrom('audit_log').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const verified = await services.audit.verify();
  const [rows, head] = [Number(last?.seq ?? 0), last?.hash ?? ''];
  if (verified.ok) return ok({ isIntact: true, rows, head, message: `All ${rows} lines are as they were written.` });
  return ok({ isIntact: false, rows, head, message: `The trail is broken at line ${verified.error.seq}: ${faultInWords[verified.error.type]}. Keep the database as it is, and compare it with a backup.` });
}

const faultInWords = {
  Gap: 'a line is missing or stands elsewhere',
  Changed: 'the line was changed after it was written',
  Unlinked: 'the line does not follow the one before it',
  BadSignature: 'a signed head was not signed by this server',
  Rewritten: 'the lines up to here are not those that were signed',
  Truncated: 'lines that were signed are gone',
} as const;
