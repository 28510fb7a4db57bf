import type { Bundle } from '@consilium/shared/formats/bundle.ts';
import type { Transaction } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { importOf, picturesIn } from './pictures.ts';
import type { Services, SignedIn } from './services.ts';

/** All rows of a bundle in one transaction, with the line that says where it came from. The importer leads the project. */
export async function insertBundle({ db, audit, clock }: Services, person: SignedIn, bundle: Bundle): Promise<void> {
  const { project, manifest, items } = bundle;
  const now = clock();
  await db.transaction().execute(async (tx) => {
    await insertProject(tx, person, bundle, now);
    await insertPictures(tx, bundle, now);
    for (const item of items) await insertItem(tx, project.id, item);
    for (const session of bundle.sessions) await insertSession(tx, project.id, session);
    for (const item of items) {
      const rows = item.signatures.map((one, at) => ({ id: `${item.id.slice(0, 40)}-${at}`, session_id: one.session, item_id: item.id, user_id: one.user, meaning: one.meaning, hash: one.hash, at: one.at }));
      if (rows.length > 0) await tx.insertInto('signatures').values(rows).execute();
    }
    const from = { exportedAt: manifest.exportedAt, exportedBy: manifest.exportedBy, auditHead: manifest.auditHead, items: items.length };
    await audit.record(tx, { actorId: person.id, action: 'bundle.imported', projectId: project.id, target: `project/${project.id}`, new: from });
  });
}

type Tx = Transaction<Database>;

/** The examples' pictures that are inside; bundles made before 2026-11-26 left them out. */
export const picturesHeld = ({ project, sources }: Bundle) => picturesIn(project.protocol.map(({ content }) => content)).filter(({ sha256 }) => sources.has(sha256));

async function insertPictures(tx: Tx, bundle: Bundle, at: string): Promise<void> {
  const { id } = bundle.project;
  const rows = picturesHeld(bundle).map(({ sha256 }) => ({ import_id: importOf(id), project_id: id, name: 'picture', size: bundle.sources.get(sha256)?.length ?? 0, state: 'stored', message: '', sha256, item_id: null, at }));
  if (rows.length > 0) await tx.insertInto('import_files').values(rows).execute();
}

async function insertProject(tx: Tx, person: SignedIn, { project }: Bundle, now: string): Promise<void> {
  const json = { objective: JSON.stringify(project.objective), modalities: JSON.stringify(project.modalities), plan: JSON.stringify(project.plan) };
  await tx.insertInto('projects').values({ id: project.id, name: project.name, ...json, created_at: project.createdAt, created_by: person.id }).execute();
  const others = project.people.filter((one) => one.role !== null && one.id !== person.id);
  const members = [{ project_id: project.id, user_id: person.id as string, role: 'lead', created_at: now }, ...others.map((one) => ({ project_id: project.id, user_id: one.id, role: one.role ?? 'observer', created_at: now }))];
  await tx.insertInto('memberships').values(members).execute();
  for (const one of project.protocol) {
    const version = { version: one.version, content: JSON.stringify(one.content), hash: one.hash, changes: JSON.stringify(one.changes), published_at: one.publishedAt, published_by: one.publishedBy };
    await tx.insertInto('protocol_versions').values({ project_id: project.id, ...version }).execute();
  }
}

async function insertItem(tx: Tx, project: string, item: Bundle['items'][number]): Promise<void> {
  await tx.insertInto('items').values({
    id: item.id, project_id: project, name: item.name, modality: item.modality, meta: JSON.stringify(item.meta), phase: item.phase, blinding: item.blinding,
    readers_needed: item.readersNeeded, created_at: item.createdAt, revealed_at: item.revealedAt, signed_at: item.signedAt,
  }).execute();
  const sources = item.sources.map((source, position) => ({ item_id: item.id, position, sha256: source.sha256, name: source.name }));
  if (sources.length > 0) await tx.insertInto('item_sources').values(sources).execute();
  const assignments = item.readings.map((one) => ({
    item_id: item.id, user_id: one.reader, state: one.state, assigned_at: one.assignedAt, reserved_until: null, opened_at: one.assignedAt, submitted_at: one.submittedAt,
    content_hash: one.contentHash, protocol_version: one.protocolVersion,
  }));
  if (assignments.length > 0) await tx.insertInto('assignments').values(assignments).execute();
  if (item.comparison === null) return;
  const { computedAt, protocolVersion, content } = item.comparison;
  await tx.insertInto('comparisons').values({ item_id: item.id, computed_at: computedAt, protocol_version: protocolVersion, content: JSON.stringify(content) }).execute();
}

async function insertSession(tx: Tx, project: string, session: Bundle['sessions'][number]): Promise<void> {
  await tx.insertInto('sessions').values({
    id: session.id, project_id: project, name: session.name, state: session.state, chair_id: session.chair, rule: JSON.stringify(session.rule), created_at: session.createdAt, closed_at: session.closedAt,
  }).execute();
  if (session.items.length > 0) await tx.insertInto('session_items').values(session.items.map((item_id, position) => ({ session_id: session.id, item_id, position }))).execute();
  if (session.members.length > 0) await tx.insertInto('session_members').values(session.members.map((one) => ({ session_id: session.id, user_id: one.user, joined_at: one.joinedAt }))).execute();
  const rounds = session.rounds.map((one) => ({
    session_id: session.id, item_id: one.item, row_id: one.row, number: one.number, state: one.state, options: JSON.stringify(one.options), opened_at: one.openedAt, closed_at: one.closedAt,
    outcome: one.outcome === null ? null : JSON.stringify(one.outcome),
  }));
  if (rounds.length > 0) await tx.insertInto('rounds').values(rounds).execute();
}
