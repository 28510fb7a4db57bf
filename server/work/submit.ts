import type { ItemId } from '@consilium/shared/domain/ids.ts';
import { ProtocolContentSchema } from '@consilium/shared/domain/protocol.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { ok, type Result } from '@consilium/shared/kernel/result.ts';
import { documentName } from '@consilium/shared/permissions/document-ref.ts';
import { hashOfValues } from './compared-item.ts';
import { completeIfAllSubmitted } from './complete-readings.ts';
import { settledContent } from './content-in-log.ts';
import { missingAnswers } from './missing-answers.ts';
import { OvertakenError, tellFrozen, unlessOvertaken } from './overtaken.ts';
import { seenItem } from './read-item.ts';
import { type Answer, notFound, type Refusal, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

export interface Submission {
  readonly hash: string; // SHA-256 over `contentToHash` of what the reader has before them
  readonly protocolVersion: number;
}

/**
 * Submits my reading: from then on it is frozen. What is submitted is what the server's own log holds; where that is not what the
 * reader sees (something is still on the way), it is refused and may be tried again. Nothing is frozen before it is judged: a request
 * that is refused has no freeze to undo.
 */
export async function submit(services: Services, person: SignedIn, item: string, submission: Submission): Answer<{ submittedAt: string }> {
  const submitted = await unlessOvertaken(() => submitOnce(services, person, item, submission));
  return submitted ?? refuse(409, 'OutOfStep', 'Your reading is still being written to, from another window or device. Stop there, then submit again.');
}

async function submitOnce(services: Services, person: SignedIn, item: string, submission: Submission): Answer<{ submittedAt: string }> {
  const seen = await seenItem(services, person, item);
  if (!seen.ok) return seen;
  const { project, phase } = seen.value;
  const assignment = await services.db.selectFrom('assignments').selectAll().where('item_id', '=', item).where('user_id', '=', person.id).executeTakeFirst();
  if (assignment === undefined) return notFound();
  if (assignment.state === 'submitted') {
    if (phase === 'reading') await completeIfAllSubmitted(services, project, item); // the server may have ended before it came to that
    return already(assignment.submitted_at ?? '', assignment.content_hash, submission.hash);
  }
  if (assignment.state !== 'open') return refuse(409, 'NotOpen', 'This case is not open in your name. Open it, then submit.');
  const document = documentName({ type: 'reading', item: item as ItemId, annotator: person.id }); // the item was found by it
  const judged = await judge(services, project, document, submission);
  if (!judged.ok) return judged;
  const submittedAt = await keep(services, person, { item, document, project, ...submission, head: judged.value });
  await tellFrozen(services, document);
  services.changes.announce({ document });
  services.changes.announce({ userId: person.id });
  await completeIfAllSubmitted(services, project, item);
  return ok({ submittedAt });
}

/** The answer to the first try may have been lost on the way: the same content is no fault. */
function already(submittedAt: string, kept: string | null, hash: string): Result<{ submittedAt: string }, Refusal> {
  if (kept === hash) return ok({ submittedAt });
  return refuse(409, 'AlreadySubmitted', 'This reading has been submitted and can no longer be changed.');
}

/** @returns the head at which the reading is what its reader sees, and whole */
async function judge(services: Services, project: string, document: string, { hash, protocolVersion }: Submission): Answer<number> {
  const row = await services.db.selectFrom('protocol_versions').select('content').where('project_id', '=', project).where('version', '=', protocolVersion).executeTakeFirst();
  if (row === undefined) return refuse(409, 'NoProtocol', `There is no published protocol version ${protocolVersion}. Load the case again.`);
  const { head, doc } = await settledContent(services, document);
  const values = readDocument(doc);
  doc.destroy();
  if (hashOfValues(values) !== hash) return refuse(409, 'OutOfStep', 'The server does not hold everything that you see yet. Wait for “synced”, then submit again.');
  const missing = [
    ...values.unreadable.map(({ id, why }) => ({ annotation: id, attribute: null, message: `An annotation cannot be read (${why}). Update this page, or remove the annotation.` })),
    ...missingAnswers(values, ProtocolContentSchema.parse(JSON.parse(row.content))),
  ];
  if (missing.length === 0) return ok(head);
  return refuse(422, 'Incomplete', `Not yet complete: ${missing.slice(0, 3).map(({ message }) => message).join(' ')}${missing.length > 3 ? ` And ${missing.length - 3} more.` : ''}`, missing);
}

interface Judged extends Submission {
  readonly item: string;
  readonly document: string;
  readonly project: string;
  readonly head: number;
}

/** In one transaction: frozen as it was judged, and submitted. Throws `OvertakenError`, with nothing done, where it was written to, submitted or taken back since. */
async function keep(services: Services, person: SignedIn, { item, document, project, hash, protocolVersion, head }: Judged): Promise<string> {
  const submittedAt = services.clock();
  await services.db.transaction().execute(async (transaction) => {
    if (!(await services.log.freezeAtIn(transaction, document, head))) throw new OvertakenError();
    const kept = await transaction
      .updateTable('assignments')
      .set({ state: 'submitted', submitted_at: submittedAt, content_hash: hash, protocol_version: protocolVersion, reserved_until: null })
      .where('item_id', '=', item)
      .where('user_id', '=', person.id)
      .where('state', '=', 'open')
      .executeTakeFirst();
    if (kept.numUpdatedRows !== 1n) throw new OvertakenError();
    await services.audit.record(transaction, { actorId: person.id, action: 'reading.submitted', projectId: project, target: document, new: { hash, protocolVersion } });
  });
  return submittedAt;
}
