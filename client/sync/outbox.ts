import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { call } from './call.ts';
import { thisDevice } from './device.ts';
import { type HeldDocument, openDocument } from './documents.ts';
import { offline } from './endpoint-request.ts';
import { noteHandedIn } from './kept-answers.ts';
import { tellOpenings } from './openings.ts';
import { now, saveFacts } from './save-facts.ts';
import { sha256Hex } from './sha256.ts';
import type { SubmissionRow } from './store/database.ts';
import { submissionsHere } from './submissions-here.ts';

/** `queued`: kept here, handed in by itself when the server is back. */
export type SubmissionOutcome =
  | { readonly type: 'submitted'; readonly at: string }
  | { readonly type: 'queued' }
  | { readonly type: 'refused'; readonly problem: Problem };

/** Hands a reading in, now or as soon as the server can be reached; everything drawn is synced first. */
export async function submitReading(reading: {
  item: string;
  document: string;
  protocolVersion: number;
}): Promise<SubmissionOutcome> {
  const row: SubmissionRow = { ...reading, madeAt: now() };
  const isKept = await thisDevice()
    .database.submissions.put(row)
    .then(() => true, () => false);
  const isUp = saveFacts.facts().link.type === 'open';
  if (!isKept && !isUp) return { type: 'refused', problem: notKept };
  await reportSubmissions();
  if (!isUp) return { type: 'queued' };
  const outcome = await send(row);
  return outcome.type === 'queued' && !isKept ? { type: 'refused', problem: notKept } : outcome;
}

const notKept: Problem = {
  type: 'NotKept',
  message: 'This device cannot keep the submission, and the server cannot be reached. Free some space, or submit again when you are online.',
};

/** Submissions made on this device and not yet taken by the server. */
export const queuedSubmissions = (): Promise<SubmissionRow[]> => thisDevice().database.submissions.toArray();

/** Takes a queued submission back: the reading is open again. */
export async function withdrawSubmission(item: string): Promise<void> {
  await thisDevice().database.submissions.delete(item);
  await reportSubmissions();
}

/** Tries everything that waits. @param onRefused told of each that the server will not take */
export async function sendQueuedSubmissions(
  onRefused: (row: SubmissionRow, problem: Problem) => void,
  onSubmitted: (row: SubmissionRow) => void,
): Promise<void> {
  for (const row of await queuedSubmissions()) {
    const outcome = await send(row);
    if (outcome.type === 'refused') onRefused(row, outcome.problem);
    if (outcome.type === 'submitted') onSubmitted(row);
  }
}

export async function reportSubmissions(): Promise<void> {
  const rows = await queuedSubmissions().catch(() => undefined); // the writer reports a store that cannot be read
  submissionsHere.set(rows ?? submissionsHere.current() ?? []);
  if (rows !== undefined) saveFacts.report({ submissions: rows.length });
}

const underWay = new Map<string, Promise<SubmissionOutcome>>();

function send(row: SubmissionRow): Promise<SubmissionOutcome> {
  const running = underWay.get(row.item) ?? sendOnce(row).finally(() => underWay.delete(row.item));
  underWay.set(row.item, running);
  return running;
}

async function sendOnce(row: SubmissionRow): Promise<SubmissionOutcome> {
  const held = openDocument(row.document);
  const answer = await submitSynced(row, held, 3);
  held.release();
  if (!answer.ok && notJudged.has(answer.error.type)) return { type: 'queued' };
  await thisDevice()
    .database.submissions.delete(row.item)
    .catch(() => undefined); // answered all the same; asked again at the next visit
  if (answer.ok) saveFacts.report({ acknowledgedAt: now() });
  if (answer.ok) await noteHandedIn(row.item, answer.value).catch(() => undefined); // what is kept is asked for again with the next list
  await reportSubmissions();
  return answer.ok ? { type: 'submitted', at: answer.value } : { type: 'refused', problem: answer.error };
}

/** The server could not be reached, or could write nothing: asked again later. */
const notJudged = new Set(['Offline', 'DiskFails']);

/** The server compares content by hash; where it is a moment behind, it is asked again. */
async function submitSynced(row: SubmissionRow, held: HeldDocument, tries: number): Promise<Result<string, Problem>> {
  await tellOpenings(row.item);
  const isSynced = await Promise.race([
    held
      .current()
      .flush()
      .then(() => true),
    linkDown().then(() => false),
  ]);
  if (!isSynced) return failed(offline);
  const hash = await sha256Hex(contentToHash(readDocument(held.current().doc)));
  const answer = await call(endpoints.submit, {
    params: { item: row.item },
    body: { hash, protocolVersion: row.protocolVersion },
  });
  if (answer.ok) return ok(answer.value.submittedAt);
  if (answer.error.type !== 'OutOfStep' || tries <= 1) return answer;
  await new Promise((resolve) => setTimeout(resolve, 300));
  return submitSynced(row, held, tries - 1);
}

const linkDown = (): Promise<void> =>
  new Promise((resolve) => {
    const stop = saveFacts.subscribe(() => {
      if (saveFacts.facts().link.type !== 'down') return;
      stop();
      resolve();
    });
  });
