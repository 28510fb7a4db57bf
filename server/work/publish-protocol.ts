import { createHash } from 'node:crypto';
import type { ProjectId } from '@consilium/shared/domain/ids.ts';
import { type ProtocolContent, ProtocolContentSchema, type ProtocolVersion } from '@consilium/shared/domain/protocol.ts';
import { canonicalJson } from '@consilium/shared/document/content-hash.ts';
import { readDraft } from '@consilium/shared/document/draft.ts';
import { roots } from '@consilium/shared/document/roots.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { documentName } from '@consilium/shared/permissions/document-ref.ts';
import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap';
import { actorWho } from './membership.ts';
import { protocolChanges } from './protocol-changes.ts';
import { protocolProblems } from './protocol-problems.ts';
import { newestVersion } from './read-protocol.ts';
import { type Answer, type Refusal, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Publishes the draft, as the server holds it, as an immutable version; or lists what it lacks, each with its place. */
export async function publishProtocol(services: Services, person: SignedIn, project: string, why: string): Answer<ProtocolVersion> {
  const allowed = await actorWho(services, person, project, 'protocol.publish');
  if (!allowed.ok) return allowed;
  const draft = await draftContent(services, project);
  if (!draft.ok) return draft;
  return publishContent(services, person.id, project, draft.value, why);
}

/** Publishes content as it is given; also for a demonstration or a bundle. @param actorId who is named as its publisher */
export async function publishContent(services: Services, actorId: string, project: string, content: ProtocolContent, why: string): Answer<ProtocolVersion> {
  const hash = createHash('sha256').update(canonicalJson(content)).digest('hex');
  return services.db.transaction().execute(async (transaction): Promise<Result<ProtocolVersion, Refusal>> => {
    const before = await newestVersion(transaction, project);
    if (before?.hash === hash) return refuse(409, 'NothingChanged', `The draft is the same as version ${before.version}. Change something first.`);
    const published: ProtocolVersion = {
      version: (before?.version ?? 0) + 1, content, hash, changes: protocolChanges(before?.content, content), publishedAt: services.clock(), publishedBy: actorId,
    };
    const row = { version: published.version, hash, published_at: published.publishedAt, published_by: actorId };
    await transaction.insertInto('protocol_versions').values({ ...row, project_id: project, content: JSON.stringify(content), changes: JSON.stringify(published.changes) }).execute();
    await services.audit.record(transaction, {
      actorId, action: 'protocol.published', projectId: project, target: `protocol/${project}`, new: { version: published.version, hash, changes: published.changes }, ...(why === '' ? {} : { why }),
    });
    return ok(published);
  });
}

async function draftContent(services: Services, project: string): Answer<ProtocolContent> {
  const doc = await services.relay.read(documentName({ type: 'protocol', project: project as ProjectId })); // the project was found by it
  const { unreadable, ...draft } = readDraft(doc);
  const content = { ...draft, guideline: yXmlFragmentToProsemirrorJSON(doc.getXmlFragment(roots.guideline)) };
  const problems = [...unreadable.map(({ key, why }) => ({ at: key, message: `cannot be read (${why}). Write it anew.` })), ...protocolProblems(content)];
  const read = ProtocolContentSchema.safeParse(content);
  if (!read.success && problems.length === 0) problems.push(...read.error.issues.map(({ path, message }) => ({ at: path.join('.'), message })));
  if (!read.success || problems.length > 0) return failed(refuse(422, 'Incomplete', 'The protocol cannot be published yet.', problems).error);
  return ok(read.data);
}
