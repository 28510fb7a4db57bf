import { createHash } from 'node:crypto';
import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { bundleVersion, type Manifest } from '@consilium/shared/formats/bundle.ts';
import type { ZipEntry } from '@consilium/shared/formats/zip.ts';
import * as Y from 'yjs';
import { hashOfValues, namesOf } from './compared-item.ts';
import { jsonEntry, textEntry } from './export-entry.ts';
import { type ExportedItem, exportedItems, sourceBytes } from './exported-items.ts';
import { isShown, itemsStillReadBy } from './hidden-lines.ts';
import { picturesIn } from './pictures.ts';
import type { Services, SignedIn } from './services.ts';
import { membersOf } from './sessions-access.ts';

/** Everything of a project that may leave, in a fixed order: project, items, sessions, agreement's comparisons, audit lines, sources, and the manifest last. */
export async function* bundleEntries(services: Services, project: string, person: SignedIn): AsyncGenerator<ZipEntry> {
  const files: { path: string; size: number; sha256: string }[] = [];
  const named = (entry: ZipEntry): ZipEntry => {
    files.push({ path: entry.path, size: entry.bytes.length, sha256: createHash('sha256').update(entry.bytes).digest('hex') });
    return entry;
  };
  const sources = new Set<string>();
  const blindItems = new Set<string>();
  const part = await projectPart(services, project);
  for (const { sha256 } of picturesIn(part.protocol.map(({ content }) => content))) sources.add(sha256);
  yield named(jsonEntry('project.json', part));
  for await (const item of exportedItems(services, project, person.id)) {
    if (item.isBlind) blindItems.add(item.id);
    for (const source of item.sources) sources.add(source.sha256);
    yield named(jsonEntry(`items/${item.id}.json`, await itemPart(services, item)));
  }
  const sessions = await services.db.selectFrom('sessions').selectAll().where('project_id', '=', project).orderBy('created_at').orderBy('id').execute();
  for (const session of sessions) yield named(jsonEntry(`sessions/${session.id}.json`, await sessionPart(services, session)));
  const stillBlind = new Set([...blindItems, ...(await itemsStillReadBy(services, person))]);
  yield named(textEntry('audit.jsonl', await auditLines(services, person, project, stillBlind)));
  for (const sha256 of [...sources].sort()) yield named({ path: `sources/${sha256}`, bytes: await sourceBytes(services, sha256) });
  const manifest: Manifest = {
    format: 'consilium-bundle', version: bundleVersion, exportedAt: services.clock(), exportedBy: person.name, software: 'Consilium',
    auditHead: stillBlind.size > 0 ? null : await auditHead(services), files,
  };
  yield jsonEntry('manifest.json', manifest);
}

