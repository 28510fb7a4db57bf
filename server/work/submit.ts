import { createHash } from 'node:crypto';
import type { ItemId } from '@consilium/shared/domain/ids.ts';
import { ProtocolContentSchema } from '@consilium/shared/domain/protocol.ts';
import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { type DocumentValues, readDocument } from '@consilium/shared/document/read.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { documentName } from '@consilium/shared/permissions/document-ref.ts';
import { completeIfAllSubmitted } from './complete-readings.ts';
import { missingAnswers } from './missing-answers.ts';
import { seenItem } from './read-item.ts';
import { type Answer, notFound, type Refusal, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

export interface Submission {
  readonly hash: string; // SHA-256 over `contentToHash` of what the reader has before them
  readonly protocolVersion: number;
}

/**
 * Submits my reading: from then on it is frozen. What is submitted is what the server's own log holds; where that is not what the
 * reader sees (something is still on the way), it is refused and may be tried again.
 */
export async function submit(services: Services, person: SignedIn, item: string, submission: Submission): Answer<{ submittedAt: string }> {
  const seen = await seenItem(services, person, item);
  if (!seen.ok) return seen;
  const assignment = await services.db.selectFrom('assignments').selectAll().where('item_id', '=', item).where('user_id', '=', person.id).executeTakeFirst();
  if (assignment === undefined) return notFound();
  if (assignment.state === 'submitted') return already(assignment.submitted_at ?? '', assignment.content_hash, submission.hash);
  if (assignment.state !== 'open') return refuse(409, 'NotOpen', 'This case is not open in your name. Open it, then submit.');
  const document = documentName({ type: 'reading', item: item as ItemId, annotator: person.id }); // the item was found by it
  await services.relay.freeze(document); // first, so that nothing slips in between the check and the end
  const submitted = await judgeAndKeep(services, person, { item, document, project: seen.value.project, ...submission });
  if (!submitted.ok) {
    await services.relay.freeze(document, false);
    return submitted;
  }
  services.changes.announce({ document });
  services.changes.announce({ userId: person.id });
  await completeIfAllSubmitted(services, seen.value.project, item);
  return submitted;
}

/** The answer to the first try may have been lost on the way: the same content is no fault. */
function already(submittedAt: string, kept: string | null, hash: string): Result<{ submittedAt: string }, Refusal> {
  if (kept === hash) return ok({ submittedAt });
  return refuse(409, 'AlreadySubmitted', 'This reading has been submitted and can no longer be changed.');
}

async function judgeAndKeep(services: Services, person: SignedIn, { item, document, project, hash, protocolVersion }: Submission & { item: string; document: string; project: string }): Answer<{ submittedAt: string }> {
  const row = await services.db.selectFrom('protocol_versions').select('content').where('project_id', '=', project).where('version', '=', protocolVersion).executeTakeFirst();
  if (row === undefined) return refuse(409, 'NoProtocol', `There is no published protocol version ${protocolVersion}. Load the case again.`);
  const values = readDocument(await services.relay.read(document));
  if (hashOf(values) !== hash) return refuse(409, 'OutOfStep', 'The server does not hold everything that you see yet. Wait for “synced”, then submit again.');
  const missing = [
    ...values.unreadable.map(({ id, why }) => ({ annotation: id, attribute: null, message: `An annotation cannot be read (${why}). Update this page, or remove the annotation.` })),
    ...missingAnswers(values, ProtocolContentSchema.parse(JSON.parse(row.content))),
  ];
  if (missing.length > 0) return refuse(422, 'Incomplete', `Not yet complete: ${missing.slice(0, 3).map(({ message }) => message).join(' ')}${missing.length > 3 ? ` And ${missing.length - 3} more.` : ''}`, missing);
  return keep(services, person, { item, document, project, hash, protocolVersion });
}

async function keep(services: Services, person: SignedIn, { item, document, project, hash, protocolVersion }: Submission & { item: string; document: string; project: string }): Answer<{ submittedAt: string }> {
  const submittedAt = services.clock();
  return services.db.transaction().execute(async (transaction): Promise<Result<{ submittedAt: string }, Refusal>> => {
    const kept = await transaction
      .updateTable('assignments')
      .set({ state: 'submitted', submitted_at: submittedAt, content_hash: hash, protocol_version: protocolVersion, reserved_until: null })
      .where('item_id', '=', item)
      .where('user_id', '=', person.id)
      .where('state', '=', 'open')
      .executeTakeFirst();
    if (kept.numUpdatedRows !== 1n) return failed(notFound().error);
    await services.audit.record(transaction, { actorId: person.id, action: 'reading.submitted', projectId: project, target: document, new: { hash, protocolVersion } });
    return ok({ submittedAt });
  });
}

const hashOf = (values: DocumentValues): string => createHash('sha256').update(contentToHash(values)).digest('hex');
