import { type ProtocolVersion, ProtocolVersionSchema } from '@consilium/shared/domain/protocol.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { actorWho } from './membership.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Published versions, newest first, without their content. */
export async function protocolVersions(services: Services, person: SignedIn, project: string) {
  const allowed = await actorWho(services, person, project, 'project.read');
  if (!allowed.ok) return allowed;
  const rows = await services.db.selectFrom('protocol_versions').selectAll().where('project_id', '=', project).orderBy('version', 'desc').execute();
  const versions = rows.map(versionOf).map(({ version, publishedAt, publishedBy, changes, hash }) => ({ version, publishedAt, publishedBy, changes, hash }));
  return ok({ versions });
}

export async function readProtocol(services: Services, person: SignedIn, project: string, version: string): Answer<ProtocolVersion> {
  const allowed = await actorWho(services, person, project, 'project.read');
  if (!allowed.ok) return allowed;
  const row = /^\d{1,9}$/.test(version)
    ? await services.db.selectFrom('protocol_versions').selectAll().where('project_id', '=', project).where('version', '=', Number(version)).executeTakeFirst()
    : undefined;
  return row === undefined ? notFound() : ok(versionOf(row));
}

/** The newest published version; `undefined` before the first. */
export async function newestVersion(db: Kysely<Database>, project: string): Promise<ProtocolVersion | undefined> {
  const row = await db.selectFrom('protocol_versions').selectAll().where('project_id', '=', project).orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row && versionOf(row);
}

const versionOf = (row: Selectable<Database['protocol_versions']>): ProtocolVersion =>
  ProtocolVersionSchema.parse({
    version: row.version, content: JSON.parse(row.content), hash: row.hash, changes: JSON.parse(row.changes), publishedAt: row.published_at, publishedBy: row.published_by,
  });