/** While something is hidden from the exporter, without what ties each line to the one before: that shows where lines are left out (rule TRAIL9). */
async function auditLines({ db }: Services, person: SignedIn, project: string, hidden: ReadonlySet<string>): Promise<string> {
  const all = await db.selectFrom('audit_log').selectAll().where('project_id', '=', project).orderBy('seq').execute();
  const told = hidden.size === 0
    ? all.map((line) => ({ ...line, seq: Number(line.seq) }))
    : all.filter((line) => isShown(line, person, hidden)).map(({ seq: _seq, prev: _prev, hash: _hash, ...line }) => line);
  return told.map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function auditHead({ db }: Services): Promise<Manifest['auditHead']> {
  const head = await db.selectFrom('audit_log').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return { seq: Number(head?.seq ?? 0), hash: head?.hash ?? '' };
}

async function projectPart(services: Services, id: string) {
  const row = await services.db.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const members = await services.db.selectFrom('memberships').select(['user_id', 'role']).where('project_id', '=', id).execute();
  const readers = await services.db.selectFrom('assignments').innerJoin('items', 'items.id', 'assignments.item_id').select('assignments.user_id').distinct().where('items.project_id', '=', id).execute();
  const ids = [...new Set([...members, ...readers].map((one) => one.user_id))].sort();
  const names = await namesOf(services, ids);
  const versions = await services.db.selectFrom('protocol_versions').selectAll().where('project_id', '=', id).orderBy('version').execute();
  return {
    id, name: row.name, objective: JSON.parse(row.objective), modalities: JSON.parse(row.modalities), plan: JSON.parse(row.plan), createdAt: row.created_at,
    people: ids.map((user) => ({ id: user, name: names[user], role: members.find((one) => one.user_id === user)?.role ?? null })),
    protocol: versions.map((one) => ({ version: one.version, content: JSON.parse(one.content) as ProtocolContent, hash: one.hash, changes: JSON.parse(one.changes), publishedAt: one.published_at, publishedBy: one.published_by })),
  };
}

async function itemPart(services: Services, item: ExportedItem) {
  const row = await services.db.selectFrom('items').selectAll().where('id', '=', item.id).executeTakeFirstOrThrow();
  const comparison = item.readings.length === 0 ? undefined : await services.db.selectFrom('comparisons').selectAll().where('item_id', '=', item.id).executeTakeFirst();
  const signatures = await services.db.selectFrom('signatures').selectAll().where('item_id', '=', item.id).orderBy('at').orderBy('id').execute();
  const isWhole = comparison !== undefined && item.readings.length >= (JSON.parse(comparison.content) as { readers: unknown[] }).readers.length; // written by `compareItem` alone
  return {
    id: item.id, name: item.name, modality: item.modality.id, meta: JSON.parse(row.meta), phase: item.phase, blinding: row.blinding, readersNeeded: row.readers_needed,
    createdAt: row.created_at, revealedAt: row.revealed_at, signedAt: row.signed_at, sources: item.sources, readings: item.readings,
    comparison: comparison === undefined || !isWhole ? null : { protocolVersion: comparison.protocol_version, computedAt: comparison.computed_at, content: JSON.parse(comparison.content) },
    consensus: item.consensus === undefined ? null : { values: item.consensus, decisions: await decisionsOf(services, item.id), hash: hashOfValues(item.consensus) },
    signatures: signatures.map((one) => ({ session: one.session_id, user: one.user_id, meaning: one.meaning, hash: one.hash, at: one.at })),
  };
}

async function decisionsOf({ relay }: Services, item: string): Promise<Record<string, unknown>> {
  const doc = await relay.read(`consensus/${item}`);
  const decisions = Object.fromEntries([...mapOf(doc, roots.decisions).entries()].sort(([a], [b]) => (a < b ? -1 : 1)));
  doc.destroy();
  return decisions;
}

async function sessionPart(services: Services, session: { id: string; name: string; state: string; chair_id: string; rule: string; created_at: string; closed_at: string | null }) {
  const { id } = session;
  const items = await services.db.selectFrom('session_items').select('item_id').where('session_id', '=', id).orderBy('position').execute();
  const members = await services.db.selectFrom('session_members').select(['user_id', 'joined_at']).where('session_id', '=', id).execute();
  const order = await membersOf(services, id);
  // A round under way stays sealed: it is exported once it is closed.
  const rounds = await services.db.selectFrom('rounds').selectAll().where('session_id', '=', id).where('state', '=', 'closed').orderBy('opened_at').orderBy('row_id').orderBy('number').execute();
  const doc = await services.relay.read(`session/${id}`);
  const document = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64');
  doc.destroy();
  return {
    id, name: session.name, state: session.state, chair: session.chair_id, rule: JSON.parse(session.rule), createdAt: session.created_at, closedAt: session.closed_at, items: items.map((one) => one.item_id),
    members: order.map((user) => ({ user, joinedAt: members.find((one) => one.user_id === user)?.joined_at ?? session.created_at })),
    rounds: rounds.map((one) => ({ item: one.item_id, row: one.row_id, number: one.number, state: one.state, options: JSON.parse(one.options), openedAt: one.opened_at, closedAt: one.closed_at, outcome: one.outcome === null ? null : JSON.parse(one.outcome) })),
    document,
  };
}
