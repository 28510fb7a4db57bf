import { ok } from '@consilium/shared/kernel/result.ts';
import { Readable } from 'node:stream';
import type { AuditRow } from '@consilium/shared/wire/rest/projects.ts';
import { trailFile } from '../log/audit.ts';
import type { Database } from '../storage/schema.ts';
import { isShown, itemsStillReadBy } from './hidden-lines.ts';
import { actorWho } from './membership.ts';
import { type Answer, forbidden } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

const mostRows = 500;

/**
 * The project's audit lines, newest first; of items that the asker still reads blind, only their own. While there are such items the
 * lines are numbered among those shown and have no hash (rule TRAIL9). @param before only lines with a smaller number
 */
export async function readAudit(services: Services, person: SignedIn, project: string, { before, limit }: { before?: string | undefined; limit?: string | undefined }): Answer<{ rows: AuditRow[] }> {
  const allowed = await actorWho(services, person, project, 'audit.read');
  if (!allowed.ok) return allowed;
  const most = Math.min(mostRows, Math.max(1, Number(limit ?? 100) || 100));
  const end = before !== undefined && /^\d{1,15}$/.test(before) ? Number(before) : undefined;
  const hidden = await itemsStillReadBy(services, person);
  const lines = hidden.size === 0 ? await newest(services, project, most, end) : await newestShown(services, person, project, { hidden, most, end });
  const rows = await services.audit.opened(lines);
  const people = await services.people.find(rows.map((row) => row.actor_id));
  return ok({
    rows: rows.map(({ seq, at, actor_id, action, target, body, hash }) => ({
      seq: Number(seq), at, actor: actor_id, actorName: people.get(actor_id)?.name ?? 'The server', action, target, body: JSON.parse(body) as unknown, hash,
    })),
  });
}

type Line = Omit<Database['audit_log'], 'hash'> & { readonly hash: string | null };

async function newest({ db }: Services, project: string, most: number, end: number | undefined): Promise<Line[]> {
  const lines = db.selectFrom('audit_log').selectAll().where('project_id', '=', project).orderBy('seq', 'desc').limit(most);
  return (end === undefined ? lines : lines.where('seq', '<', end)).execute();
}

/** Cut to a page after what is hidden was left out: how full it is tells nothing. */
async function newestShown({ db }: Services, person: SignedIn, project: string, { hidden, most, end }: { hidden: ReadonlySet<string>; most: number; end: number | undefined }): Promise<Line[]> {
  const all = await db.selectFrom('audit_log').select(['seq', 'actor_id', 'target']).where('project_id', '=', project).orderBy('seq').execute();
  const shown = all.filter((line) => isShown(line, person, hidden)).map(({ seq }, i) => ({ seq, shownAs: i + 1 }));
  const page = shown.slice(0, end === undefined ? undefined : Math.max(0, end - 1)).slice(-most);
  if (page.length === 0) return [];
  const shownAs = new Map(page.map((line) => [Number(line.seq), line.shownAs]));
  const lines = await db.selectFrom('audit_log').selectAll().where('seq', 'in', [...shownAs.keys()]).orderBy('seq', 'desc').execute();
  return lines.map((line) => ({ ...line, seq: shownAs.get(Number(line.seq)) ?? 0, hash: null }));
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

/** Checks the whole chain of the installation; for leads and administrators. Who still reads blind hears whether it holds, not how long it is. */
export async function verifyAuditTrail(services: Services, person: SignedIn): Answer<{ isIntact: boolean; rows: number | null; head: string | null; message: string }> {
  const leading = await services.db.selectFrom('memberships').select('project_id').where('user_id', '=', person.id).where('role', '=', 'lead').executeTakeFirst();
  if (leading === undefined && !person.isAdministrator) return forbidden('The audit trail is checked by leads and administrators.');
  const isBlind = (await itemsStillReadBy(services, person)).size > 0;
  const last = await services.db.selectFrom('audit_log').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const verified = await services.audit.verify();
  const [rows, head] = isBlind ? [null, null] : [Number(last?.seq ?? 0), last?.hash ?? ''];
  if (verified.ok) return ok({ isIntact: true, rows, head, message: rows === null ? `All lines are as they were written. ${whyUncounted}` : `All ${rows} lines are as they were written.` });
  const where = isBlind ? '' : ` at line ${verified.error.seq}`;
  return ok({ isIntact: false, rows, head, message: `The trail is broken${where}: ${faultInWords[verified.error.type]}. Keep the database as it is, and compare it with a backup.` });
}

const whyUncounted = 'How many there are is told once you have handed in the cases that you still read.';

const faultInWords = {
  Gap: 'a line is missing or stands elsewhere',
  Changed: 'the line was changed after it was written',
  Unlinked: 'the line does not follow the one before it',
  BadSignature: 'a signed head was not signed by this server',
  Rewritten: 'the lines up to here are not those that were signed',
  Truncated: 'lines that were signed are gone',
} as const;
